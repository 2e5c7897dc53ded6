// Recipe: components, their state and what they show begin anew with each session.
// #region session-scope
import { Fragment, type ReactNode } from 'react'
import { useSession } from 'react-ciam'

/** Around everything that belongs to one person. The key is the same through refreshes and in all tabs. */
export function SessionScope({ children }: { children: ReactNode }) {
  const sessionKey = useSession((session) => (session.status === 'signed-in' ? session.sessionKey : null))
  return <Fragment key={sessionKey}>{children}</Fragment>
}
// #endregion

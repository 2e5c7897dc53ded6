// The guard for what is shown while nobody is signed in.
import type { ReactElement, ReactNode } from 'react'
import { useSession } from './useSession'

/** The props of `<SignedOut>`. */
export interface SignedOutProps {
  /** What is seen while nobody is signed in. */
  children?: ReactNode
  /** Shown while it is not known yet whether somebody is signed in: on a server and until storage was read. Default nothing. */
  fallback?: ReactNode
}

/**
 * Shows its children while nobody is signed in, such as the sign-in form. It goes by the session, never by the id_token: an
 * outage or a token that ended shows nobody a sign-in form.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * <SignedOut>
 *   <SignInForm />
 * </SignedOut>
 */
export function SignedOut({ children, fallback }: SignedOutProps): ReactElement {
  const status = useSession((session) => session.status)
  return <>{status === 'signed-out' ? children : status === 'restoring' && fallback}</>
}

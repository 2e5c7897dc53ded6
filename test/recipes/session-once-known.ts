// Recipe: what a route's guard waits for.
// #region session-once-known
import type { SessionSnapshot } from 'react-ciam'
import { client } from './ciam'

/** The session as soon as storage was read; `restoring`, with its error, only where that failed. */
export function sessionOnceKnown(): Promise<SessionSnapshot> {
  return new Promise((resolve) => {
    const look = () => {
      const session = client.getSnapshot()
      if (session.status === 'restoring' && !session.error) return
      unsubscribe()
      resolve(session)
    }
    const unsubscribe = client.subscribe(look)
    look()
  })
}
// #endregion

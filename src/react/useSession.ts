// The hook that gives the state of the session, or a part of it.
import type { CiamClient, RegisteredClaims, SessionSnapshot } from '../client/types'
import { useSelection } from './useSelection'

/** The snapshot with the client's `signIn` and `signOut`, whose identity never changes. Holds no token. */
export type Session<Claims = RegisteredClaims> = SessionSnapshot<Claims> &
  Pick<CiamClient<Claims>, 'signIn' | 'signOut'>

const toSession = (snapshot: SessionSnapshot<RegisteredClaims>, { signIn, signOut }: CiamClient<RegisteredClaims>) => ({
  ...snapshot,
  signIn,
  signOut,
})

/**
 * The session with `signIn` and `signOut`; renders with every change of the snapshot, so prefer a selector. `restoring` on
 * a server and while hydrating. It does not keep the id_token fresh.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * function Status() {
 *   const session = useSession()
 *   return <p>{session.status === 'signed-out' ? session.reason : session.status}</p>
 * }
 */
export function useSession(): Session
/**
 * What the selector takes from the session. The component re-renders only when that changes: plain objects and arrays are
 * compared by structure, everything else (dates, maps, class instances) by identity. The selector may be inline and should
 * be pure; what it throws is thrown in render.
 *
 * @example
 * function SignOutButton() {
 *   const { status, signOut } = useSession(({ status, signOut }) => ({ status, signOut }))
 *   return <button disabled={status !== 'signed-in'} onClick={() => void signOut()}>Sign out</button>
 * }
 */
export function useSession<Selection>(selector: (session: Session) => Selection): Selection
export function useSession(selector?: (session: Session) => unknown): unknown {
  return useSelection<Session>(toSession, selector)
}

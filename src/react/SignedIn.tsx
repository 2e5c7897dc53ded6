// The guard for what only a signed-in user sees.
import type { ReactElement, ReactNode } from 'react'
import { useSession } from './useSession'

/** The props of `<SignedIn>`. */
export interface SignedInProps {
  /** What a signed-in user sees. */
  children?: ReactNode
  /** Shown while it is not known yet whether somebody is signed in: on a server and until storage was read. Default nothing. */
  fallback?: ReactNode
}

/**
 * Shows its children while somebody is signed in, and nothing to anybody else. It goes by the session, never by the
 * id_token: a refresh, an outage or a token that ended unmounts nothing, so that a half-filled form stays. What it hides is
 * still in the bundle: the API decides what a user may see.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * <SignedIn fallback={<Spinner />}>
 *   <Account />
 * </SignedIn>
 */
export function SignedIn({ children, fallback }: SignedInProps): ReactElement {
  const status = useSession((session) => session.status)
  return <>{status === 'signed-in' ? children : status === 'restoring' && fallback}</>
}

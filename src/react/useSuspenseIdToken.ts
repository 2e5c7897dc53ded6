// The hook that gives the id_token to components that need one to render: it suspends, and throws to error boundaries.
import { useMemo, useSyncExternalStore } from 'react'
import type { RegisteredClaims } from '../client/types'
import { CiamError } from '../protocol/errors'
import { tokenAttempt } from './token-attempt'
import { useCiamClient } from './useCiamClient'
import { useIdToken } from './useIdToken'

/** What `useSuspenseIdToken` gives: a token that has not ended. */
export interface SuspenseIdToken<Claims = RegisteredClaims> {
  /** For `Authorization: Bearer`, to your own API only. */
  readonly idToken: string
  /** Null where the claims schema refused them. */
  readonly claims: Claims | null
  /** Epoch ms, by this device's clock. */
  readonly expiresAt: number
  /** `getIdToken({ force: true })`: rejects if the refresh fails. The same function for ever. */
  readonly refresh: () => Promise<string>
}

const subscribeToNothing = () => () => {}
const isInBrowser = () => true

function throwOnServer(): never {
  const error = new CiamError('CONFIG', 'A server has no session: render useSuspenseIdToken() below a <Suspense>.')
  // So marked, Next.js neither logs it nor fails a build for it: it leaves the component to the browser.
  throw Object.assign(error, { digest: 'BAILOUT_TO_CLIENT_SIDE_RENDERING' })
}

/**
 * The id_token for components that cannot render without one. Suspends until there is one that has not ended: on first
 * use, and where a token ended before the next one came. Renders that wait, or are thrown away, share one request. Keeps
 * the id_token fresh while mounted. A new object with each new token, the same one otherwise.
 *
 * Throws to the error boundary: `SIGNED_OUT`, or the error that ended the session, where nobody is signed in (it waits for
 * no sign-in: render it below `<SignedIn>`); the error of a failed refresh or read where no token is left. A boundary
 * that is reset after 1,000 ms or later tries again. On a server it throws at once, so that the fallback of the
 * `<Suspense>` is sent and the browser renders the rest; React tells of that in `onRecoverableError` (Next.js excepted).
 * `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * function Support() {
 *   const { idToken } = useSuspenseIdToken()
 *   return <ChatWidget token={idToken} />
 * }
 *
 * const page = (
 *   <Suspense fallback={<p>One moment ...</p>}>
 *     <Support />
 *   </Suspense>
 * )
 */
export function useSuspenseIdToken(): SuspenseIdToken {
  useSyncExternalStore(subscribeToNothing, isInBrowser, throwOnServer)
  const client = useCiamClient()
  const { status, idToken, claims, expiresAt, refresh } = useIdToken()
  if (status !== 'ready') {
    const snapshot = client.getSnapshot()
    throw snapshot.status === 'signed-out'
      ? (snapshot.error ?? new CiamError('SIGNED_OUT', 'Nobody is signed in: render this below <SignedIn>.'))
      : tokenAttempt(client)
  }
  return useMemo(() => ({ idToken, claims, expiresAt, refresh }), [idToken, claims, expiresAt, refresh])
}

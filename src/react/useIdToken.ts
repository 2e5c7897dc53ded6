// The hook that gives the id_token and keeps it fresh.
import { useMemo, useSyncExternalStore } from 'react'
import type { RegisteredClaims } from '../client/types'
import type { CiamError } from '../protocol/errors'
import { trackIdToken } from './tracked-id-token'
import { useCiamClient } from './useCiamClient'

/** What `useIdToken` gives, by `status`. Times are epoch ms by this device's clock. */
export type UseIdTokenResult<Claims = RegisteredClaims> = {
  /** Null without an id_token, and where the claims schema refused it. */
  readonly claims: Claims | null
  readonly isRefreshing: boolean
  /** `getIdToken({ force: true })`: rejects if the refresh fails. The same function for ever. */
  readonly refresh: () => Promise<string>
} & (
  | {
      readonly status: 'ready'
      readonly idToken: string
      readonly expiresAt: number
      readonly error: CiamError | null
    }
  | { readonly status: 'error'; readonly idToken: null; readonly expiresAt: number | null; readonly error: CiamError }
  | {
      readonly status: 'pending' | 'signed-out'
      readonly idToken: null
      readonly expiresAt: number | null
      readonly error: CiamError | null
    }
)

/**
 * The id_token, refreshed ahead of its end while at least one component with this hook is mounted; the refresh itself
 * outlives them. `ready` exactly while `idToken` is a token that has not ended; then `error` if the last refresh failed,
 * else `pending`; `signed-out` without a session. `pending` on a server and while hydrating.
 *
 * Re-renders only for the fields that the component reads: the result has getters, and a spread reads them all. It is
 * immutable, a new object when a field that was read changes, the same one otherwise. For requests prefer
 * `client.getIdToken()` or `useAuthFetch()`, which give the token of that moment.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * function TokenStatus() {
 *   const { status, expiresAt, refresh } = useIdToken()
 *   if (status !== 'ready') return <p>{status}</p>
 *   return <button onClick={() => void refresh()}>Valid until {new Date(expiresAt).toLocaleTimeString()}</button>
 * }
 */
export function useIdToken(): UseIdTokenResult {
  const client = useCiamClient()
  const { subscribe, getResult, getServerResult } = useMemo(() => trackIdToken(client), [client])
  return useSyncExternalStore(subscribe, getResult, getServerResult) as UseIdTokenResult
}

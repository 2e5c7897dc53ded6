// The hook that gives the client's fetch.
import type { CiamClient } from '../client/types'
import { useCiamClient } from './useCiamClient'

/**
 * `client.fetch`: fetch with the auth header, to allowed origins only. The same function for ever, so that it is safe in
 * dependency lists; it takes the token of the moment of each call. Never re-renders.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * function useOrders() {
 *   const authFetch = useAuthFetch()
 *   return useQuery({ queryKey: ['orders'], queryFn: async () => (await authFetch('/api/orders')).json() })
 * }
 */
export function useAuthFetch(): CiamClient['fetch'] {
  return useCiamClient().fetch
}

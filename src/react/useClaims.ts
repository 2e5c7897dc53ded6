// The hook that gives the claims of the id_token, or a part of them.
import type { RegisteredClaims, SessionSnapshot } from '../client/types'
import { useSelection } from './useSelection'

const toClaims = (snapshot: SessionSnapshot<RegisteredClaims>) =>
  snapshot.status === 'signed-in' ? snapshot.claims : null

/**
 * The claims of the id_token; null without claims (nobody signed in, no id_token yet, refused by the claims schema).
 * Every refresh changes some of them, `exp` at least: prefer a selector. Claims are for display: the API decides what a
 * user may do. It does not keep the id_token fresh. Null on a server and while hydrating.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * function Claims() {
 *   return <pre>{JSON.stringify(useClaims(), null, 2)}</pre>
 * }
 */
export function useClaims(): RegisteredClaims | null
/**
 * What the selector takes from the claims; null without claims, and then the selector is not called. A refresh that leaves
 * that part equal, by its structure, re-renders nothing. The selector may be inline and should be pure.
 *
 * @example
 * function UserName() {
 *   const name = useClaims((claims) => claims.name)
 *   return <span>{name ?? 'Guest'}</span>
 * }
 */
export function useClaims<Selection>(selector: (claims: RegisteredClaims) => Selection): Selection | null
export function useClaims(selector?: (claims: RegisteredClaims) => unknown): unknown {
  return useSelection<RegisteredClaims>(toClaims, selector)
}

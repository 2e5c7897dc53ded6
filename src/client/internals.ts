// What the React binding reads of a client besides its public members. The key is global, so that a client made by one
// copy of the package works in the provider of another.
import type { CiamError } from '../protocol/errors'
import type { CiamClient, IdTokenClaims } from './types'

/** The key of a client's internals. */
export const CLIENT_INTERNALS: unique symbol = Symbol.for('react-ciam.client') as never

/** The id_token as a component sees it. Immutable; the same object until something in it changes. */
export interface IdTokenView<Claims = IdTokenClaims> {
  /** `ready` exactly while `idToken` is a token that has not ended. */
  readonly status: 'pending' | 'ready' | 'signed-out' | 'error'
  readonly idToken: string | null
  readonly claims: Claims | null
  readonly expiresAt: number | null
  readonly isRefreshing: boolean
  readonly error: CiamError | null
}

export interface ClientInternals<Claims = IdTokenClaims> {
  /** The view at this moment: an ended token is never in it. */
  getIdTokenView(): IdTokenView<Claims>
  /** `getIdToken({ force: true })`, the same function for ever. */
  refresh(): Promise<string>
}

/** The internals of a client that `createCiamClient` made, or null for anything else. */
export function internalsOf<Claims>(client: CiamClient<Claims>): ClientInternals<Claims> | null {
  return (client as { [CLIENT_INTERNALS]?: ClientInternals<Claims> } | undefined)?.[CLIENT_INTERNALS] ?? null
}

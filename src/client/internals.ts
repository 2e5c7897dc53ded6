// What the React binding, the axios entry and the devtools read of a client besides its public members. The keys are
// global, so that a client made by one copy of the package works with the provider of another.
import type { CiamError } from '../protocol/errors'
import type { Engine } from './engine'
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
  /** For the devtools, which put themselves before its ports: each is looked up at the call. */
  readonly engine: Engine<Claims>
}

/** The internals of a client that `createCiamClient` made, or null for anything else. */
export function internalsOf<Claims>(client: CiamClient<Claims>): ClientInternals<Claims> | null {
  return (client as { [CLIENT_INTERNALS]?: ClientInternals<Claims> } | undefined)?.[CLIENT_INTERNALS] ?? null
}

/** The key under which `client.fetch` carries its rules. */
export const CALL_RULES: unique symbol = Symbol.for('react-ciam.calls') as never

/** What every transport's answer has. */
export interface Answer {
  readonly status: number
}

/** A call of an API by any transport. */
export interface ApiCall<Given extends Answer> {
  readonly url: string
  readonly body: unknown
  readonly signal: AbortSignal | null | undefined
  /** Those that the caller set stand. */
  readonly headers: { has(name: string): boolean }
  /** Sends the call to exactly this absolute URL, with these headers added. Called once or twice. */
  send(url: string, headers: Record<string, string>): Promise<Given>
  /** The answer's body, which stays readable for the caller. */
  readJson(answer: Given): unknown
  /** Called with an answer that nobody gets. */
  discard?(answer: Given): void
}

/** The rules of `client.fetch`, with its one memory of refused tokens, for transports other than fetch. */
export interface CallRules {
  /** Whether the id_token may go there. */
  allows(url: string): boolean
  /** Rejects with `CONFIG` where it may not, as `getIdToken` does where nobody is signed in, and as `send` does. */
  send<Given extends Answer>(call: ApiCall<Given>): Promise<Given>
}

/** The rules of the client's fetch, or null for anything that `createCiamClient` did not make. */
export function callRulesOf(client: CiamClient<unknown>): CallRules | null {
  return (client as { fetch?: { [CALL_RULES]?: CallRules } } | undefined)?.fetch?.[CALL_RULES] ?? null
}

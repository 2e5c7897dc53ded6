// The public types of the client: options, snapshot, events and the client itself.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { QueryClient } from '@tanstack/react-query'
import type { CiamError } from '../protocol/errors'

/**
 * Where a session is kept. Anything with these three methods works: `localStorage`, React Native's AsyncStorage and the
 * like go in as they are. Every call has a time limit of 3,000 ms; an adapter that throws, hangs or truncates loses no
 * token that memory still has.
 *
 * @example
 * const storage: StorageAdapter = {
 *   getItem: (key) => sessionStorage.getItem(key),
 *   setItem: (key, value) => sessionStorage.setItem(key, value),
 *   removeItem: (key) => sessionStorage.removeItem(key),
 * }
 */
export interface StorageAdapter {
  /** The stored value, or null where there is none. */
  getItem(key: string): string | null | Promise<string | null>
  /** Stores the value whole. Throws or rejects if it could not. */
  setItem(key: string, value: string): void | Promise<void>
  /** Removes the value. Throws or rejects if it could not. */
  removeItem(key: string): void | Promise<void>
  /** Calls the listener when another context (tab, frame) changed the value; returns the unsubscribe function. */
  subscribe?(key: string, listener: () => void): () => void
  /**
   * The newest write of any context, for stores whose `getItem` may lag behind other processes. It is read inside the
   * lock; a wrapper around such an adapter forwards it. An adapter without it is only as ordered as its store.
   */
  getLatest?(key: string): Promise<string | null>
}

/**
 * What the service wants to know of the calling device, sent as headers with every call. Values that are no legal
 * header values are percent-encoded.
 */
export interface DeviceInfo {
  /** X-device-fingerprint: any non-empty string, the same for the same user and device. */
  fingerprint: string
  /** X-operating-sys-version, such as `windows10.1.1`. */
  osVersion: string
  /** X-agent: the user agent string. */
  userAgent: string
  /** X-device-ip: a browser cannot know its address; leave it out. */
  ip?: string
}

/** The name of the header that carries the session token: `session-token` on CIAM tenants, `X-session-token` on EIAM. */
export type SessionTokenHeader = 'session-token' | 'X-session-token'

/**
 * The claims of an id_token where no schema was given: the payload, with the user's fields at the top level in either of
 * the two shapes that tenants send. The client never verifies a signature: claims are for display, the API decides.
 */
export interface IdTokenClaims {
  /** The user's stable id, where the tenant sends it. */
  id?: string
  /** The name to show. */
  name?: string
  /** The name to sign in with. */
  userName?: string
  /** As the tenant sends it. */
  mobile?: string
  /** As the tenant sends it. */
  email?: string
  /** Who issued the token: for your API to check. A placeholder on some tenants. */
  iss?: string
  /** For whom it was issued: for your API to check. A placeholder on some tenants. */
  aud?: string | string[]
  /** The user name on some tenants, a placeholder on others: prefer `id` as a key. */
  sub?: string
  /** Seconds since the epoch, by the service's clock. */
  exp?: number
  /** Seconds since the epoch, by the service's clock. */
  iat?: number
  /** Seconds since the epoch, by the service's clock: not valid before. */
  nbf?: number
  /** The token's own id. */
  jti?: string
  [claim: string]: unknown
}

/** A synchronous Standard Schema (zod, valibot, ...) that turns an id_token's payload into `Claims`. */
export type ClaimsSchema<Claims> = StandardSchemaV1<unknown, Claims>

/** The options of `createCiamClient`. Durations are milliseconds. */
export interface CiamClientOptions<Claims = IdTokenClaims> {
  /**
   * The tenant's origin (https; http on loopback only), with or without a path, or a same-origin proxy path such as
   * `/ciam`.
   */
  baseUrl: string
  /** The application's authorization id (X-client-id). Not a secret. */
  clientId: string
  /**
   * Where the session is kept. Default `webStorage()`: localStorage, or memory with a `storage-failed` event where that
   * is blocked. `storage: localStorage` is wrapped in `webStorage`.
   */
  storage?: StorageAdapter
  /** Device values, or a function that gives them. Default: read from the browser, with a random fingerprint that is kept. */
  device?: DeviceInfo | (() => DeviceInfo | Promise<DeviceInfo>)
  /** X-L, the language of the service's messages. Default: the page's language, cut to `zh` or `en`. */
  language?: string | (() => string)
  /** Default `'session-token'`. */
  sessionTokenHeader?: SessionTokenHeader
  /** Types and checks `claims` everywhere. A schema that refuses gives claims null and `CLAIMS_INVALID`; the token stays usable. */
  claims?: ClaimsSchema<Claims>
  /** Ms before the id_token's end at which it is refreshed, at most a quarter of its life. Default 60,000. */
  refreshBefore?: number
  /** Whether a hidden tab refreshes on schedule. Default false: when asked, and at once when it is shown again. */
  refreshInBackground?: boolean
  /** Ms that a caller waits for the service. The request itself runs on, cut at three times that. Default 10,000. */
  requestTimeout?: number
  /** Origins, besides the page's own and `baseUrl`'s, that `client.fetch` may send the id_token to. Default none. */
  apiOrigins?: string[]
  /** Default: the global `fetch`, looked up at each call. */
  fetch?: typeof globalThis.fetch
  /** The QueryClient that schedules refreshes. No token ever enters it. Default: a private one. */
  queryClient?: QueryClient
}

/** Why nobody is signed in. `none`: no session was found. */
export type SignedOutReason = 'none' | 'signed-out' | 'session-expired' | 'session-rejected' | 'rotation-lost'

/** The stored session has not been read yet, or could not be read (`error`; the read is tried again). */
export interface RestoringSnapshot {
  /** Which of the three snapshots it is. */
  readonly status: 'restoring'
  /** The error of a read that failed, null before. */
  readonly error: CiamError | null
}

/** Somebody is signed in. Holds no token. */
export interface SignedInSnapshot<Claims = IdTokenClaims> {
  /** Which of the three snapshots it is. */
  readonly status: 'signed-in'
  /** Random, not secret, new with each sign-in, the same in all tabs: what an app keys its own caches by. */
  readonly sessionKey: string
  /** Null until an id_token was had, and where the claims schema refused it. */
  readonly claims: Claims | null
  /** Epoch ms, by this device's clock; null until an id_token was had. */
  readonly idTokenExpiresAt: number | null
  /** Epoch ms; null where the service did not say. */
  readonly sessionExpiresAt: number | null
  /** Whether a refresh is under way. */
  readonly isRefreshing: boolean
  /** The last refresh's error, null after a good one. */
  readonly error: CiamError | null
}

/** Nobody is signed in. */
export interface SignedOutSnapshot {
  /** Which of the three snapshots it is. */
  readonly status: 'signed-out'
  /** Why. After a reload it is `none`. */
  readonly reason: SignedOutReason
  /** The error that ended the session, if one did. */
  readonly error: CiamError | null
}

/** The state of the session. Holds no token; the same object until something in it changes. */
export type SessionSnapshot<Claims = IdTokenClaims> = RestoringSnapshot | SignedInSnapshot<Claims> | SignedOutSnapshot

/** The service's login reply as it came. */
export interface SignInReply {
  /** The long-lived token; without it the reply is no session. */
  session_token?: unknown
  /** Seconds that the session_token is valid (facts of the service: 43200, 432000 and 604800 were seen). */
  expire?: unknown
  /** The first id_token; without it one is fetched. */
  id_token?: unknown
  /** `SUCCESS`, or what is left to do. */
  status?: unknown
  /** What the next call needs where the sign-in is incomplete. */
  state_token?: unknown
  /** What that call needs to know, as JSON in a string. */
  data?: unknown
  /** Of a refusal: the service's code. */
  error_code?: unknown
  /** Of a refusal: a sentence in the language that was asked for. */
  error_msg?: unknown
}

/** Options of `getIdToken` and `getAuthHeaders`. */
export interface GetIdTokenOptions {
  /** Ms that the token must still last. Default 10,000, never more than half of its life. */
  minValidity?: number
  /** Do not accept the token that is there now: a refresh, or a sibling tab's newer token. Rejects if it fails. */
  force?: boolean
  /** Ends the caller's wait with `signal.reason`; the refresh runs on. */
  signal?: AbortSignal
}

/** The events of a client. None carries a token; none is emitted for what was merely restored. */
export interface CiamEvents {
  /** After a sign-in, here or in another tab. */
  'signed-in': { readonly sessionKey: string }
  /** When the session ended, for whatever reason. */
  'signed-out': { readonly reason: SignedOutReason }
  /** A new id_token. `rotated`: with a new session_token; `adopted`: another tab made the refresh; `durationMs`: of the request. */
  refreshed: { readonly rotated: boolean; readonly adopted: boolean; readonly durationMs: number }
  /** A refresh failed. `willRetryInMs`: when the next attempt is allowed, null where none is made until somebody asks. */
  'refresh-failed': { readonly error: CiamError; readonly willRetryInMs: number | null }
  /** Storage could not be read, written or cleared. The session stays in memory; a write is tried again. */
  'storage-failed': { readonly operation: 'read' | 'write' | 'remove'; readonly error: CiamError }
}

/** A client of one session. Plain TypeScript: works in a router's loader, an interceptor, a test. */
export interface CiamClient<Claims = IdTokenClaims> {
  /** The current snapshot; the same object until something in it changes. */
  getSnapshot(): SessionSnapshot<Claims>
  /** Calls the listener after each change; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void
  /**
   * Takes the service's login reply as it came, checks it and saves it. Does not wait for a refresh in flight. If saving
   * fails it still resolves: the session is in memory, `storage-failed` is reported and the write is tried again.
   * Rejects with `INVALID_RESPONSE` for a bad reply and `SIGN_IN_INCOMPLETE` for a status that is not `SUCCESS`.
   */
  signIn(reply: SignInReply): Promise<void>
  /** Signs out here and in every tab: memory first, then storage. Rejects with `STORAGE` if that could not be cleared. */
  signOut(): Promise<void>
  /** An id_token with at least `minValidity` ms left; joins or starts a refresh where needed. */
  getIdToken(options?: GetIdTokenOptions): Promise<string>
  /** `{ Authorization: 'Bearer <id_token>' }`. */
  getAuthHeaders(options?: GetIdTokenOptions): Promise<{ Authorization: string }>
  /** X-client-id, device, X-L and content-type headers, for the app's own call of the service's login. */
  getServiceHeaders(): Promise<Record<string, string>>
  /** fetch with the auth header, to allowed origins only. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>
  /** Until the returned function is called, the client refreshes ahead of the id_token's end. Counted. */
  keepFresh(): () => void
  /** Listens to an event; returns the unsubscribe function. */
  on<Event extends keyof CiamEvents>(event: Event, listener: (detail: CiamEvents[Event]) => void): () => void
  /** Begins to listen to other tabs, visibility, network, focus and page restore. Counted; the provider calls it. */
  start(): void
  /** Removes those listeners and nothing else. */
  stop(): void
}

/** An app binds its client's type here once; every hook then knows its claims. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an app augments this interface
export interface Register {}

/** The claims of the client that the app registered, else `IdTokenClaims`. */
export type RegisteredClaims = Register extends { client: CiamClient<infer Claims> } ? Claims : IdTokenClaims

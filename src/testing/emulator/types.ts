// The public types of the emulator: its options, faults, ledger, clock and the emulator itself.
import type { CallFault, EmulatorEmailType, EmulatorOutbox } from './sign-in-types'

/**
 * What a refresh does with the session_token it was sent. The service's pages do not say what becomes of the old one.
 *
 * - `off`: the same session_token comes back, its end does not move.
 * - `on`: a new one each time; the old one is dead at once.
 * - `grace`: as `on`, but the token that the present one replaced is accepted for `graceSeconds`, and gets the present
 *   one back.
 * - `revoke`: as `on`, and presenting any replaced token ends the whole session.
 */
export type RotationMode = 'off' | 'on' | 'grace' | 'revoke'

/** Header names and error codes: of the CIAM pages (`session-token`, `IDAAS.SDK.*`) or the EIAM pages (`X-session-token`, `SDK.*`). */
export type EmulatorDialect = 'ciam' | 'eiam'

/** The options of `createEmulator` and `configure`. Lifetimes are seconds, as the service has them; the rest is milliseconds. */
export interface EmulatorOptions {
  /** The only X-client-id that is registered. Default `EMULATOR_CLIENT_ID`. */
  clientId?: string
  /** Default `'off'`. */
  rotation?: RotationMode
  /** Seconds that a replaced token lives on under `rotation: 'grace'`. Default 10. */
  graceSeconds?: number
  /** Seconds. Default 300, the service's own default. */
  idTokenLifetime?: number
  /** Seconds. Default 604,800 (7 days). Concerns tokens that are given out from then on. */
  sessionLifetime?: number
  /** Ms that an answer is under way. The work itself is done when the request arrives. Preflights do not wait. Default 0. */
  latency?: number
  /** Ms that the service's clock is ahead of this device's; negative: behind. Default 0. */
  clockOffset?: number
  /** Default `'ciam'`. */
  dialect?: EmulatorDialect
  /**
   * Whether a session answers only to the X-device-fingerprint that signed in. A session made by `login()` belongs to
   * the first fingerprint that it sees. Default false.
   */
  bindFingerprint?: boolean
  /**
   * Where the id_token's payload has the user: `top-level` claims, or inside `api`, a JSON string. Default: `top-level`
   * for the CIAM dialect, `api` for EIAM. Both were seen on the service's pages.
   */
  claimsShape?: 'top-level' | 'api'
  /** How the sample API refuses an id_token: HTTP 401, or the service's way, HTTP 400 `IDAAS.SDK.PARAM.0016`. Default `'401'`. */
  apiRefusal?: '401' | '400'
  /** Whether a code by SMS is sent only for a captcha_token. Default false. */
  captcha?: boolean
  /** How `is_set_pwd` is answered: as on the page's sample, or as in its table, `"true"`. Default `'boolean'`. */
  isPasswordSetAs?: 'boolean' | 'string'
  /** Names the tab that a request came from, for the ledger. The service's headers do not tell; default: null for all. */
  tabOf?: (request: Request) => string | null
}

/** All options, each with a value; `claimsShape` null means "as the dialect has it". */
export type ResolvedEmulatorOptions = Required<Omit<EmulatorOptions, 'claimsShape'>> & {
  claimsShape: 'top-level' | 'api' | null
}

/** The faults that need no details. */
export type SimpleFault =
  | 'cut-before'
  | 'cut-after'
  | 'cut-in-body'
  | 'hang'
  | '500'
  | 'html-502'
  | 'html-200'
  | 'empty-200'
  | 'busy'
  | 'expired-token'
  | 'no-exp'
  | 'undecodable'
  | 'huge'
  | 'redirect'
  | 'no-cors'

/**
 * One thing that goes wrong with one refresh request.
 *
 * | fault | answer | refresh done (token rotated) |
 * | --- | --- | --- |
 * | `cut-before` | the connection is cut | no |
 * | `cut-after` | the connection is cut | yes |
 * | `cut-in-body` | half of the JSON, then the connection is cut | yes |
 * | `hang` | none, until the caller gives up | no |
 * | `500` | 500, JSON without a service code | no |
 * | `html-502` | 502, HTML of a gateway | no |
 * | `html-200` | 200, HTML of a captive portal | no |
 * | `empty-200` | 200, JSON content type, no body | no |
 * | `busy` | the service's own "system busy": 400, EIAM 500 | no |
 * | `429` | 429, JSON without a service code, Retry-After | no |
 * | `expired-token` | good, but the id_token ended a second ago by the service's clock | yes |
 * | `no-exp` | good, but the id_token has no `exp` | yes |
 * | `undecodable` | good, but the id_token is no decodable JWT | yes |
 * | `huge` | good, but the id_token is above 1 MB | yes |
 * | `redirect` | 307 to another origin | no |
 * | `no-cors` | good, without the CORS headers: only a browser's cross-origin request, or `emulator.fetch`, notices | yes |
 *
 * The object form says otherwise: `{ kind: 'html-502', committed: true }` is a gateway that lost a refresh that was done.
 * `retryAfter`: a number of seconds; a Date, sent in the header's date form; or a string, sent as it is.
 * `location` is the redirect's target, `https://elsewhere.invalid/` by default.
 */
export type Fault =
  | SimpleFault
  | { kind: SimpleFault; committed?: boolean }
  | { kind: 'redirect'; location: string; committed?: boolean }
  | { kind: '429'; retryAfter?: number | string | Date; committed?: boolean }

/** The name of a fault. */
export type FaultKind = SimpleFault | '429'

/** A good login reply: what `client.signIn` takes. */
export interface LoginReply {
  /** 32 alphanumerics. */
  session_token: string
  /** Seconds that the session_token is valid. */
  expire: number
  /** The only one that is a session. */
  status: 'SUCCESS'
  /** Good for `idTokenLifetime` seconds. */
  id_token: string
}

/** Why the emulator refused a session token. */
export type RefusalReason = 'unknown' | 'ended' | 'expired' | 'fingerprint' | 'replaced'

/** One request as the ledger has it. Immutable; holds no token, password, fingerprint or profile field. */
export interface LedgerEntry {
  /** Counts from 1. */
  readonly id: number
  /** Epoch ms by this device's clock, when the request arrived. */
  readonly time: number
  /**
   * What was asked. `login`: any way in; `step`: what a state_token is sent with; `code`: codes by SMS and their captcha;
   * `logout`: the browser's navigation.
   */
  readonly kind:
    'refresh' | 'login' | 'step' | 'code' | 'self-service' | 'logout' | 'keys' | 'sample-api' | 'preflight' | 'other'
  /** In capitals, such as `POST`. */
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** What `tabOf` said. */
  readonly tab: string | null
  /** `shortHash` of the presented session_token, or of the id_token that self-service or the sample API was asked with. */
  readonly token: string | null
  /** `shortHash` of the session_token in the answer; also where the answer was lost on its way. */
  readonly issued: string | null
  /** `shortHash` of the X-device-fingerprint. */
  readonly fingerprint: string | null
  /** The session's number, the same for all its tokens. */
  readonly session: number | null
  /** The HTTP status that was sent; null where none was. */
  readonly status: number | null
  /**
   * Of a refresh: `rotated`, `unchanged`, `grace`, the last part of the error code such as `0023`, or the fault that the
   * caller saw instead. Of a login or a step: the reply's status, the code, or the fault. Else `ok`, `preflight`, or the
   * code, fault or status.
   */
  readonly outcome: string
  /** Why a session token was refused, where the answer says only "invalid or expired". */
  readonly reason: RefusalReason | null
  /** The fault that it met. */
  readonly fault: FaultKind | 'refused' | 'status' | null
  /** Whether a refresh, a sign-in, or what else was asked, was done, seen or unseen by the caller. */
  readonly committed: boolean
  /** Whether the presented session_token had been replaced before. */
  readonly reused: boolean
}

/** Every request that the emulator got, up to the last 100,000. */
export interface EmulatorLedger {
  /** In the order in which the requests were decided, oldest first. */
  entries(): readonly LedgerEntry[]
  /** Those of the refresh endpoint, without preflights. */
  refreshes(): readonly LedgerEntry[]
  /** Forgets all entries. Ids go on. */
  clear(): void
  /** Calls the listener with each new entry, at the moment of the decision; returns the unsubscribe function. */
  subscribe(listener: (entry: LedgerEntry) => void): () => void
}

/** The service's clock: this device's (`Date.now()`, looked up at each call), plus `clockOffset`, plus what tests turned. */
export interface EmulatorClock {
  /** Epoch ms. */
  now(): number
  /** Turns the clock by ms, which may be negative. Sessions and id_tokens age by it. */
  advance(ms: number): void
}

/** What `createEmulator` gives. */
export interface Emulator {
  /**
   * Answers a request as the service does. Any origin and path prefix is taken. A cut connection rejects with a
   * `TypeError`, as fetch does; a body that is cut errors while it is read; an aborted request rejects with its reason.
   */
  handle(request: Request): Promise<Response>
  /**
   * A fetch that this emulator answers, for `createCiamClient({ fetch: emulator.fetch })`: no network. Unlike `handle` it
   * fails as a browser's does for `redirect: 'error'` and for an answer without CORS headers. Follows no redirect.
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>
  /** Changes the given options from now on. Throws a `TypeError` for a wrong one, and then changes none. */
  configure(options: EmulatorOptions): void
  /** Puts faults in line: each refresh request takes the next. Throws a `TypeError` for an unknown one. */
  fail(fault: Fault | readonly Fault[]): void
  /**
   * Puts faults in line for one call other than the refresh, by the end of its path, such as `/login` or `/sms/send`: each
   * request of it takes the next. Throws a `TypeError` for an unknown fault or call.
   */
  failCall(path: string, fault: CallFault | readonly CallFault[]): void
  /**
   * Sends a code by e-mail, to `outbox`. The service's pages name no path for that, so there is no request for it. Throws a
   * `TypeError` for an unknown type.
   */
  sendEmailCode(email: string, type: EmulatorEmailType): void
  /** How far the piece of a captcha belongs, in pixels: by the `token` of its answer. Null for one that is over or unknown. */
  captchaSolution(token: string): number | null
  /** Signs a built-in user in without a request. Default: the first of `EMULATOR_USERS`. Throws for an unknown name. */
  login(userName?: string): Promise<LoginReply>
  /** The options that are in force. */
  options(): Readonly<ResolvedEmulatorOptions>
  /** Resolves when no token is being signed or verified: real asynchronous work that fake timers do not wait for. */
  idle(): Promise<void>
  /**
   * As it was created: no session, fault, ledger entry, code or failed login; accounts, the clock and the options put back.
   * Ids go on.
   */
  reset(): void
  /** Every request that it got. */
  readonly ledger: EmulatorLedger
  /** The codes that were "sent". They are in no ledger. */
  readonly outbox: EmulatorOutbox
  /** The service's clock, to be turned. */
  readonly clock: EmulatorClock
}

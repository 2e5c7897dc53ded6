// What the service answered: to a refresh (never throws, loses no token) and to a sign-in (a session, or a typed error).
import { isHeaderValue } from './endpoint'
import { CiamError } from './errors'
import { type Fields, parseJson, toFields } from './fields'
import { BUSY, INVALID, meaningOf, readServiceCode, serviceError } from './service-errors'

/** Seconds, some 30,000 years: the end of a session that is said to last longer is still a date. */
const LONGEST = 1e12

/** What came of a refresh request. */
export type RefreshReply =
  | {
      readonly kind: 'tokens'
      /** Legal, to be saved before anything else is looked at; null where the service did not rotate. */
      readonly sessionToken: string | null
      readonly idToken: string | null
      /** Seconds that the session_token is valid. */
      readonly expiresIn: number | null
      /** The service sent a new session_token that cannot be sent back: the one that is held may be dead. */
      readonly sessionTokenUnusable: boolean
      /** Set where the id_token is missing or illegal. */
      readonly error: CiamError | null
    }
  | {
      readonly kind: 'failed'
      readonly error: CiamError
      /** False where the service may have acted on the request without our reading of it. */
      readonly answered: boolean
      readonly endsSession: boolean
      /** Ms that the service asked to wait, 1,000 to 900,000; null where it did not. */
      readonly retryAfter: number | null
    }

/** The part of a `Response` that is read. */
export interface ServiceResponse {
  readonly status: number
  readonly headers: { get(name: string): string | null }
  text(): Promise<string>
}

// Field by field: one that is wrong says nothing of the others.
const readToken = (value: unknown): string | null => (isHeaderValue(value) ? value : null)
const readExpiry = ({ expire }: Fields): number | null =>
  Number.isFinite(expire) && (expire as number) > 0 ? Math.min(expire as number, LONGEST) : null

/**
 * Reads the answer to a refresh request. Never rejects. A legal session_token of a 2xx answer is always in the result.
 *
 * @param wallClock - epoch ms, to which a Retry-After date is compared.
 */
export async function readRefreshReply(response: ServiceResponse, wallClock: number): Promise<RefreshReply> {
  let status = 0
  let body: Fields | null = null
  let retryAfter: number | null = null
  try {
    status = +response.status // An app's fetch may say anything.
    body = toFields(parseJson(await response.text()))
  } catch {
    // The body broke off, or an app's fetch gave no response: told by what is still null.
  }
  if (body && status >= 200 && status < 300) {
    const reply = readTokens(body, status)
    if (reply) return reply
  }
  try {
    retryAfter = readRetryAfter(response.headers.get('retry-after'), wallClock)
  } catch {
    // A response without headers asks for no wait.
  }
  const serviceCode = readServiceCode(body)
  const isTooMany = status === 429
  const otherwise = isTooMany || status >= 500 ? BUSY : INVALID
  const error = serviceError(serviceCode ? meaningOf(serviceCode) : otherwise, { httpStatus: status, serviceCode })
  return {
    kind: 'failed',
    error,
    answered: isTooMany || !!serviceCode,
    endsSession: error.code === 'SESSION_REJECTED',
    retryAfter,
  }
}

/** Null where there is a legal token of neither kind. */
function readTokens(body: Fields, status: number): RefreshReply | null {
  const sessionToken = readToken(body.session_token)
  const idToken = readToken(body.id_token)
  if (!sessionToken && !idToken) return null
  return {
    kind: 'tokens',
    sessionToken,
    idToken,
    expiresIn: readExpiry(body),
    sessionTokenUnusable: !sessionToken && (body.session_token ?? '') !== '',
    error: idToken ? null : serviceError(INVALID, { httpStatus: status }),
  }
}

/** Ms to wait, from either form of Retry-After; null for nonsense and for a moment that is past. */
function readRetryAfter(value: string | null, wallClock: number): number | null {
  const text = value?.trim() ?? ''
  const wait = /^\d+$/.test(text) ? +text * 1000 : / GMT$/.test(text) ? Date.parse(text) - wallClock : -1
  return wait >= 0 ? Math.min(Math.max(wait, 1_000), 900_000) : null
}

/**
 * The error of a request that got no answer. `cause` must not hold a token.
 *
 * @param thirdInARow - whether to say what makes a reachable service look unreachable to a page.
 * @param origin - where the request went.
 */
export function networkError(
  cause: unknown,
  { thirdInARow, origin }: { thirdInARow: boolean; origin: string },
): CiamError {
  return new CiamError(
    'NETWORK',
    thirdInARow
      ? `No answer from ${origin}, three times in a row: CORS there must allow this origin and the headers ` +
          'X-operating-sys-version, X-device-fingerprint, X-device-ip, X-agent, X-L, X-client-id, content-type and ' +
          "session-token (or X-session-token), and this page's CSP must allow it in connect-src."
      : 'No answer from the service: check the connection.',
    { cause, retryable: true },
  )
}

/** A login reply that is a session. */
export interface SignInTokens {
  readonly sessionToken: string
  readonly idToken: string | null
  /** Seconds that the session_token is valid. */
  readonly expiresIn: number | null
}

/**
 * Reads the service's login reply as it came.
 *
 * @throws CiamError `SIGN_IN_INCOMPLETE` for a status other than `SUCCESS`; what its code says for an error body;
 * `INVALID_RESPONSE` for anything else that is no session.
 */
export function readSignInReply(reply: unknown): SignInTokens {
  let fields: Fields = {}
  try {
    fields = { ...(reply as Fields) } // Read once: a getter may throw, or answer differently the next time.
  } catch {
    // Told below like every other reply without a session_token.
  }
  const status = fields.status ?? 'SUCCESS'
  const sessionToken = readToken(fields.session_token)
  const idToken = readToken(fields.id_token)
  const serviceCode = readServiceCode(fields)
  const isText = typeof status === 'string'
  if (isText && status.trim() !== 'SUCCESS') throw incomplete(status.trim(), fields)
  if (!sessionToken && serviceCode) throw serviceError(meaningOf(serviceCode), { serviceCode })
  // A status that is no text is that of an HTTP response, in which the reply still lies.
  if (!sessionToken || !isText || idToken !== (fields.id_token ?? null)) {
    throw new CiamError(
      'INVALID_RESPONSE',
      "signIn needs the service's login reply with a session_token: await response.json(), or axios' data.",
    )
  }
  return { sessionToken, idToken, expiresIn: readExpiry(fields) }
}

function incomplete(status: string, { state_token: stateToken, data }: Fields): CiamError {
  return new CiamError(
    'SIGN_IN_INCOMPLETE',
    "Not signed in yet: this error's status, stateToken and data are for the next step.",
    { status, stateToken: typeof stateToken === 'string' ? stateToken : undefined, data: parseJson(data) ?? data },
  )
}

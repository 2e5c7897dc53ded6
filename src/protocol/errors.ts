// The one error type of the package, its codes, and a guard that works across copies of the package.

/** Everything that can go wrong, as a stable code. `describeError` has a sentence for a person for each. */
export type CiamErrorCode =
  | 'DEVICE_INFO_INCOMPLETE'
  | 'CLIENT_ID_MISSING'
  | 'APP_NOT_REGISTERED'
  | 'SESSION_TOKEN_MISSING'
  | 'SESSION_REJECTED'
  | 'SERVICE_BUSY'
  | 'NETWORK'
  | 'TIMEOUT'
  | 'INVALID_RESPONSE'
  | 'SERVICE_ERROR'
  | 'CLAIMS_INVALID'
  | 'STORAGE'
  | 'SIGNED_OUT'
  | 'SIGN_IN_INCOMPLETE'
  | 'RECORD_NEWER'
  | 'CONFIG'

/**
 * What a `CiamError` may carry besides code and message.
 *
 * @inline
 */
export interface CiamErrorDetails {
  /** The service's own code, such as `IDAAS.SDK.PARAM.0023`. */
  serviceCode?: string | undefined
  /** The HTTP status of the answer. */
  httpStatus?: number | undefined
  /** Whether the package itself tries again. Default false. */
  retryable?: boolean | undefined
  /** What led to it. */
  cause?: unknown
  /** Of `SIGN_IN_INCOMPLETE`: the login reply's status, trimmed, such as `MFA_AUTH`. */
  status?: string | undefined
  /** Of `SIGN_IN_INCOMPLETE`: what the next call of the service needs. Never enumerable. */
  stateToken?: string | undefined
  /** Of `SIGN_IN_INCOMPLETE`: the reply's `data`, parsed. Never enumerable. */
  data?: unknown
}

const BRAND = Symbol.for('react-ciam.error')

/**
 * The only error that this package throws or rejects with, besides a caller's own `signal.reason` and what the request of
 * `client.fetch` itself rejects with.
 * Message and enumerable properties hold no token.
 *
 * @example
 * try {
 *   await client.getIdToken()
 * } catch (error) {
 *   if (isCiamError(error) && error.code === 'SIGNED_OUT') showSignIn()
 * }
 */
export class CiamError extends Error {
  /** What went wrong, for a `switch`. */
  declare readonly code: CiamErrorCode
  /** The service's own code, such as `IDAAS.SDK.PARAM.0023`, where it answered with one. */
  declare readonly serviceCode: string | undefined
  /** The HTTP status of the service's answer, where there was one. It alone decides nothing. */
  declare readonly httpStatus: number | undefined
  /** Whether the package itself tries again. */
  declare readonly retryable: boolean
  /** Of `SIGN_IN_INCOMPLETE`: the login reply's status, trimmed. */
  declare readonly status?: string
  /** Of `SIGN_IN_INCOMPLETE`: for the X-state-token header of the next call. Not enumerable. */
  declare readonly stateToken?: string
  /** Of `SIGN_IN_INCOMPLETE`: the reply's `data`, parsed. Not enumerable. */
  declare readonly data?: unknown

  constructor(code: CiamErrorCode, message: string, details: CiamErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.name = 'CiamError'
    this.code = code
    this.serviceCode = details.serviceCode
    this.httpStatus = details.httpStatus
    this.retryable = details.retryable ?? false
    if (details.status !== undefined) this.status = details.status
    for (const secret of ['stateToken', 'data'] as const) {
      if (details[secret] !== undefined) Object.defineProperty(this, secret, { value: details[secret] })
    }
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/** Whether a value is a `CiamError`, also one of another copy of this package. */
export function isCiamError(value: unknown): value is CiamError {
  return typeof value === 'object' && value !== null && (value as { [BRAND]?: unknown })[BRAND] === true
}

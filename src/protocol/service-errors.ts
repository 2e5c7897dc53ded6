// What the service's error codes mean here. Only the code decides, never the HTTP status or the text beside it.
import { CiamError, type CiamErrorCode } from './errors'
import type { Fields } from './fields'

/** A code of this package and its message. The service's own text is left out: it may name the user. */
export type Meaning = readonly [code: CiamErrorCode, message: string]

export const BUSY: Meaning = ['SERVICE_BUSY', 'The service is busy: try again later.']
export const INVALID: Meaning = [
  'INVALID_RESPONSE',
  "The answer is not the service's: check the baseUrl option and proxies.",
]

/** CIAM codes from the page "Refresh id_token", EIAM codes from the page of its common return codes. */
export function meaningOf(serviceCode: string): Meaning {
  switch (serviceCode) {
    case 'IDAAS.SDK.PARAM.0001':
    case 'SDK.COMMON.1003':
      return ['DEVICE_INFO_INCOMPLETE', missing('complete device information', 'device')]
    case 'IDAAS.SDK.PARAM.0002':
    case 'SDK.COMMON.1001':
      return ['CLIENT_ID_MISSING', missing('client id', 'clientId')]
    case 'IDAAS.SDK.PARAM.0003':
    case 'SDK.COMMON.1012':
      return ['APP_NOT_REGISTERED', 'The service does not know this app: check the clientId and baseUrl options.']
    case 'IDAAS.SDK.PARAM.0022':
      return ['SESSION_TOKEN_MISSING', missing('session token', 'sessionTokenHeader')]
    case 'IDAAS.SDK.PARAM.0023':
    case 'SDK.COMMON.1005':
      return ['SESSION_REJECTED', 'The session token is invalid or expired: sign in again.']
    case 'IDAAS.SDK.COM.0002':
    case 'SDK.COMMON.1008':
      return BUSY
    default:
      return ['SERVICE_ERROR', 'The service refused the request: look up its serviceCode.']
  }
}

const missing = (what: string, option: string): string =>
  `The service got no ${what}: check the ${option} option, and proxies that drop headers.`

/** The service's code in an error body; undefined where there is none. */
export function readServiceCode(body: Fields | null): string | undefined {
  const code = body?.error_code
  return (typeof code === 'string' && code.trim()) || undefined
}

// What is longer, or of another form, may quote a token.
const CODE = /^[\w.-]{1,31}$/

/** The error that an answer of the service stands for. */
export function serviceError(
  [code, message]: Meaning,
  { httpStatus, serviceCode = '' }: { httpStatus?: number | undefined; serviceCode?: string | undefined },
): CiamError {
  return new CiamError(code, message, {
    httpStatus,
    serviceCode: CODE.test(serviceCode) ? serviceCode : undefined,
    retryable: /BUSY|INV/.test(code),
  })
}

// What went wrong with a step, from the service's code: never from its text, out of which only numbers are read.
import { CiamError } from '../protocol/errors'
import type { Fields } from '../protocol/fields'
import { INVALID, type Meaning, meaningOf, serviceError } from '../protocol/service-errors'
import type { SignInProblem, SignInProblemKind } from './types'

/** By the code without its prefix: `IDAAS.SDK.` on CIAM tenants, `SDK.` on EIAM ones. */
const KINDS = new Map<string, SignInProblemKind>([
  ['LOGIN.1005', 'wrong-credentials'],
  ['LOGIN.1003', 'locked'],
  ['LOGIN.1002', 'unknown-account'],
  ['COMMON.1013', 'unknown-account'],
  ['CAPTCHA.0002', 'captcha-failed'],
  ['CAPTCHA.0006', 'code-not-sent'],
  ['CAPTCHA.0007', 'wrong-code'],
])

/** What the service's pages show for a state token that it does not take: two codes for one fault. */
const STATE_OVER = ['PARAM.0014', 'COMMON.1007']

const UNAVAILABLE = ['SERVICE_BUSY', 'NETWORK', 'TIMEOUT', 'INVALID_RESPONSE']

/** What the service said with an error, and when. */
export interface ErrorContext {
  readonly fields: Fields
  /** Whether the call carried a state token. */
  readonly isStateCall: boolean
  /** Epoch ms. */
  readonly now: number
}

/** The problem that an error stands for. */
export function toProblem(error: CiamError, context?: ErrorContext): SignInProblem {
  const code = withoutPrefix(error.serviceCode)
  const isOver = context?.isStateCall && STATE_OVER.includes(code)
  const kind = isOver ? 'step-over' : (KINDS.get(code) ?? otherKind(error))
  const text = context && typeof context.fields.error_msg === 'string' ? context.fields.error_msg : ''
  return Object.freeze({
    kind,
    error,
    remainingAttempts: kind === 'wrong-credentials' ? readAttempts(text) : null,
    lockedUntil: kind === 'locked' ? addTo(context?.now, readDuration(text)) : null,
  })
}

/** A problem that is found here, where the service's codes say nothing. */
export const problemOf = (kind: SignInProblemKind, error: CiamError): SignInProblem =>
  Object.freeze({ kind, error, remainingAttempts: null, lockedUntil: null })

function otherKind({ code }: CiamError): SignInProblemKind {
  if (UNAVAILABLE.includes(code)) return 'unavailable'
  return code === 'CONFIG' ? 'input' : 'refused'
}

const withoutPrefix = (code = ''): string => /^(?:IDAAS\.)?SDK\.(.+)/.exec(code)?.[1] ?? ''

/** The number at the end, behind a colon of either width: `剩余登录尝试次数:8`. */
function readAttempts(text: string): number | null {
  const found = /[:：]\s*(\d{1,4})\s*[.。]?\s*$/.exec(text)?.[1]
  return found === undefined ? null : +found
}

/** Ms of `9分30秒`, `9 minutes 30 seconds`, or one part of these. */
function readDuration(text: string): number | null {
  const minutes = /(\d{1,6})\s*(?:分|minutes?)/i.exec(text)?.[1]
  const seconds = /(\d{1,6})\s*(?:秒|seconds?)/i.exec(text)?.[1]
  return minutes || seconds ? (+(minutes ?? 0) * 60 + +(seconds ?? 0)) * 1_000 : null
}

const addTo = (now: number | undefined, duration: number | null): number | null =>
  now === undefined || duration === null ? null : now + duration

/** What a code means, whichever of the two prefixes a tenant puts before it. */
function meaningOfEither(serviceCode: string): Meaning {
  const meaning = meaningOf(serviceCode)
  if (meaning[0] !== 'SERVICE_ERROR') return meaning
  const code = withoutPrefix(serviceCode)
  return meaningOf(serviceCode.startsWith('IDAAS.') ? `SDK.${code}` : `IDAAS.SDK.${code}`)
}

/** The error of a service's code, or of `otherwise` where it gave none. Nothing here is tried again by itself. */
export function answerError(httpStatus: number, serviceCode: string | undefined, otherwise: Meaning): CiamError {
  return notRepeated(serviceError(serviceCode ? meaningOfEither(serviceCode) : otherwise, { httpStatus, serviceCode }))
}

export const invalidAnswer = (httpStatus?: number): CiamError => notRepeated(serviceError(INVALID, { httpStatus }))

/** The same error, said of a call that is made once. */
export function notRepeated({ code, message, serviceCode, httpStatus, cause }: CiamError): CiamError {
  return new CiamError(code, message, { serviceCode, httpStatus, ...(cause !== undefined && { cause }) })
}

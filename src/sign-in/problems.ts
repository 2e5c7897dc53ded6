// What went wrong with a step, from the service's code: never from its text, out of which only numbers are read.
import { withoutSecrets } from '../client/safe-cause'
import { CiamError, isCiamError } from '../protocol/errors'
import type { Fields } from '../protocol/fields'
import { INVALID, type Meaning, meaningOf, serviceError } from '../protocol/service-errors'
import type { SignInProblem, SignInProblemKind } from './problem-types'

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

/** Characters. */
const LONGEST_SENTENCE = 500

const UNAVAILABLE = ['SERVICE_BUSY', 'NETWORK', 'TIMEOUT', 'INVALID_RESPONSE']

/** What a code's meaning depends on. */
export interface CallFacts {
  /** Below the path that all calls share. */
  readonly path: string
  readonly hasStateToken: boolean
}

/** What the service said with an error, and when. */
export interface ErrorContext {
  readonly fields: Fields
  readonly call: CallFacts
  /** Epoch ms. */
  readonly now: number
}

// What an error alone does not tell: who calls the account gets that alone.
const problems = new WeakMap<CiamError, SignInProblem>()

function remembered(problem: SignInProblem): SignInProblem {
  problems.set(problem.error, problem)
  return Object.freeze(problem)
}

/** The problem that an error stands for. */
export function toProblem(error: CiamError, context?: ErrorContext): SignInProblem {
  const kind = kindOf(error, context?.call)
  const message = context?.fields.error_msg
  // The numbers stand at the end of a sentence; to search what is longer would take too long.
  const text = typeof message === 'string' ? message.slice(-LONGEST_SENTENCE) : ''
  return remembered({
    kind,
    error,
    remainingAttempts: WRONG.includes(kind) ? readAttempts(text) : null,
    lockedUntil: kind === 'locked' ? addTo(context?.now, readDuration(text)) : null,
  })
}

/** What cannot be looked at, such as a revoked proxy, is no error of this package either. */
export function isOurs(thrown: unknown): thrown is CiamError {
  try {
    return isCiamError(thrown)
  } catch {
    return false
  }
}

/** A problem that is found here, where the service's codes say nothing. */
export const ownProblem = (kind: SignInProblemKind, error: CiamError): SignInProblem =>
  remembered({ kind, error, remainingAttempts: null, lockedUntil: null })

/**
 * What went wrong with a call of an `Account`, told as a step of a sign-in tells it: for a `switch`, and for
 * `describeProblem`. Always the same object for the same `CiamError`; for that of a state's problem it is that problem.
 *
 * `remainingAttempts` and `lockedUntil` are known of what this copy of the package rejected with. Any other `CiamError` has
 * the kind that its codes stand for, and null for both. What is no `CiamError` has the kind `refused`, and an error that
 * says so and quotes nothing of it. Never throws.
 *
 * @param error - what was caught.
 * @example
 * try {
 *   await account.changePassword({ oldPassword, newPassword })
 * } catch (error) {
 *   const problem = problemOf(error)
 *   if (problem.kind === 'wrong-password') focusOldPassword()
 *   say(describeProblem(problem, 'en'))
 * }
 */
export function problemOf(error: unknown): SignInProblem {
  try {
    if (isOurs(error)) return problems.get(error) ?? toProblem(error)
  } catch {
    // What cannot be read is none of this package either.
  }
  const message = 'problemOf got an error that is not from react-ciam: look in the app for what threw it.'
  return ownProblem('refused', new CiamError('CONFIG', message, { cause: withoutSecrets(error) }))
}

/** Those that count down to a lock. */
const WRONG: readonly SignInProblemKind[] = ['wrong-credentials', 'wrong-password']

function kindOf(error: CiamError, call: CallFacts | undefined): SignInProblemKind {
  const code = withoutPrefix(error.serviceCode)
  if (call?.hasStateToken && STATE_OVER.includes(code)) return 'step-over'
  const kind = KINDS.get(code) ?? otherKind(error)
  // Those calls carry no user name that could be the wrong one.
  return kind === 'wrong-credentials' && call?.path.startsWith('/pwd/') ? 'wrong-password' : kind
}

function otherKind({ code }: CiamError): SignInProblemKind {
  if (UNAVAILABLE.includes(code)) return 'unavailable'
  return code === 'CONFIG' ? 'input' : 'refused'
}

const withoutPrefix = (code = ''): string => /^(?:IDAAS\.)?SDK\.(.+)/.exec(code)?.[1] ?? ''

/** The number at the end, behind a colon of either width that is none of a time: `剩余登录尝试次数:8`. */
function readAttempts(text: string): number | null {
  const found = /(?:^|\D)[:：]\s*(\d{1,4})\s*[.。]?\s*$/.exec(text)?.[1]
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

// The state machine of a sign-in: where it stands, and what each event makes of that. Pure: no clock, no request.
import { CiamError } from '../protocol/errors'
import { isHeaderValue } from '../protocol/endpoint'
import { invalidAnswer, toProblem } from './problems'
import { readPolicy, readWays } from './reply-data'
import type { SignInProblem } from './problem-types'
import type { AccountLinkState, CaptchaPuzzle, CodeTarget, PasswordPolicy } from './types'

/** A place where a code can be asked for. */
export type Origin =
  | { readonly at: 'ready' }
  | { readonly at: 'second-factor' }
  | {
      readonly at: 'account-link'
      readonly reason: AccountLinkState['reason']
      readonly ways: AccountLinkState['ways']
    }

/** A code was sent, or is said to have been. */
export interface CodePlace {
  readonly at: 'code-sent'
  readonly from: Origin
  readonly target: CodeTarget
  /** Epoch ms; null: another may be sent at once. */
  readonly resendAt: number | null
}

/** What the steps of a state hold on to, so it has no secret: an app may keep a state for as long as it likes. */
export type Place =
  | Origin
  | CodePlace
  | {
      readonly at: 'captcha'
      /** Where the code was asked for; `code-sent` for another one. */
      readonly from: Origin | CodePlace
      readonly target: CodeTarget
      readonly puzzle: CaptchaPuzzle
    }
  | { readonly at: 'password-warning' | 'password-expired'; readonly policy: PasswordPolicy | null }
  | { readonly at: 'denied' }

/** All that a sign-in knows. Each takes the place of the one before, which nobody holds then. */
export interface Standing {
  readonly place: Place
  readonly problem: SignInProblem | null
  /** For the calls that follow in places behind a password or a social account. */
  readonly stateToken: string | null
  /** Of the puzzle that is shown. */
  readonly captchaToken: string | null
}

/** What can happen to a sign-in. */
export type FlowEvent =
  /** A step began: what went wrong before is over. */
  | { readonly type: 'began' }
  | { readonly type: 'failed'; readonly problem: SignInProblem }
  /** The puzzle was solved, but no code was sent: it cannot be used again. */
  | { readonly type: 'not-sent'; readonly problem: SignInProblem }
  | {
      readonly type: 'puzzle'
      readonly target: CodeTarget
      readonly puzzle: CaptchaPuzzle
      readonly captchaToken: string
      readonly problem: SignInProblem | null
    }
  | { readonly type: 'code-sent'; readonly target: CodeTarget; readonly resendAt: number | null }
  /** A login reply that is no session yet. */
  | { readonly type: 'incomplete'; readonly status: string; readonly stateToken: unknown; readonly data: unknown }
  /** `cancel`, `back` and `restart`. */
  | { readonly type: 'left' }
  /** Signed in, or forgotten: nothing is kept. */
  | { readonly type: 'over'; readonly problem: SignInProblem | null }

/** Where every sign-in begins. */
export const START: Standing = {
  place: { at: 'ready' },
  problem: null,
  stateToken: null,
  captchaToken: null,
}

/** The one table of the machine. */
export function transition(standing: Standing, event: FlowEvent): Standing {
  const { place } = standing
  switch (event.type) {
    case 'began':
      return standing.problem ? { ...standing, problem: null } : standing
    case 'failed':
      // The service knows nothing of this sign-in any more.
      return { ...(event.problem.kind === 'step-over' ? START : standing), problem: event.problem }
    case 'not-sent':
      return { ...moved(standing, askedAt(place)), problem: event.problem }
    case 'puzzle': {
      const { target, puzzle, captchaToken, problem } = event
      const from = place.at === 'code-sent' ? place : askedAt(place)
      return { ...moved(standing, { at: 'captcha', from, target, puzzle }), captchaToken, problem }
    }
    case 'code-sent': {
      const { target, resendAt } = event
      return moved(standing, { at: 'code-sent', from: originOf(place), target, resendAt })
    }
    case 'incomplete':
      return next(standing, event)
    case 'left':
      return place.at === 'captcha' || place.at === 'code-sent' ? moved(standing, place.from) : START
    case 'over':
      return event.problem ? { ...START, problem: event.problem } : START
  }
}

/** In another place the puzzle's token is worth nothing. */
const moved = (standing: Standing, place: Place): Standing =>
  place.at === 'ready' ? START : { ...standing, place, problem: null, captchaToken: null }

/** Whether there is something to forget. */
export const isHalfFinished = ({ place }: Standing): boolean => place.at !== 'ready' && place.at !== 'denied'

function askedAt(place: Place): Origin | CodePlace {
  return place.at === 'captcha' ? place.from : originOf(place)
}

/** Where the code is asked for that a place is about; `ready` where it is about none. */
export function originOf(place: Place): Origin {
  if (place.at === 'captcha') return originOf(place.from)
  if (place.at === 'code-sent') return place.from
  return place.at === 'second-factor' || place.at === 'account-link' ? place : (START.place as Origin)
}

function next(standing: Standing, { status, stateToken, data }: FlowEvent & { type: 'incomplete' }): Standing {
  const place = placeFor(status, data)
  if (!place) return { ...standing, problem: toProblem(unknownStatus(status)) }
  if (place.at === 'denied') return { ...START, place }
  if (!isHeaderValue(stateToken)) return { ...standing, problem: toProblem(invalidAnswer()) }
  return { ...START, place, stateToken }
}

/** By the status of a login reply, trimmed: one page of the service shows it with a space before it. */
function placeFor(status: string, data: unknown): Place | null {
  switch (status) {
    case 'PASSWORD_WARN':
      return { at: 'password-warning', policy: readPolicy(data) }
    case 'PASSWORD_EXPIRED':
      return { at: 'password-expired', policy: readPolicy(data) }
    case 'MFA_AUTH':
      return { at: 'second-factor' }
    case 'USER_REGISTER':
    case 'SOCIAL_BIND':
      return { at: 'account-link', reason: status, ways: readWays(data) }
    case 'ACCESS_DENIED':
      return { at: 'denied' }
    default:
      return null
  }
}

/** A status is a word; anything else may quote what should not stand in an error. */
function unknownStatus(status: string): CiamError {
  return new CiamError(
    'SIGN_IN_INCOMPLETE',
    "The service answered with a status that is not known here: see this error's status.",
    /^\w{1,40}$/.test(status) ? { status } : {},
  )
}

// What is remembered about requests: sent and unanswered, the last failure, and when the next attempt is allowed.
// It counts only for the session and revision that it names, and holds no token.
import { CiamError, type CiamErrorCode } from '../protocol/errors'
import { toFields } from '../protocol/fields'
import type { Environment } from './ports'
import { isMoment, parseVersioned, type SessionRecord } from './record'

/** A failure that callers and tabs share until the next attempt is due. */
export interface Failure {
  readonly error: CiamError
  /** How many in a row. */
  readonly count: number
  /** How many of the last ones were cut connections of a browser that was online. */
  readonly cuts: number
  /** Epoch ms. */
  readonly at: number
  /** Epoch ms at which the next attempt is allowed; for an error that waits until asked, when plain calls ask again. */
  readonly nextAt: number
}

/** `sent`: its sender holds the lock. `running`: its sender gave the lock back, and it may answer until `until`. */
export interface RequestNote {
  readonly phase: 'sent' | 'running' | 'settled'
  readonly until: number
  /** `until` by the monotonic clock of the page that sent it, to which it means something. */
  readonly cutAt?: number
  /** A request went out and no readable answer came: the service may have replaced the token. */
  readonly unanswered: boolean
  readonly failure: Failure | null
}

export const NO_NOTE: RequestNote = { phase: 'settled', until: 0, unanswered: false, failure: null }

const UNTIL_ASKED = 60_000
const MINIMUM_SPACING = 1_000
/** Ms. A longer wait is none: the clock was set back. */
export const LONGEST_WAIT = 31 * 60_000

export function writeNote(note: RequestNote, record: SessionRecord): string {
  const { sessionKey, revision } = record
  const failure = note.failure && withFieldsOf(note.failure)
  return JSON.stringify({ ...note, version: 1, sessionKey, revision, failure })
}

/** The error's fields beside the others: JSON drops an error's message. */
const withFieldsOf = ({ error, ...times }: Failure): object => ({ ...error, message: error.message, ...times })

/** The note of this very session and revision; `NO_NOTE` for any other text. */
export function readNote(text: string | null | undefined, record: SessionRecord, wallClock: number): RequestNote {
  const value = parseVersioned(text)
  if (value?.version !== 1 || value.sessionKey !== record.sessionKey || value.revision !== record.revision)
    return NO_NOTE
  const until = isMoment(value.until) ? value.until : 0
  const believable = until - wallClock < LONGEST_WAIT // A clock that jumped back must not forbid requests for a day.
  return {
    phase: believable && (value.phase === 'sent' || value.phase === 'running') ? value.phase : 'settled',
    until: believable ? until : 0,
    unanswered: value.unanswered === true,
    failure: readFailure(value.failure, wallClock),
  }
}

function readFailure(value: unknown, wallClock: number): Failure | null {
  const { code, message, serviceCode, httpStatus, retryable, at, nextAt, count, cuts } = toFields(value) ?? {}
  if (!isMoment(at) || !isMoment(nextAt) || !isMoment(count)) return null
  if (typeof code !== 'string' || typeof message !== 'string' || at > wallClock || nextAt - wallClock > LONGEST_WAIT)
    return null
  const error = new CiamError(code as CiamErrorCode, message, {
    serviceCode: typeof serviceCode === 'string' ? serviceCode : undefined,
    httpStatus: isMoment(httpStatus) ? httpStatus : undefined,
    retryable: retryable === true,
  })
  return { error, count, cuts: isMoment(cuts) ? cuts : 0, at, nextAt }
}

/**
 * The failure that follows `previous`. A passing one is tried again after 1 s, or Retry-After, plus a random share of a
 * doubling window; any other one waits until somebody asks, plain calls for 60 s.
 */
export function nextFailure(
  error: CiamError,
  previous: Failure | null,
  retryAfter: number | null,
  environment: Environment,
): Failure {
  const count = (previous?.count ?? 0) + 1
  const cuts = error.code === 'NETWORK' && environment.isOnline() ? (previous?.cuts || 0) + 1 : 0
  const at = environment.wallClock()
  const window = Math.min(60_000, 1_000 * 2 ** Math.min(count - 1, 16))
  const wait = error.retryable ? (retryAfter ?? 1_000) + environment.random() * window : UNTIL_ASKED
  return { error, count, cuts, at, nextAt: at + wait }
}

/** Ms until an attempt is allowed: 0 if it is now. `asked`: by `force`, `refresh()` or a page load. */
export function waitBeforeAttempt(failure: Failure | null, wallClock: number, asked: boolean): number {
  if (!failure || failure.at > wallClock) return 0 // A clock that was set back must not prolong the wait.
  const nextAt = asked && !failure.error.retryable ? failure.at + MINIMUM_SPACING : failure.nextAt
  return Math.max(0, nextAt - wallClock)
}

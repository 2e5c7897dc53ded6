// The one place where a session_token is spent: lock, re-read, request, compare, write, publish. One flight at a time.
// Long because the steps of the critical section are only safe in this order, and are read together.
import { CiamError, isCiamError } from '../protocol/errors'
import type { RefreshReply } from '../protocol/replies'
import { commit, type Engine } from './engine'
import { exchange, timeoutError } from './exchange'
import { type Judgement, judge } from './judge'
import type { SessionRecord } from './record'
import { nextFailure, NO_NOTE, readNote, type RequestNote, waitBeforeAttempt } from './request-note'
import type { PreparedHeaders, ServiceHeaders } from './service-headers'
import { holdsToken, type SessionChanges } from './session-changes'
import type { ActiveSession, Moment } from './session-state'
import { remainingLife, tokenOfRequest } from './token-age'

/** How a flight ended for those who wait for it: an error, or `late` if something else changed: look again. */
export type FlightOutcome = 'refreshed' | 'late' | CiamError

export interface Refresh {
  /** Joins the flight, or starts one unless a failure says to wait. `asked`: by `force` or `refresh()`. */
  run(asked: boolean): Promise<FlightOutcome>
  /** Ms until a scheduled attempt is allowed; null while none is until somebody asks. */
  waitBeforeScheduled(): number | null
  isFlying(): boolean
  /** The network is back: what failed for want of it may be tried at once. */
  networkIsBack(): void
  /** Ms since this session's last refresh, in any tab; Infinity before the first. */
  sinceRefreshed(): number
}

/** What is left to do when the lock was given back, for then listeners may run: publish, announce, emit. */
type Afterwards = () => FlightOutcome

interface Flight {
  readonly promise: Promise<FlightOutcome>
  readonly settle: (outcome: FlightOutcome) => void
}

/** One request on its way through the critical section. */
interface Attempt<Claims> {
  readonly session: ActiveSession<Claims>
  /** What was remembered before it was sent. */
  readonly before: RequestNote
  readonly sentAt: Moment
  /** Whether the session changed since, so that the answer counts for nothing. */
  readonly isLate: () => boolean
  /** Whether its callers were told of a timeout already. */
  readonly isTold: boolean
}

const LOCK_MARGIN = 15_000
const CUT_AFTER = 3 // times requestTimeout
const PAUSE_BEFORE_BELIEVING = 300
const SPACING = 1_000

export function createRefresh<Claims>(
  engine: Engine<Claims>,
  changes: SessionChanges<Claims>,
  serviceHeaders: ServiceHeaders,
): Refresh {
  const { environment, state, store, options, lock, lockName } = engine
  const { wallClock, monotonicClock } = environment
  const createdAt = wallClock()
  let flight: Flight | null = null
  let remembered: { record: SessionRecord; note: RequestNote } | null = null
  let networkBackAt = -Infinity
  let lastAttemptAt = -Infinity
  let refreshedAt = -Infinity

  changes.onNewEpoch(() => {
    flight?.settle('late')
    flight = null
    refreshedAt = -Infinity
  })

  const noteOf = ({ sessionKey, revision }: SessionRecord): RequestNote =>
    remembered?.record.sessionKey === sessionKey && remembered.record.revision === revision ? remembered.note : NO_NOTE
  const remember = (record: SessionRecord, note: RequestNote): Promise<unknown> => {
    remembered = { record, note }
    return store.saveNote(note, record)
  }

  /** Ms to wait, by a note that callers share, and tabs through storage. `asked`: by `force`, `refresh()` or a page load. */
  const waitBy = ({ failure, phase, until }: RequestNote, asked: boolean): number => {
    const isBack = failure?.error.code === 'NETWORK' && failure.at <= networkBackAt && networkBackAt <= wallClock()
    return Math.max(
      phase === 'running' ? until - wallClock() : 0,
      // What failed before this client was made is not held against a page load's first attempt.
      isBack ? 0 : waitBeforeAttempt(failure, wallClock(), asked || (failure?.at ?? 0) < createdAt),
    )
  }

  const late: Afterwards = () => {
    state.publish()
    return 'late'
  }
  const found =
    (judgement: Judgement): Afterwards =>
    () => {
      changes.follow(judgement)
      return late()
    }
  const failed =
    (error: CiamError, note: RequestNote, isTold = false): Afterwards =>
    () => {
      const session = state.session()
      if (!session) return late()
      remembered = { record: session.record, note }
      state.setError(error)
      state.publish()
      if (!isTold) engine.emit('refresh-failed', { error, willRetryInMs: waitBeforeScheduled() })
      return error
    }
  /** A failure before anything was sent: this page's own matter, not noted for the others. */
  const unsent = (error: CiamError): Afterwards => {
    const session = state.session()
    if (!session) return late
    const note = noteOf(session.record)
    return failed(error, { ...note, failure: nextFailure(error, note.failure, null, environment) })
  }

  const run = (asked: boolean): Promise<FlightOutcome> => {
    if (flight) return flight.promise
    const session = state.session()
    if (!session || engine.signingIn()) return Promise.resolve('late')
    if (environment.isLeaving()) return Promise.resolve(leavingError())
    const note = noteOf(session.record)
    if (waitBy(note, asked) > 0) return Promise.resolve(note.failure?.error ?? timeoutError())
    let settle!: Flight['settle']
    const promise = new Promise<FlightOutcome>((resolve) => (settle = resolve))
    const started = (flight = { promise, settle })
    lastAttemptAt = monotonicClock()
    state.setRefreshing(true)
    state.publish()
    void perform(session.record.revision, asked).then((afterwards) => {
      if (flight !== started) return
      flight = null
      state.setRefreshing(false)
      settle(afterwards())
    })
    return promise
  }

  const perform = async (revision: number, asked: boolean): Promise<Afterwards> => {
    const epoch = state.epoch()
    try {
      const prepared = await serviceHeaders.prepare()
      const locked = await lock.run(lockName, options.requestTimeout + LOCK_MARGIN, () =>
        underLock(() => state.epoch() !== epoch, revision, asked, prepared),
      )
      return locked.acquired ? locked.value : unsent(lockError())
    } catch (error) {
      // The app's device values, or a lock asked for by a page that is being closed; nothing was sent.
      return unsent(isCiamError(error) ? error : lockError())
    }
  }

  const underLock = async (
    isLate: () => boolean,
    revision: number,
    asked: boolean,
    prepared: PreparedHeaders,
  ): Promise<Afterwards> => {
    const [seen, noteText] = await Promise.all([store.readLatest(), store.readNote()])
    const session = state.session()
    if (isLate() || !session) return late
    const judgement = judge(seen, session, engine.isEnded)
    if (isDecisive(judgement)) return found(judgement)
    const { record } = session
    if (record.revision > revision && isFresh(session)) return late
    if (!session.isSaved || judgement.kind === 'behind') {
      const owed = await changes.writeOwed(session)
      if (owed && 'kind' in owed) return found(owed)
    }
    // A sibling said that it has a newer session_token, which storage does not show yet: this one is not sent again.
    if (engine.isReplaced(record)) return unsent(replacedError())
    const note = merge(readNote(noteText, record, wallClock()), noteOf(record))
    if (waitBy(note, asked) > 0) return failed(note.failure?.error ?? timeoutError(), note, true)
    const headers = await serviceHeaders.complete(prepared, record.fingerprint)
    return isLate() ? late : request(session, note, headers, isLate)
  }

  /** In the lock, a note of a request that is `sent` was left by a tab that died: nobody will save its answer. */
  const merge = (stored: RequestNote, own: RequestNote): RequestNote => ({
    phase: stored.phase === 'settled' || (stored.phase === 'sent' && lock.spansTabs()) ? own.phase : 'running',
    until: Math.max(stored.until, own.until),
    unanswered: stored.unanswered || own.unanswered || stored.phase === 'sent',
    failure: (stored.failure?.at ?? 0) > (own.failure?.at ?? 0) ? stored.failure : own.failure,
  })

  const request = async (
    session: ActiveSession<Claims>,
    before: RequestNote,
    headers: Record<string, string>,
    isLate: () => boolean,
  ): Promise<Afterwards> => {
    const { record } = session
    const { requestTimeout } = options
    const until = wallClock() + CUT_AFTER * requestTimeout
    await remember(record, { ...before, phase: 'sent', until })
    if (isLate()) return late
    if (environment.isLeaving()) {
      await remember(record, before)
      return failed(leavingError(), before, true)
    }
    const sentAt = { wall: wallClock(), monotonic: monotonicClock() }
    lastAttemptAt = sentAt.monotonic
    const { failure } = before
    const isRepeated = failure?.error.code === 'NETWORK' && failure.count > 1
    const answer = exchange(engine, record, headers, Math.max(until - sentAt.wall, requestTimeout), isRepeated)
    const attempt = { session, before, sentAt, isLate, isTold: false }
    const reply = await engine.appCode.limit(answer, requestTimeout).catch(() => null)
    if (reply) return settle(attempt, reply)
    void answer.then((lateReply) => settleLater(attempt, lateReply))
    const timedOut = nextFailure(timeoutError(), failure, until - wallClock(), environment)
    const note: RequestNote = { phase: 'running', until, unanswered: true, failure: timedOut }
    await remember(record, note)
    return failed(timedOut.error, note)
  }

  /** The answer of a request whose callers have gone: saved under the lock if the token it was sent for still stands. */
  const settleLater = async (attempt: Attempt<Claims>, reply: RefreshReply): Promise<void> => {
    const isLate = (): boolean =>
      attempt.isLate() || state.session()?.record.revision !== attempt.session.record.revision
    const locked = await lock.run(lockName, Infinity, async () =>
      isLate() ? late : settle({ ...attempt, isLate, isTold: true }, reply),
    )
    if (locked.acquired && !isLate()) locked.value()
  }

  const settle = async (attempt: Attempt<Claims>, reply: RefreshReply): Promise<Afterwards> => {
    const { session, before, isLate, isTold } = attempt
    if (reply.kind === 'tokens') return save(attempt, reply)
    const { error } = reply
    const afterwards = reply.endsSession && (await rejected(attempt, error))
    if (afterwards) return afterwards
    const failure = nextFailure(error, before.failure, reply.retryAfter, environment)
    const note: RequestNote = { ...NO_NOTE, unanswered: before.unanswered || !reply.answered, failure }
    if (!isLate()) await remember(session.record, note)
    return failed(error, note, isTold)
  }

  /** Saves before anything else may happen: no decoding, no claims, no listener, no waiter comes first. */
  const save = async (attempt: Attempt<Claims>, reply: RefreshReply & { kind: 'tokens' }): Promise<Afterwards> => {
    const { session, before, sentAt, isLate } = attempt
    const sent = session.record
    const next = nextRecord(sent, reply, sentAt.wall, wallClock())
    const isChanged = next.sessionToken !== sent.sessionToken || next.idToken !== sent.idToken
    const record = isChanged ? next : sent
    const failure = reply.error && nextFailure(reply.error, before.failure, null, environment)
    const note: RequestNote = { ...NO_NOTE, unanswered: reply.sessionTokenUnusable, failure }
    const result = await commit(engine, async () => {
      const judgement = judge(await store.readLatest(), session, engine.isEnded)
      if (isLate()) return late
      if (isDecisive(judgement)) return found(judgement)
      engine.writing = record
      return isChanged ? store.saveRecord(record) : null
    })
    if (typeof result === 'function') return result
    // A new revision needs no note; one that stays must not keep that of this request.
    if (failure || note.unanswered || !isChanged) await remember(record, note)
    return () => refreshed(attempt, record, reply.idToken, note, result)
  }

  const refreshed = (
    { sentAt }: Attempt<Claims>,
    record: SessionRecord,
    idToken: string | null,
    note: RequestNote,
    saveError: CiamError | null,
  ): FlightOutcome => {
    const session = state.session()
    if (!session) return late()
    const token = idToken ? tokenOfRequest(idToken, sentAt.wall, sentAt.monotonic) : session.token
    const now = { wall: wallClock(), monotonic: monotonicClock() }
    remembered = { record, note }
    changes.take(record, token, !saveError, now)
    if (saveError) engine.emit('storage-failed', { operation: 'write', error: saveError })
    if (note.failure) return failed(note.failure.error, note)()
    refreshedAt = now.monotonic
    const rotated = record.sessionToken !== session.record.sessionToken
    engine.emit('refreshed', { rotated, adopted: false, durationMs: now.monotonic - sentAt.monotonic })
    return 'refreshed'
  }

  /** Null: the service's word is not believed yet, for storage could not be asked. */
  const rejected = async (attempt: Attempt<Claims>, error: CiamError): Promise<Afterwards | null> => {
    const { session, before, isLate } = attempt
    let judgement: Judgement = { kind: 'unknown' }
    for (const pause of [0, PAUSE_BEFORE_BELIEVING]) {
      if (pause) await new Promise<void>((resolve) => environment.setTimer(resolve, pause))
      judgement = judge(await store.readLatest(), session, engine.isEnded)
      if (isLate()) return late
      if (isDecisive(judgement)) return found(judgement)
    }
    if (judgement.kind === 'unknown' && session.isSaved) return null
    const { sessionKey, revision, sessionToken } = session.record
    const mayRemove = holdsToken(sessionToken)
    const removeError = await changes.removeStored(mayRemove)
    if (isLate()) return late
    return () => {
      if (removeError) changes.oweRemoval(mayRemove)
      const reason = isPastExpire(session)
        ? 'session-expired'
        : before.unanswered
          ? 'rotation-lost'
          : 'session-rejected'
      changes.end(reason, error)
      engine.announce({ kind: 'ended', sessionKey, revision, reason })
      return 'late'
    }
  }

  const isPastExpire = ({ receivedAt, record: { sessionExpiresAt } }: ActiveSession<Claims>): boolean => {
    const byMonotonicClock = receivedAt ? monotonicClock() - receivedAt.monotonic + receivedAt.wall : 0
    return sessionExpiresAt !== null && Math.max(wallClock(), byMonotonicClock) >= sessionExpiresAt
  }

  const isFresh = ({ token }: ActiveSession<Claims>): boolean =>
    token !== null && remainingLife(token, environment) > Math.min(10_000, token.lifetime / 2)

  const waitBeforeScheduled = (): number | null => {
    const session = state.session()
    const note = session ? noteOf(session.record) : NO_NOTE
    if (note.failure && !note.failure.error.retryable) return null
    return Math.max(0, lastAttemptAt + SPACING - monotonicClock(), SPACING - sinceRefreshed(), waitBy(note, false))
  }

  const sinceRefreshed = (): number => {
    const byRecord = wallClock() - (state.session()?.record.refreshedAt ?? 0)
    return Math.min(monotonicClock() - refreshedAt, byRecord < 0 ? Infinity : byRecord)
  }

  return {
    run,
    waitBeforeScheduled,
    isFlying: () => flight !== null,
    networkIsBack() {
      networkBackAt = wallClock()
    },
    sinceRefreshed,
  }
}

/** Storage decides: memory is not what counts any more. */
function isDecisive({ kind }: Judgement): boolean {
  return kind === 'ahead' || kind === 'cleared' || kind === 'newer'
}

function nextRecord(
  sent: SessionRecord,
  reply: RefreshReply & { kind: 'tokens' },
  sentAt: number,
  receivedAt: number,
): SessionRecord {
  return {
    ...sent,
    revision: sent.revision + 1,
    sessionToken: reply.sessionToken ?? sent.sessionToken,
    idToken: reply.idToken ?? sent.idToken,
    idTokenSentAt: reply.idToken ? sentAt : sent.idTokenSentAt,
    sessionExpiresAt: reply.expiresIn === null ? null : receivedAt + reply.expiresIn * 1000,
    refreshedAt: receivedAt,
  }
}

function replacedError(): CiamError {
  return new CiamError(
    'STORAGE',
    'Another tab has a newer session token that storage does not show yet; nothing was sent. It is tried again.',
    { retryable: true },
  )
}

function lockError(): CiamError {
  return new CiamError('TIMEOUT', 'Another tab holds the refresh lock; nothing was sent. It is tried again.', {
    retryable: true,
  })
}

function leavingError(): CiamError {
  return new CiamError('NETWORK', 'The page is going away, so no refresh was started.', { retryable: true })
}

// The one place where a session_token is spent: lock, re-read, request, compare, write, publish. One flight at a time.
// Long because the steps of the critical section are only safe in this order, and are read together.
import { type CiamError, isCiamError } from '../protocol/errors'
import type { RefreshReply } from '../protocol/replies'
import type { Engine } from './engine'
import { exchange, passing, timeoutError } from './exchange'
import { isDecisive, type Judgement, judge } from './judge'
import type { SessionRecord } from './record'
import { LONGEST_WAIT, nextFailure, NO_NOTE, readNote, type RequestNote, waitBeforeAttempt } from './request-note'
import type { PreparedHeaders, ServiceHeaders } from './service-headers'
import { holdsToken, type SessionChanges } from './session-changes'
import type { ActiveSession } from './session-state'
import type { Seen } from './session-store'
import type { SignedOutReason } from './types'
import { lasts, now, tokenOfRequest } from './token-age'

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
    engine.writing = null
    state.setRefreshing(false)
  })

  const noteOf = (record: SessionRecord): RequestNote => (remembered?.record === record ? remembered.note : NO_NOTE)
  const remember = (record: SessionRecord, note: RequestNote): Promise<unknown> => {
    remembered = { record, note }
    return store.saveNote(note, record)
  }

  /** Ms to wait, by a note that callers share, and tabs through storage. `asked`: by `force`, `refresh()` or a page load. */
  const waitBy = ({ failure, phase, until, cutAt = 0 }: RequestNote, asked: boolean): number => {
    const isBack = failure?.error.code === 'NETWORK' && failure.at <= networkBackAt && networkBackAt <= wallClock()
    const left = until - wallClock()
    return Math.max(
      cutAt - monotonicClock(),
      phase === 'running' && left < LONGEST_WAIT ? left : 0,
      // What failed before this client was made is not held against a page load's first attempt.
      isBack ? 0 : waitBeforeAttempt(failure, wallClock(), asked || (failure?.at ?? 0) < createdAt),
    )
  }

  const late: Afterwards = () => 'late'
  const found =
    (seen: Seen): Afterwards =>
    () => {
      changes.follow(seen)
      return 'late'
    }
  const failed = (error: CiamError, note: RequestNote, isTold = false): Afterwards => {
    const record = state.session()?.record
    return () => {
      // A late answer may have been saved, or another session come, since the lock was given back.
      if (!record || state.session()?.record !== record) return 'late'
      remembered = { record, note }
      state.setError(error)
      state.publish()
      if (!isTold) engine.emit('refresh-failed', { error, willRetryInMs: waitBeforeScheduled() })
      return error
    }
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
    // A session that is over is ended without waiting, but what fails meanwhile must not be tried without a pause.
    const isOver = changes.hasExpired() && monotonicClock() - lastAttemptAt >= SPACING
    if (waitBy(note, asked) > 0 && !isOver) return Promise.resolve(note.failure?.error ?? timeoutError())
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
      const outcome = afterwards()
      state.publish()
      settle(outcome)
    })
    return promise
  }

  const perform = async (revision: number, asked: boolean): Promise<Afterwards> => {
    const epoch = state.epoch()
    try {
      const prepared = changes.hasExpired() ? null : await serviceHeaders.prepare()
      const locked = await lock.run(lockName, options.requestTimeout + LOCK_MARGIN, () =>
        underLock(epoch, revision, asked, prepared),
      )
      return locked.acquired ? locked.value : unsent(lockError())
    } catch (error) {
      // The app's device values, or a lock asked for by a page that is being closed; nothing was sent.
      return unsent(isCiamError(error) ? error : lockError())
    }
  }

  const underLock = async (
    epoch: number,
    revision: number,
    asked: boolean,
    prepared: PreparedHeaders | null,
  ): Promise<Afterwards> => {
    const session = state.session()
    const [seen, noteText] = await Promise.all([store.readLatest(), store.readNote()])
    // What was read may be older than what the session became meanwhile: it says nothing of that.
    if (state.epoch() !== epoch || !session || session !== state.session()) return late
    const judgement = judge(seen, session, engine.isEnded)
    if (isDecisive(judgement)) return found(seen)
    const { record } = session
    if (record.revision > revision && lasts(session.token, 10_000, now(environment))) return late
    if (!session.isSaved || judgement === 'behind') {
      const owed = await changes.writeOwed(session)
      if (owed && !isCiamError(owed)) return found(owed)
    }
    const isLate = (): boolean => state.epoch() !== epoch || state.session()?.record !== record
    if (changes.hasExpired()) return ended(record, 'session-expired', null, isLate)
    const note = merge(readNote(noteText, record, wallClock()), noteOf(record))
    if (waitBy(note, asked) > 0) return failed(note.failure?.error ?? timeoutError(), note, true)
    if (!prepared) return late // It was over, and is not any more.
    const headers = await serviceHeaders.complete(prepared, record.fingerprint)
    // Taken anew: what was owed may have been saved.
    return isLate() ? late : request(state.session()!, note, headers, isLate)
  }

  /** Removes the record, unless storage holds another by now, and ends the session. */
  const ended = async (
    record: SessionRecord,
    reason: SignedOutReason,
    error: CiamError | null,
    isLate: () => boolean,
  ): Promise<Afterwards> => {
    // The other tabs hear why before they see the record go; this page's own clients after the lock, by `endEverywhere`.
    engine.announce({ sessionKey: record.sessionKey, revision: record.revision, reason }, true)
    await changes.removeStored(holdsToken(record))
    return () => {
      if (!isLate()) changes.endEverywhere(record, reason, error)
      return 'late'
    }
  }

  /** In the lock, a note of a request that is `sent` was left by a tab that died: nobody will save its answer. */
  const merge = (stored: RequestNote, own: RequestNote): RequestNote => ({
    ...own,
    phase: stored.phase === 'settled' || (stored.phase === 'sent' && lock.spansTabs()) ? own.phase : 'running',
    until: Math.max(stored.until, own.until),
    unanswered: stored.unanswered || own.unanswered || stored.phase === 'sent',
    failure: (stored.failure?.at ?? 0) > (own.failure?.at ?? 0) ? stored.failure : own.failure,
  })

  /**
   * Sends one request, and says what its answer asks for. What is nested speaks of this request: `before` is the note of
   * what was remembered before it, `isLate` whether the session changed since, so that the answer counts for nothing.
   */
  const request = async (
    session: ActiveSession<Claims>,
    before: RequestNote,
    headers: Record<string, string>,
    isLate: () => boolean,
  ): Promise<Afterwards> => {
    const { record } = session
    const { failure } = before
    const { requestTimeout } = options
    const until = wallClock() + CUT_AFTER * requestTimeout
    await remember(record, { ...before, phase: 'sent', until })
    if (isLate()) return late
    const isLeaving = environment.isLeaving()
    // A sibling said that it has a newer session_token, which storage does not show yet: this one is not sent again.
    if (isLeaving || engine.isReplaced(record)) {
      await remember(record, before)
      return isLeaving ? failed(leavingError(), before, true) : unsent(replacedError())
    }
    const sentAt = now(environment)
    lastAttemptAt = sentAt.monotonic

    const settle = async (reply: RefreshReply, isTold: boolean): Promise<Afterwards> => {
      if (reply.kind === 'tokens') return save(reply)
      const { error } = reply
      const afterwards = reply.endsSession && (await rejected(error))
      if (afterwards) return afterwards
      const next = nextFailure(error, failure, reply.retryAfter, environment)
      const note: RequestNote = { ...NO_NOTE, unanswered: before.unanswered || !reply.answered, failure: next }
      if (isLate()) return late
      const left = failed(error, note, isTold)
      await remember(record, note)
      return left
    }

    /** Saves before anything else may happen: no decoding, no claims, no listener, no waiter comes first. */
    const save = async (reply: RefreshReply & { kind: 'tokens' }): Promise<Afterwards> => {
      const { idToken } = reply
      const next = nextRecord(record, reply, sentAt.wall, wallClock())
      const isChanged = next.sessionToken !== record.sessionToken || next.idToken !== record.idToken
      const saved = (engine.writing = isChanged ? next : record)
      const note: RequestNote = {
        ...NO_NOTE,
        unanswered: reply.sessionTokenUnusable,
        failure: reply.error && nextFailure(reply.error, failure, null, environment),
      }
      const result = await changes.write(session, saved, isLate)
      if (isLate() || (result && !isCiamError(result))) engine.writing = null
      if (result && !isCiamError(result)) return found(result)
      // A new revision needs no note; one that stays must not keep that of this request.
      if (note.failure || note.unanswered || !isChanged) await remember(saved, note)
      return () => {
        engine.writing = null
        if (isLate()) return 'late'
        const receivedAt = now(environment)
        remembered = { record: saved, note }
        changes.take(saved, idToken ? tokenOfRequest(idToken, sentAt) : session.token, result, receivedAt)
        if (result) engine.emit('storage-failed', { operation: 'write', error: result })
        if (note.failure) return failed(note.failure.error, note)()
        refreshedAt = receivedAt.monotonic
        const rotated = saved.sessionToken !== record.sessionToken
        engine.emit('refreshed', { rotated, adopted: false, durationMs: refreshedAt - sentAt.monotonic })
        return 'refreshed'
      }
    }

    /** Null: the service's word is not believed yet, for storage could not be asked. */
    const rejected = async (error: CiamError): Promise<Afterwards | null> => {
      let judgement: Judgement = 'unknown'
      for (const pause of [0, PAUSE_BEFORE_BELIEVING]) {
        if (pause) await new Promise<void>((resolve) => environment.setTimer(resolve, pause))
        const seen = await store.readLatest()
        judgement = judge(seen, session, engine.isEnded)
        if (isLate()) return late
        if (isDecisive(judgement)) return found(seen)
      }
      // Refused, because a sibling has replaced it: storage will show that one's record, or this page's next look will.
      if (engine.isReplaced(record)) return unsent(replacedError())
      if (judgement === 'unknown' && session.isSaved) return null
      const otherwise = before.unanswered ? 'rotation-lost' : 'session-rejected'
      return ended(record, isPastExpire(session) ? 'session-expired' : otherwise, error, isLate)
    }

    const cuts = failure?.cuts ?? 0
    const answer = exchange(engine, record, headers, Math.max(until - sentAt.wall, requestTimeout), cuts)
    const reply = await engine.appCode.limit(answer, requestTimeout).catch(() => null)
    if (reply) return settle(reply, false)
    // The callers have gone: what still comes is saved if the token that was sent still stands. Tokens are at once, by a
    // commit: whoever has the refresh lock by now must not send the old one.
    void answer.then(async (lateReply) => {
      let afterwards = late
      const act = async (): Promise<void> => {
        if (!isLate()) afterwards = await settle(lateReply, true)
      }
      await (lateReply.kind === 'tokens' ? act() : lock.run(lockName, Infinity, act))
      if (!isLate()) afterwards()
    })
    const timedOut = nextFailure(timeoutError(), failure, until - wallClock(), environment)
    const cutAt = sentAt.monotonic + CUT_AFTER * requestTimeout
    const note: RequestNote = { phase: 'running', until, cutAt, unanswered: true, failure: timedOut }
    if (isLate()) return late
    const afterwards = failed(timedOut.error, note)
    await remember(record, note)
    return afterwards
  }

  const isPastExpire = ({ receivedAt, record: { sessionExpiresAt } }: ActiveSession<Claims>): boolean => {
    const byMonotonicClock = receivedAt ? monotonicClock() - receivedAt.monotonic + receivedAt.wall : 0
    return sessionExpiresAt !== null && Math.max(wallClock(), byMonotonicClock) >= sessionExpiresAt
  }

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

const replacedError = (): CiamError => passing('STORAGE', 'Another tab has a newer session_token, not in storage yet.')
const lockError = (): CiamError => passing('TIMEOUT', 'Another tab holds the refresh lock.')
const leavingError = (): CiamError => passing('NETWORK', 'The page is closing: nothing was sent.')

// How the session in memory changes: taken from the service, adopted from storage, or ended. Each change is published,
// then announced and emitted; none runs inside a lock, so that a listener may call the client.
import { type CiamError, isCiamError } from '../protocol/errors'
import { commit, damagedError, type Engine, recordNewerError } from './engine'
import { isDecisive, judge } from './judge'
import type { SessionRecord } from './record'
import { createRetry } from './retry'
import { type ActiveSession, toActiveSession } from './session-state'
import type { Seen } from './session-store'
import { type AgedIdToken, type Moment, now, tokenOfStorage } from './token-age'
import type { SignedOutReason } from './types'

export interface SessionChanges<Claims> {
  /** A record that the service gave to this page: of a sign-in, or of a refresh. */
  take(record: SessionRecord, token: AgedIdToken | null, saveError: CiamError | null, receivedAt: Moment): void
  /** A record that another tab, or an earlier load of this page, left in storage. */
  adopt(record: SessionRecord, isRestored: boolean): void
  /** Acts on what a look into storage found. */
  follow(seen: Seen): void
  /** The session is over for this client. Storage is the caller's matter. */
  end(reason: SignedOutReason, error: CiamError | null): void
  /** As `end`, and the other tabs are told. */
  endEverywhere(record: SessionRecord, reason: SignedOutReason, error: CiamError | null): void
  /** Whether its `expire` is over by both clocks of a page that was open since. Storage may hold a longer one by now. */
  hasExpired(moment?: Moment): boolean
  /**
   * Writes the session's own record, or its next one, unless that is late or storage went ahead: what was seen then.
   * Tells nobody: it may run in a lock.
   */
  write(session: ActiveSession<Claims>, record: SessionRecord, isLate: () => boolean): Promise<Seen | CiamError | null>
  /** `write` for a record that storage does not hold yet. */
  writeOwed(session: ActiveSession<Claims>): Promise<Seen | CiamError | null>
  /** Saves what is owed at once. */
  saveNow(): Promise<void>
  /** Tries again until a record that must not stay is gone. */
  oweRemoval(mayRemove: (seen: Seen) => boolean): void
  /**
   * Removes the record if `mayRemove` says so of the newest one, and tries again if that fails. `signedOut`: the keys of
   * sessions that are marked as signed out, to which that of the removed one is added; only those are tried again.
   */
  removeStored(mayRemove: (seen: Seen) => boolean, signedOut?: Set<string>): Promise<CiamError | null>
  /** Called whenever a new epoch begins, so that waiters of late work are released. */
  onNewEpoch(listener: () => void): void
  /** Begins a new epoch. */
  nextEpoch(): number
}

/** Wall and monotonic clock may part by slewing; more than this means that one of them jumped or slept. */
const CLOCK_TOLERANCE = 5_000

export function createSessionChanges<Claims>(engine: Engine<Claims>): SessionChanges<Claims> {
  const { options, environment, state, store } = engine
  let released: () => void = () => {}
  let mayRemoveOwed: (seen: Seen) => boolean = () => false

  const nextEpoch = (): number => {
    const epoch = state.nextEpoch()
    released()
    return epoch
  }

  const announce = ({ sessionKey, revision }: SessionRecord, isRotated: boolean): void =>
    engine.announce({ sessionKey, revision, isRotated })

  const hold = (session: ActiveSession<Claims>): void => {
    state.setPhase({ status: 'signed-in', session })
    engine.highestOrder = Math.max(engine.highestOrder, session.record.order)
    if (session.isSaved) saving.end()
    else saving.begin()
  }

  const write: SessionChanges<Claims>['write'] = (session, record, isLate) =>
    commit(engine, async () => {
      const seen = await store.readLatest()
      const judgement = judge(seen, session, engine.isEnded)
      if (isLate() || isDecisive(judgement)) return seen
      // What was not confirmed is written again: a full localStorage may lack what its fence has.
      const isThere = session.isSaved && (judgement === 'same' || judgement === 'unknown')
      return isThere && record === session.record ? null : store.saveRecord(record)
    })

  const writeOwed = async (session: ActiveSession<Claims>): Promise<Seen | CiamError | null> => {
    const isLate = (): boolean => state.session() !== session
    const result = await write(session, session.record, isLate)
    if (!result && !isLate()) hold({ ...session, isSaved: true })
    return result
  }

  const saving = createRetry(environment, async () => {
    const session = state.session()
    if (!session || session.isSaved) return true
    const result = await writeOwed(session)
    if (result && state.session() !== session) return state.session()?.isSaved !== false
    if (!result) announce(session.record, true)
    else if (isCiamError(result)) engine.emit('storage-failed', { operation: 'write', error: result })
    else follow(result)
    return state.session()?.isSaved !== false
  })

  const tryToRemove = (mayRemove: (seen: Seen) => boolean, signedOut?: Set<string>): Promise<CiamError | null> =>
    commit(engine, async () => {
      const seen = await store.readLatest()
      const isRemoved = mayRemove(seen)
      if (signedOut) {
        if (seen.record && isRemoved) signedOut.add(seen.record.sessionKey)
        // The mark comes first: if the removal fails, or this page is closed, the record is dead all the same.
        if (signedOut.size) await store.markEnded([...new Set([...signedOut, ...seen.endedKeys])])
      } else if (seen.kind === 'unreadable') return seen.error ?? damagedError()
      return isRemoved ? store.remove() : null
    })

  const removing = createRetry(environment, async () => !(await tryToRemove(mayRemoveOwed)))

  const oweRemoval = (mayRemove: (seen: Seen) => boolean): void => {
    mayRemoveOwed = mayRemove
    removing.begin()
  }

  const removeStored: SessionChanges<Claims>['removeStored'] = async (mayRemove, signedOut) => {
    const error = await tryToRemove(mayRemove, signedOut)
    const isSignedOut = ({ record }: Seen): boolean => !!record && signedOut!.has(record.sessionKey)
    if (error) oweRemoval(signedOut ? isSignedOut : mayRemove)
    return error
  }

  const adopt = (record: SessionRecord, isRestored: boolean): void => {
    const previous = state.session()
    const isSameSession = previous?.record.sessionKey === record.sessionKey
    if (!isSameSession) nextEpoch()
    const { idToken, idTokenSentAt } = record
    const isSameToken = previous?.token?.value === idToken && previous?.record.idTokenSentAt === idTokenSentAt
    const token = isSameToken ? previous.token : idToken && tokenOfStorage(idToken, idTokenSentAt, environment)
    hold(toActiveSession(record, token || null, true, null, options.claims))
    state.setError(null)
    state.publish()
    if (isRestored) return
    if (!isSameSession) engine.emit('signed-in', { sessionKey: record.sessionKey })
    else if (!isSameToken) {
      const rotated = previous.record.sessionToken !== record.sessionToken
      engine.emit('refreshed', { rotated, adopted: true, durationMs: 0 })
    }
  }

  const leave = (phase: Parameters<typeof state.setPhase>[0]): void => {
    nextEpoch()
    saving.end()
    state.setPhase(phase)
  }

  const end = (reason: SignedOutReason, error: CiamError | null): void => {
    const session = state.session()
    leave({ status: 'signed-out', reason, error })
    state.publish()
    if (session) engine.emit('signed-out', { reason })
  }

  const endEverywhere: SessionChanges<Claims>['endEverywhere'] = ({ sessionKey, revision }, reason, error) => {
    engine.noteEnded(sessionKey, revision)
    end(reason, error)
    engine.announce({ sessionKey, revision, reason })
  }

  const follow = (seen: Seen): void => {
    const session = state.session()
    switch (judge(seen, session, engine.isEnded)) {
      case 'ahead':
        return adopt(seen.record!, false)
      case 'cleared':
        return end('signed-out', null)
      case 'newer':
        leave({ status: 'restoring', error: recordNewerError() })
        return state.publish()
      case 'behind':
        if (session?.isSaved) hold({ ...session, isSaved: false }) // A late write of an older record: ours goes over it.
        return
      case 'same':
      case 'unknown':
    }
  }

  return {
    take(record, token, saveError, receivedAt) {
      const isRotated = state.session()?.record.sessionToken !== record.sessionToken
      hold(toActiveSession(record, token, !saveError, receivedAt, options.claims))
      state.setError(null)
      state.publish()
      announce(record, isRotated)
    },
    adopt,
    follow,
    end,
    endEverywhere,
    hasExpired(moment = now(environment)) {
      const session = state.session()
      return !!session && hasExpired(session, moment)
    },
    write,
    writeOwed,
    saveNow: saving.now,
    oweRemoval,
    removeStored,
    onNewEpoch(listener) {
      released = listener
    },
    nextEpoch,
  }
}

/** Only a record that still holds this very token may be removed: a sibling may have saved a newer one. */
export const holdsToken =
  ({ sessionKey, revision, sessionToken }: SessionRecord) =>
  ({ record }: Seen): boolean =>
    record?.sessionToken === sessionToken && record.sessionKey === sessionKey && record.revision === revision

function hasExpired<Claims>({ receivedAt, record }: ActiveSession<Claims>, { wall, monotonic }: Moment): boolean {
  if (!receivedAt || record.sessionExpiresAt === null) return false
  const clocksAgree = Math.abs(wall - receivedAt.wall - (monotonic - receivedAt.monotonic)) <= CLOCK_TOLERANCE
  return clocksAgree && wall >= record.sessionExpiresAt
}

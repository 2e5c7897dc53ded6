// How the session in memory changes: taken from the service, adopted from storage, or ended. Each change is published,
// then announced and emitted; none runs inside a lock, so that a listener may call the client.
import type { CiamError } from '../protocol/errors'
import { commit, type Engine, recordNewerError } from './engine'
import { judge, type Judgement } from './judge'
import type { SessionRecord } from './record'
import { createRetry } from './retry'
import { type ActiveSession, type Moment, toActiveSession } from './session-state'
import type { Seen } from './session-store'
import { type AgedIdToken, tokenOfStorage } from './token-age'
import type { SignedOutReason } from './types'

export interface SessionChanges<Claims> {
  /** A record that the service gave to this page: of a sign-in, or of a refresh. */
  take(record: SessionRecord, token: AgedIdToken | null, isSaved: boolean, receivedAt: Moment): void
  /** A record that another tab, or an earlier load of this page, left in storage. */
  adopt(record: SessionRecord, isRestored: boolean): void
  /** Acts on what a look into storage said. */
  follow(judgement: Judgement): void
  /** The session is over for this client. Storage is the caller's matter. */
  end(reason: SignedOutReason, error: CiamError | null): void
  /** Ends it if its `expire` is over by both clocks of a page that was open since; true if so. */
  endIfExpired(): boolean
  /** Writes a record that storage does not hold yet, unless storage went ahead. Tells nobody: it may run in a lock. */
  writeOwed(session: ActiveSession<Claims>): Promise<Judgement | CiamError | null>
  /** Saves what is owed at once. */
  saveNow(): Promise<void>
  /** Tries again until a record that must not stay is gone. */
  oweRemoval(mayRemove: (seen: Seen) => boolean): void
  /** Removes the record if `mayRemove` still says so of the newest one. */
  removeStored(mayRemove: (seen: Seen) => boolean): Promise<CiamError | null>
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
    engine.announce({ kind: 'changed', sessionKey, revision, isRotated })

  const hold = (session: ActiveSession<Claims>): void => {
    state.setPhase({ status: 'signed-in', session })
    if (session.isSaved) saving.end()
    else saving.begin()
  }

  const writeOwed = async (session: ActiveSession<Claims>): Promise<Judgement | CiamError | null> => {
    const result = await commit(engine, async () => {
      const judgement = judge(await store.readLatest(), session, engine.isEnded)
      if (judgement.kind === 'same') return null
      if (state.session() !== session || (judgement.kind !== 'behind' && judgement.kind !== 'unknown')) return judgement
      return store.saveRecord(session.record)
    })
    if (result === null && state.session() === session) hold({ ...session, isSaved: true })
    return result
  }

  const saving = createRetry(environment, async () => {
    const session = state.session()
    if (!session || session.isSaved) return true
    const result = await writeOwed(session)
    if (result && state.session() !== session) return true
    if (!result) announce(session.record, true)
    else if ('kind' in result) follow(result)
    else engine.emit('storage-failed', { operation: 'write', error: result })
    return state.session()?.isSaved !== false
  })

  const removeStored = (mayRemove: (seen: Seen) => boolean): Promise<CiamError | null> =>
    commit(engine, async () => {
      const seen = await store.readLatest()
      if (seen.record.kind === 'failed') return seen.record.error
      if (!mayRemove(seen)) return null
      return (await store.removeRecord()) ?? (await store.removeNote())
    })

  const removing = createRetry(environment, async () => (await removeStored(mayRemoveOwed)) === null)

  const oweRemoval = (mayRemove: (seen: Seen) => boolean): void => {
    mayRemoveOwed = mayRemove
    removing.begin()
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

  const end = (reason: SignedOutReason, error: CiamError | null): void => {
    const session = state.session()
    nextEpoch()
    saving.end()
    state.setPhase({ status: 'signed-out', reason, error })
    if (session) {
      const { sessionKey, revision } = session.record
      engine.noteEnded(sessionKey, reason === 'signed-out' ? Infinity : revision)
    }
    state.publish()
    if (session) engine.emit('signed-out', { reason })
  }

  const follow = (judgement: Judgement): void => {
    if (judgement.kind === 'ahead') adopt(judgement.record, false)
    else if (judgement.kind === 'cleared') end('signed-out', null)
    else if (judgement.kind === 'newer') {
      nextEpoch()
      saving.end()
      state.setPhase({ status: 'restoring', error: recordNewerError() })
      state.publish()
    } else if (judgement.kind === 'same') {
      const session = state.session()
      if (session && !session.isSaved) hold({ ...session, isSaved: true }) // A write that timed out landed after all.
    } else if (judgement.kind === 'behind') {
      const session = state.session()
      if (session?.isSaved) void writeOwed(session) // A late write of an older record: ours goes over it.
    }
  }

  return {
    take(record, token, isSaved, receivedAt) {
      const isRotated = state.session()?.record.sessionToken !== record.sessionToken
      hold(toActiveSession(record, token, isSaved, receivedAt, options.claims))
      state.setError(null)
      state.publish()
      announce(record, isRotated)
    },
    adopt,
    follow,
    end,
    endIfExpired() {
      const session = state.session()
      if (!session || !hasExpired(session, environment.wallClock(), environment.monotonicClock())) return false
      const { sessionKey, revision, sessionToken } = session.record
      end('session-expired', null)
      engine.announce({ kind: 'ended', sessionKey, revision, reason: 'session-expired' })
      const mayRemove = holdsToken(sessionToken)
      void removeStored(mayRemove).then((error) => error && oweRemoval(mayRemove))
      return true
    },
    writeOwed,
    saveNow: () => saving.now(),
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
  (sessionToken: string) =>
  ({ record }: Seen): boolean =>
    record.kind === 'record' && record.record.sessionToken === sessionToken

function hasExpired<Claims>(session: ActiveSession<Claims>, wall: number, monotonic: number): boolean {
  const { receivedAt, record } = session
  if (!receivedAt || record.sessionExpiresAt === null) return false
  const clocksAgree = Math.abs(wall - receivedAt.wall - (monotonic - receivedAt.monotonic)) <= CLOCK_TOLERANCE
  return clocksAgree && wall >= record.sessionExpiresAt
}

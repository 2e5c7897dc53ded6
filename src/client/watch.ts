// Looks into storage: the first read, and again whenever another tab, the browser or a caller gives reason to.
import { CiamError } from '../protocol/errors'
import { toFields } from '../protocol/fields'
import { type Announcement, damagedError, type Engine, recordNewerError } from './engine'
import { judge } from './judge'
import { type Announcer, STORAGE_DETAILS, type WakeSignal, type WakeSource } from './ports'
import { createRetry } from './retry'
import type { SessionChanges } from './session-changes'
import type { ActiveSession } from './session-state'
import type { Seen } from './session-store'
import type { SignedOutReason } from './types'

export interface Watch {
  /** The first use of the client begins the first read; later ones do nothing. */
  touch(): void
  /** While restoring: waits for the read under way, or reads again. */
  restore(): Promise<void>
  /** A client that nobody started is not told of changes, so it looks: at once where storage is synchronous. */
  peek(): void | Promise<void>
  start(): void
  stop(): void
}

const REASONS: readonly SignedOutReason[] = ['signed-out', 'session-expired', 'session-rejected', 'rotation-lost']

/** `isBlocked`: whether the built-in storage fell back to memory, known after the first read. */
export function createWatch<Claims>(
  engine: Engine<Claims>,
  changes: SessionChanges<Claims>,
  announcer: Announcer,
  wake: WakeSource,
  isBlocked: () => boolean,
  onWake: (signal: WakeSignal) => void,
): Watch {
  const { environment, state, store } = engine
  const { storage } = engine.options
  const mayLag = !(STORAGE_DETAILS in storage) && !!storage.getLatest
  let isTouched = false
  let started = 0
  let reading: Promise<void> | null = null
  let unsubscribe: (() => void)[] = []

  // Later: the first read may run while a component renders, and no event is emitted then.
  const reportRead = (error: CiamError): void =>
    void Promise.resolve().then(() => engine.emit('storage-failed', { operation: 'read', error }))

  const isDead = ({ record, endedKeys }: Seen): boolean => !!record && endedKeys.includes(record.sessionKey)

  const isOwnWrite = ({ record }: Seen): boolean =>
    !!record && record.sessionKey === engine.writing?.sessionKey && record.revision === engine.writing.revision

  const restoreFrom = (seen: Seen): void => {
    const judgement = judge(seen, null, engine.isEnded)
    const error = seen.error ?? (judgement === 'unknown' ? damagedError() : null)
    if (error) reportRead(error)
    if (judgement === 'ahead') changes.adopt(seen.record!, true)
    else if (judgement === 'newer') state.setPhase({ status: 'restoring', error: recordNewerError() })
    else if (seen.error) {
      state.setPhase({ status: 'restoring', error })
      retrying.begin()
    } else state.setPhase({ status: 'signed-out', reason: 'none', error })
    if (state.phase().status !== 'restoring') retrying.end()
    if (isDead(seen)) changes.oweRemoval(isDead)
    state.publish()
  }

  /** Acts on what was seen, unless the session changed since the look began. */
  const act = (
    seen: Seen,
    epoch: number,
    held: ActiveSession<Claims> | null,
    isLatest: boolean,
  ): void | Promise<void> => {
    if (epoch !== state.epoch() || engine.signingIn() || engine.signingOut || isOwnWrite(seen)) return
    if (state.phase().status === 'restoring') return restoreFrom(seen)
    // The read began before the session became what it is now: it says nothing of it.
    if (held !== state.session()) return look(store.readLatest(), true)
    const judgement = judge(seen, held, engine.isEnded)
    // A view that lags may not show yet what was read past it, or still show what was replaced or removed.
    const isDoubtful = held ? judgement === 'behind' || (mayLag && judgement === 'cleared') : judgement === 'ahead'
    if (isDoubtful && !isLatest) return look(store.readLatest(), true)
    changes.follow(seen)
    void changes.saveNow()
    if (isDead(seen)) changes.oweRemoval(isDead)
  }

  const look = (seen: Seen | Promise<Seen>, isLatest = false): void | Promise<void> => {
    const epoch = state.epoch()
    const held = state.session()
    if (seen instanceof Promise) return seen.then((later) => act(later, epoch, held, isLatest))
    return act(seen, epoch, held, isLatest)
  }

  const read = (): void | Promise<void> => {
    if (reading) return reading
    const { status, error } = state.phase() as { status: string; error?: CiamError | null }
    // What was newer was perhaps seen by `readLatest` alone: to ask `readNow` would be to go round in circles.
    const isNewer = status === 'restoring' && error?.code === 'RECORD_NEWER'
    const looking = look(isNewer ? store.readLatest() : store.readNow())
    if (!looking) return
    return (reading = looking.then(() => {
      reading = null
    }))
  }

  const retrying = createRetry(environment, async () => {
    await read()
    return state.phase().status !== 'restoring'
  })

  const touch = (): void => {
    if (isTouched || !environment.hasWindow()) return
    isTouched = true
    void read()
    if (isBlocked()) reportRead(blockedError())
  }

  const hear = (message: unknown): void => {
    if (!isAnnouncement(message)) return
    const { sessionKey, revision, reason } = message
    const session = state.session()
    const held = session?.record.sessionKey === sessionKey ? session.record.revision : null
    if (reason) {
      const endedUpTo = reason === 'signed-out' ? Infinity : revision
      engine.noteEnded(sessionKey, endedUpTo)
      if (held !== null && held <= endedUpTo) changes.end(reason, null)
      return
    }
    if ((held !== null && revision <= held) || engine.isEnded(sessionKey, revision)) return
    if (message.isRotated) engine.noteReplaced(sessionKey, revision)
    void look(store.readLatest())
  }

  const wakeUp = (signal: WakeSignal): void => {
    const looking =
      signal === 'hidden' ? undefined : state.phase().status === 'restoring' ? read() : look(store.readNow())
    if (looking) void looking.then(() => onWake(signal))
    else onWake(signal)
  }

  return {
    touch,
    async restore() {
      touch()
      await (reading ?? read())
    },
    peek() {
      if (started === 0 && state.phase().status !== 'restoring') return look(store.readNow())
    },
    start() {
      if (!environment.hasWindow() || started++ > 0) return
      touch()
      unsubscribe = [
        announcer.subscribe(hear),
        wake.subscribe(wakeUp),
        store.subscribe(() => void look(store.readNow())),
      ]
      // What happened before anybody listened, read past a store that lags.
      if (state.phase().status !== 'restoring') void look(store.readLatest())
    },
    stop() {
      if (!environment.hasWindow() || started === 0 || --started > 0) return
      unsubscribe.forEach((end) => end())
      unsubscribe = []
    },
  }
}

function isAnnouncement(value: unknown): value is Announcement {
  const { sessionKey, revision, reason } = toFields(value) ?? {}
  const isReason = reason === undefined || REASONS.includes(reason as SignedOutReason)
  return typeof sessionKey === 'string' && Number.isSafeInteger(revision) && isReason
}

function blockedError(): CiamError {
  return new CiamError(
    'STORAGE',
    'The browser blocks this storage: the session is kept in memory. Check site settings.',
  )
}

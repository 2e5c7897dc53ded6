// Looks into storage: the first read, and again whenever another tab, the browser or a caller gives reason to.
import { CiamError } from '../protocol/errors'
import { type Announcement, type Engine, recordNewerError } from './engine'
import { judge } from './judge'
import type { Announcer, WakeSignal, WakeSource } from './ports'
import { createRetry } from './retry'
import type { SessionChanges } from './session-changes'
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

export interface WatchNeeds {
  readonly announcer: Announcer
  readonly wake: WakeSource
  /** Why the built-in storage fell back to memory, once that is known. */
  readonly blockedBy: () => unknown
  readonly onWake: (signal: WakeSignal) => void
}

const REASONS: readonly string[] = ['signed-out', 'session-expired', 'session-rejected', 'rotation-lost']

export function createWatch<Claims>(engine: Engine<Claims>, changes: SessionChanges<Claims>, needs: WatchNeeds): Watch {
  const { environment, state, store } = engine
  let isTouched = false
  let isBlockedTold = false
  let started = 0
  let reading: Promise<void> | null = null
  let unsubscribe: (() => void)[] = []

  // Later: the first read may run while a component renders, and no event is emitted then.
  const reportRead = (error: CiamError): void =>
    void Promise.resolve().then(() => engine.emit('storage-failed', { operation: 'read', error }))

  const isDead = ({ record, endedKeys }: Seen): boolean =>
    record.kind === 'record' && endedKeys.includes(record.record.sessionKey)

  const isOwnWrite = ({ record }: Seen): boolean =>
    record.kind === 'record' &&
    record.record.sessionKey === engine.writing?.sessionKey &&
    record.record.revision === engine.writing.revision

  const restoreFrom = (seen: Seen): void => {
    const judgement = judge(seen, null, engine.isEnded)
    if (judgement.kind === 'ahead') changes.adopt(judgement.record, true)
    else if (judgement.kind === 'newer') state.setPhase({ status: 'restoring', error: recordNewerError() })
    else if (seen.record.kind === 'failed') {
      state.setPhase({ status: 'restoring', error: seen.record.error })
      reportRead(seen.record.error)
      retrying.begin()
    } else {
      const error = seen.record.kind === 'unreadable' ? unreadableError() : null
      if (error) reportRead(error)
      state.setPhase({ status: 'signed-out', reason: 'none', error })
    }
    if (state.phase().status !== 'restoring') retrying.end()
    if (isDead(seen)) changes.oweRemoval(isDead)
    state.publish()
  }

  /** Acts on what was seen, unless the session changed since the look began. */
  const act = (seen: Seen, epoch: number): void => {
    if (epoch !== state.epoch() || engine.signingIn() || isOwnWrite(seen)) return
    if (state.phase().status === 'restoring') return restoreFrom(seen)
    const judgement = judge(seen, state.session(), engine.isEnded)
    changes.follow(judgement)
    void changes.saveNow()
    if (isDead(seen)) changes.oweRemoval(isDead)
  }

  const look = (seen: Seen | Promise<Seen>): void | Promise<void> => {
    const epoch = state.epoch()
    if (seen instanceof Promise) return seen.then((later) => act(later, epoch))
    act(seen, epoch)
  }

  const read = (): void | Promise<void> => {
    if (reading) return reading
    const looking = look(store.readNow())
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
    reportBlocked()
  }

  const reportBlocked = (): void => {
    if (isBlockedTold || !needs.blockedBy()) return
    isBlockedTold = true
    reportRead(blockedError())
  }

  const hear = (message: unknown): void => {
    if (!isAnnouncement(message)) return
    const { sessionKey, revision } = message
    const session = state.session()
    const held = session?.record.sessionKey === sessionKey ? session.record.revision : null
    if (message.kind === 'ended') {
      const isSignOut = message.reason === 'signed-out'
      engine.noteEnded(sessionKey, isSignOut ? Infinity : revision)
      if (held !== null && (isSignOut || held <= revision)) changes.end(message.reason as SignedOutReason, null)
      return
    }
    if ((held !== null && revision <= held) || engine.isEnded(sessionKey, revision)) return
    if (message.isRotated) engine.noteReplaced(sessionKey, revision)
    void look(store.readLatest())
  }

  const wakeUp = (signal: WakeSignal): void => {
    const goOn = (): void => needs.onWake(signal)
    if (signal === 'hidden') return goOn()
    const looking = state.phase().status === 'restoring' ? read() : look(store.readNow())
    if (looking) void looking.then(goOn)
    else goOn()
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
        needs.announcer.subscribe(hear),
        needs.wake.subscribe(wakeUp),
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
  if (typeof value !== 'object' || value === null) return false
  const { kind, sessionKey, revision, reason } = value as Record<string, unknown>
  if (typeof sessionKey !== 'string' || !sessionKey || typeof revision !== 'number') return false
  return kind === 'changed' || (kind === 'ended' && REASONS.includes(reason as string))
}

function unreadableError(): CiamError {
  return new CiamError(
    'STORAGE',
    'The stored session is damaged or not of this package, and is ignored. Sign in again to replace it.',
  )
}

function blockedError(): CiamError {
  return new CiamError(
    'STORAGE',
    "The browser blocks this storage; the session is kept in memory and ends with the page. Check the browser's site settings.",
  )
}

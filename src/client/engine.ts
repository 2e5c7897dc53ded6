// What the parts of the client share: the state, the ports, and the few facts that more than one part changes.
import { CiamError } from '../protocol/errors'
import type { AppCode } from './app-code'
import type { Environment, Lock } from './ports'
import type { ResolvedOptions } from './options'
import type { SessionRecord } from './record'
import type { SessionState } from './session-state'
import type { SessionStore } from './session-store'
import type { CiamEvents, SignedOutReason } from './types'

/** What tabs say to each other of a session that changed, or ended. Holds no token. */
export interface Announcement {
  readonly sessionKey: string
  readonly revision: number
  /** The session_token of lower revisions was replaced. */
  readonly isRotated?: boolean
  /** Why the session ended, if it did. */
  readonly reason?: SignedOutReason
}

export interface Engine<Claims> {
  readonly options: ResolvedOptions<Claims>
  readonly environment: Environment
  readonly appCode: AppCode
  readonly state: SessionState<Claims>
  readonly store: SessionStore
  readonly lock: Lock
  /** The name of this session's locks. */
  readonly lockName: string
  /** `toTabsOnly`: not to other clients of this page, whose listeners must not run inside the lock. */
  announce(message: Announcement, toTabsOnly?: boolean): void
  emit<Event extends keyof CiamEvents>(event: Event, detail: CiamEvents[Event]): void
  /** Remembers that a session ended, up to a revision (Infinity: for ever), so that no late read brings it back. */
  noteEnded(sessionKey: string, revision: number): void
  isEnded(sessionKey: string, revision: number): boolean
  /** Remembers that a sibling announced a newer session_token. */
  noteReplaced(sessionKey: string, revision: number): void
  isReplaced(record: SessionRecord): boolean
  /** The sign-in that is being saved, if there is one: nothing is decided about a session before it ends. */
  signingIn(): Promise<unknown> | null
  /** The highest of all sessions that were had here, also of those that are over: a later sign-in goes past it. */
  highestOrder: number
  /** How many sign-outs are on their way to storage: what is still found there is what they remove. */
  signingOut: number
  /** The record that a refresh of this client is writing: to find it in storage is no news of another tab. */
  writing: SessionRecord | null
}

// An adapter that hangs may hold the commit lock for three of its time limits.
const COMMIT_WAIT = 10_000

/**
 * Runs a compare-and-write of storage alone, between tabs too. Sign-in and sign-out take only this lock, never the one
 * around a request, so they wait for no refresh; whichever comes second sees what the first wrote.
 */
export function commit<Claims, Result>(engine: Engine<Claims>, work: () => Promise<Result>): Promise<Result> {
  return runAnyway(engine.lock, `${engine.lockName}:commit`, COMMIT_WAIT, work)
}

/** Runs the work without the lock if that is not had in time: a person who signs out must not depend on a hanging tab. */
export async function runAnyway<Result>(
  lock: Lock,
  name: string,
  waitLimit: number,
  work: () => Promise<Result>,
): Promise<Result> {
  let isRunning = false
  const start = (): Promise<Result> => {
    isRunning = true
    return work()
  }
  try {
    const locked = await lock.run(name, waitLimit, start)
    if (locked.acquired) return locked.value
  } catch (error) {
    if (isRunning) throw error // Else the browser refused the lock, such as to a page that is being closed.
  }
  return work()
}

export function assertWindow(environment: Environment): void {
  if (environment.hasWindow()) return
  throw new CiamError('CONFIG', 'There is no session on a server or in a worker.')
}

export function damagedError(): CiamError {
  return new CiamError('STORAGE', 'The stored session is damaged: sign in again.')
}

export function recordNewerError(): CiamError {
  return new CiamError('RECORD_NEWER', 'The stored session is of a newer react-ciam: reload the page.')
}

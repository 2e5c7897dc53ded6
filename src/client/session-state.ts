// The session in memory: its phase, the immutable snapshot and view that are made of it, and who is told.
import { readClaims } from '../protocol/claims'
import type { CiamError } from '../protocol/errors'
import { createEmitter } from './emitter'
import type { IdTokenView } from './internals'
import type { HeldSession } from './judge'
import type { Environment } from './ports'
import type { SessionRecord } from './record'
import { type AgedIdToken, remainingLife } from './token-age'
import type { ClaimsSchema, SessionSnapshot, SignedOutReason } from './types'

/** A moment by both clocks. */
export interface Moment {
  readonly wall: number
  readonly monotonic: number
}

/** The session that memory holds. */
export interface ActiveSession<Claims> extends HeldSession {
  readonly token: AgedIdToken | null
  readonly claims: Claims | null
  readonly claimsError: CiamError | null
  /** When this page received the record from the service; null where another page or an earlier load did. */
  readonly receivedAt: Moment | null
}

export type Phase<Claims> =
  | { readonly status: 'restoring'; readonly error: CiamError | null }
  | { readonly status: 'signed-in'; readonly session: ActiveSession<Claims> }
  | { readonly status: 'signed-out'; readonly reason: SignedOutReason; readonly error: CiamError | null }

export interface SessionState<Claims> {
  phase(): Phase<Claims>
  /** The session, or null while there is none. */
  session(): ActiveSession<Claims> | null
  /** Changes with each sign-in, sign-out, end and change of account; what began under another one is late. */
  epoch(): number
  /** Begins a new epoch: whatever is under way becomes late. */
  nextEpoch(): number
  /** Each of these changes the state and tells nobody; `publish` does. */
  setPhase(phase: Phase<Claims>): void
  setRefreshing(isRefreshing: boolean): void
  setError(error: CiamError | null): void
  /** Tells the subscribers if the snapshot or the view changed, and the scheduler in any case. */
  publish(): void
  /** The scheduler: called first at each `publish`. */
  onPublish(listener: () => void): void
  getSnapshot(): SessionSnapshot<Claims>
  getView(): IdTokenView<Claims>
  subscribe(listener: () => void): () => void
}

/** The snapshot of a server, of hydration, and of a client that has not read yet. */
export const RESTORING: SessionSnapshot<never> = Object.freeze({ status: 'restoring', error: null })

/** The view of a server, of hydration, and of a client that has not read yet. */
export const PENDING: IdTokenView<never> = Object.freeze({
  status: 'pending',
  idToken: null,
  claims: null,
  expiresAt: null,
  isRefreshing: false,
  error: null,
})

export function createSessionState<Claims>(environment: Environment): SessionState<Claims> {
  const listeners = createEmitter<void>(environment)
  let phase: Phase<Claims> = RESTORING as Phase<Claims>
  let epoch = 0
  let isRefreshing = false
  let error: CiamError | null = null
  let snapshot: SessionSnapshot<Claims> = RESTORING
  let view: IdTokenView<Claims> = PENDING
  let isSnapshotStale = false
  let isViewStale = false
  let published: [SessionSnapshot<Claims>, IdTokenView<Claims>] = [snapshot, view]

  let schedule = (): void => {}

  const changed = (): void => {
    isSnapshotStale = isViewStale = true
  }

  const getSnapshot = (): SessionSnapshot<Claims> => {
    if (isSnapshotStale) snapshot = keepIfEqual(snapshot, toSnapshot())
    isSnapshotStale = false
    return snapshot
  }

  const toSnapshot = (): SessionSnapshot<Claims> => {
    if (phase.status !== 'signed-in') return phase
    const { record, token, claims, claimsError } = phase.session
    return {
      status: 'signed-in',
      sessionKey: record.sessionKey,
      claims,
      idTokenExpiresAt: token && token.sentAt + token.lifetime,
      sessionExpiresAt: record.sessionExpiresAt,
      isRefreshing,
      error: error ?? claimsError,
    }
  }

  const getView = (): IdTokenView<Claims> => {
    if (isViewStale || (view.idToken && !liveToken())) view = keepIfEqual(view, toView())
    isViewStale = false
    return view
  }

  const liveToken = (): string | null => {
    const token = phase.status === 'signed-in' ? phase.session.token : null
    return token && remainingLife(token, environment) > 0 ? token.value : null
  }

  const toView = (): IdTokenView<Claims> => {
    const current = getSnapshot()
    if (current.status !== 'signed-in') {
      const status = current.status === 'signed-out' ? 'signed-out' : current.error ? 'error' : 'pending'
      return { status, idToken: null, claims: null, expiresAt: null, isRefreshing: false, error: current.error }
    }
    const idToken = liveToken()
    return {
      status: idToken ? 'ready' : error ? 'error' : 'pending',
      idToken,
      claims: current.claims,
      expiresAt: current.idTokenExpiresAt,
      isRefreshing,
      error: current.error,
    }
  }

  return {
    phase: () => phase,
    session: () => (phase.status === 'signed-in' ? phase.session : null),
    epoch: () => epoch,
    nextEpoch: () => (epoch += 1),
    setPhase(next) {
      if (next.status !== 'signed-in') [isRefreshing, error] = [false, null]
      phase = next
      changed()
    },
    setRefreshing(value) {
      isRefreshing = value
      changed()
    },
    setError(value) {
      error = value
      changed()
    },
    publish() {
      const [lastSnapshot, lastView] = published
      published = [getSnapshot(), getView()]
      schedule()
      if (published[0] === lastSnapshot && published[1] === lastView) return
      listeners.emit()
    },
    onPublish(listener) {
      schedule = listener
    },
    getSnapshot,
    getView,
    subscribe: (listener) => listeners.add(listener),
  }
}

function keepIfEqual<Value extends object>(previous: Value, next: Value): Value {
  const keys = Object.keys(next) as (keyof Value)[]
  const isEqual =
    keys.length === Object.keys(previous).length && keys.every((key) => Object.is(previous[key], next[key]))
  return isEqual ? previous : Object.freeze(next)
}

/** Makes the session of a record, with its claims read. */
export function toActiveSession<Claims>(
  record: SessionRecord,
  token: AgedIdToken | null,
  isSaved: boolean,
  receivedAt: Moment | null,
  schema: ClaimsSchema<Claims> | undefined,
): ActiveSession<Claims> {
  const { claims, error } = token ? readClaims(token.payload, schema) : { claims: null, error: null }
  return { record, token, claims: claims as Claims | null, claimsError: error, isSaved, receivedAt }
}

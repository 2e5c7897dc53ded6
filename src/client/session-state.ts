// The session in memory: its phase, the immutable snapshot and view that are made of it, and who is told.
import { readClaims } from '../protocol/claims'
import type { CiamError } from '../protocol/errors'
import { createEmitter } from './emitter'
import type { IdTokenView } from './internals'
import type { HeldSession } from './judge'
import type { Environment } from './ports'
import type { SessionRecord } from './record'
import { type AgedIdToken, type Moment, now, remainingLife } from './token-age'
import type { ClaimsSchema, SessionSnapshot, SignedOutReason } from './types'

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
  /** The id_token, or null where it has ended by that moment: by now, where none is given. */
  liveToken(moment?: Moment): string | null
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
export const RESTORING: SessionSnapshot<never> = /* @__PURE__ */ Object.freeze({ status: 'restoring', error: null })

/** The view of a server, of hydration, and of a client that has not read yet. */
export const PENDING: IdTokenView<never> = /* @__PURE__ */ Object.freeze({
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
  // What has to be made anew: every render asks for both, and hardly anything has changed then.
  let isSnapshotStale = false
  let isViewStale = false
  let publishedSnapshot = snapshot
  let publishedView = view
  let schedule = (): void => {}

  const session = (): ActiveSession<Claims> | null => (phase.status === 'signed-in' ? phase.session : null)
  const getSnapshot = (): SessionSnapshot<Claims> => {
    if (isSnapshotStale) snapshot = keepIfEqual(snapshot, toSnapshot())
    isSnapshotStale = false
    return snapshot
  }
  const getView = (): IdTokenView<Claims> => {
    const idToken = liveToken()
    if (isViewStale || idToken !== view.idToken) view = keepIfEqual(view, toView(idToken))
    isViewStale = false
    return view
  }
  const makeStale = (): void => {
    isSnapshotStale = isViewStale = true
  }

  const toSnapshot = (): SessionSnapshot<Claims> => {
    if (phase.status !== 'signed-in') return phase
    const { record, token, claims, claimsError } = phase.session
    return {
      status: 'signed-in',
      sessionKey: record.sessionKey,
      claims,
      idTokenExpiresAt: token && token.sentAt.wall + token.lifetime,
      sessionExpiresAt: record.sessionExpiresAt,
      isRefreshing,
      error: error ?? claimsError,
    }
  }

  const liveToken = (moment = now(environment)): string | null => {
    const token = session()?.token
    return token && remainingLife(token, moment) > 0 ? token.value : null
  }

  const toView = (idToken: string | null): IdTokenView<Claims> => {
    const current = getSnapshot()
    if (current.status === 'signed-out') return { ...PENDING, status: current.status, error: current.error }
    const failed = current.status === 'signed-in' ? error : current.error // Refused claims leave the token usable.
    const view = { ...PENDING, status: failed ? 'error' : 'pending', error: current.error } as const
    if (current.status === 'restoring') return view
    const { claims, idTokenExpiresAt: expiresAt } = current
    return { ...view, status: idToken ? 'ready' : view.status, idToken, claims, expiresAt, isRefreshing }
  }

  return {
    phase: () => phase,
    session,
    liveToken,
    epoch: () => epoch,
    nextEpoch: () => (epoch += 1),
    setPhase(next) {
      if (next.status !== 'signed-in') [isRefreshing, error] = [false, null]
      phase = next
      makeStale()
    },
    setRefreshing(value) {
      isRefreshing = value
      makeStale()
    },
    setError(value) {
      error = value
      makeStale()
    },
    publish() {
      getSnapshot()
      getView()
      const isChanged = publishedSnapshot !== snapshot || publishedView !== view
      publishedSnapshot = snapshot
      publishedView = view
      schedule()
      if (isChanged) listeners.emit()
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
  // Those of one status have the same keys.
  const isEqual = (Object.keys(next) as (keyof Value)[]).every((key) => Object.is(previous[key], next[key]))
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

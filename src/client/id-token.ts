// getIdToken: the present token where it is good enough, else the one that a refresh brings. Always settles.
import { CiamError, isCiamError } from '../protocol/errors'
import { assertWindow, damagedError, type Engine } from './engine'
import { timeoutError } from './exchange'
import type { Refresh } from './refresh'
import type { SessionChanges } from './session-changes'
import type { ActiveSession } from './session-state'
import { lasts, now } from './token-age'
import type { GetIdTokenOptions } from './types'
import type { Watch } from './watch'

const DEFAULT_VALIDITY = 10_000
const SATISFIES_FORCE = 1_000
const MOST_ROUNDS = 100

export interface IdTokenSource {
  getIdToken(options?: GetIdTokenOptions): Promise<string>
  /** Resolves when it is known that somebody is signed in; rejects as `getIdToken` does where nobody is. */
  whenSignedIn(): Promise<unknown>
}

export function createIdTokenSource<Claims>(
  engine: Engine<Claims>,
  changes: SessionChanges<Claims>,
  refresh: Refresh,
  watch: Watch,
): IdTokenSource {
  const { environment, state, appCode } = engine

  const isNewer = ({ record }: ActiveSession<Claims>, asked: ActiveSession<Claims> | null): boolean =>
    record.sessionKey !== asked?.record.sessionKey ||
    record.idToken !== asked.record.idToken ||
    record.idTokenSentAt !== asked.record.idTokenSentAt

  /** The session, once it is known; throws where there is none. */
  const settled = async (): Promise<ActiveSession<Claims>> => {
    for (;;) {
      const signingIn = engine.signingIn()
      const phase = state.phase()
      if (signingIn) await signingIn.catch(() => {})
      else if (phase.status === 'restoring') {
        await watch.restore()
        const restored = state.phase()
        if (restored.status === 'restoring' && restored.error) throw restored.error
      } else if (phase.status === 'signed-out') throw phase.error ?? signedOutError()
      else return phase.session
    }
  }

  /** A token by way of a refresh; null: the session changed, look again. */
  const refreshed = async (force: boolean): Promise<string | null> => {
    let outcome = await refresh.run(force)
    // A plain call's flight that was held back by an error that waits until asked: this call asks.
    if (force && isCiamError(outcome) && !outcome.retryable) outcome = await refresh.run(force)
    if (outcome === 'late') return null
    const present = state.liveToken()
    // Refreshed, but ended: the answer took longer than the token lives.
    const error = outcome === 'refreshed' ? timeoutError() : outcome
    if (present && (outcome === 'refreshed' || (!force && error.retryable))) return present
    throw error
  }

  const getIdToken = async (options?: GetIdTokenOptions): Promise<string> => {
    assertWindow(environment)
    const { minValidity = DEFAULT_VALIDITY, force = false, signal } = options ?? {}
    const isRight = typeof minValidity === 'number' && minValidity >= 0 && (!signal || signal.addEventListener)
    if (!isRight) throw optionsError()
    if (signal) {
      if (signal.aborted) throw signal.reason
      return endWith(signal, getIdToken({ minValidity, force }))
    }
    if (appCode.isInside()) {
      // Called by what a refresh or a read itself waits for: to wait for those would be to wait for ever.
      const token = state.liveToken()
      if (token) return token
      throw insideError()
    }
    watch.touch()
    let asked = state.session()
    const isRestoring = state.phase().status === 'restoring' && !engine.signingIn()
    const looking = watch.peek()
    if (!asked) {
      await looking
      asked = state.session()
    }
    const mayTakePresent = !force || refresh.sinceRefreshed() < SATISFIES_FORCE
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      // Awaiting what is known would only cost time: most calls end here, with the token that is there.
      const session = (!engine.signingIn() && state.session()) || (await settled())
      if (isRestoring) asked ??= session // What the first read finds was there when this was called.
      const moment = now(environment)
      const present = !changes.hasExpired(moment) && state.liveToken(moment)
      if (present && (mayTakePresent ? force || lasts(session.token, minValidity, moment) : isNewer(session, asked))) {
        return present
      }
      const token = await refreshed(force)
      if (token) return token
    }
    // Storage shows another session at each look, so that no refresh of one ever counts.
    throw damagedError()
  }

  return {
    getIdToken,
    async whenSignedIn() {
      watch.touch()
      await watch.peek()
      await settled()
    },
  }
}

/** Ends the wait with the signal's reason; what is waited for runs on. */
function endWith<Value>(signal: AbortSignal, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', end)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
  })
}

export function signedOutError(): CiamError {
  return new CiamError('SIGNED_OUT', 'Nobody is signed in: call signIn() with the login reply first.')
}

function optionsError(): CiamError {
  return new CiamError('CONFIG', 'getIdToken: minValidity must be ms, 0 or more, and signal an AbortSignal.')
}

function insideError(): CiamError {
  return new CiamError(
    'CONFIG',
    'The fetch, storage or device option called getIdToken(), which waits for it: use plain fetch.',
  )
}

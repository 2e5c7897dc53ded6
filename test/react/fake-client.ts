// A client without an engine: a test sets its state and reads what the hooks asked of it.
import { CLIENT_INTERNALS, type IdTokenView } from '../../src/client/internals'
import type { CiamClient, GetIdTokenOptions, SessionSnapshot, SignedInSnapshot } from '../../src/client/types'

export const SIGNED_IN: SignedInSnapshot = {
  status: 'signed-in',
  sessionKey: 'session-1',
  claims: { id: '7', name: 'Ada' },
  idTokenExpiresAt: 300_000,
  sessionExpiresAt: null,
  isRefreshing: false,
  error: null,
}

export const READY: IdTokenView = {
  status: 'ready',
  idToken: 'token-1',
  claims: SIGNED_IN.claims,
  expiresAt: 300_000,
  isRefreshing: false,
  error: null,
}

export const PENDING: IdTokenView = { ...READY, status: 'pending', idToken: null, claims: null, expiresAt: null }

export interface FakeClient extends CiamClient {
  /** Replaces fields of the view and tells the listeners. */
  setView(change: Partial<IdTokenView>): void
  /** Replaces fields of the view; no listener hears of it, as in a throttled tab. */
  setViewUnannounced(change: Partial<IdTokenView>): void
  /** Replaces the snapshot and tells the listeners. */
  setSnapshot(next: SessionSnapshot): void
  /** What the hooks and the provider asked, by method. */
  readonly calls: Record<'start' | 'stop' | 'keepFresh' | 'getSnapshot' | 'getIdTokenView', number>
  /** How many `keepFresh` are held now. */
  held(): number
  /** How many listeners are subscribed now. */
  listeners(): number
  /** The options of each `getIdToken()`. */
  readonly tokenCalls: (GetIdTokenOptions | undefined)[]
  /** Settles the oldest `getIdToken()`: an error rejects it. */
  settleToken(outcome: string | Error): void
  /** Settles the oldest `refresh()`. */
  settleRefresh(token: string): void
}

export function createFakeClient(view: IdTokenView = READY, snapshot: SessionSnapshot = SIGNED_IN): FakeClient {
  const listeners = new Set<() => void>()
  const refreshes: ((token: string) => void)[] = []
  const tokenCalls: FakeClient['tokenCalls'] = []
  const waits: { resolve: (token: string) => void; reject: (error: Error) => void }[] = []
  const calls = { start: 0, stop: 0, keepFresh: 0, getSnapshot: 0, getIdTokenView: 0 }
  let held = 0
  const announce = () => {
    for (const listener of [...listeners]) listener()
  }
  const unused = () => Promise.reject(new Error('not part of this fake'))
  const client: FakeClient = {
    calls,
    held: () => held,
    listeners: () => listeners.size,
    tokenCalls,
    settleToken(outcome) {
      const wait = waits.shift()
      if (typeof outcome === 'string') wait?.resolve(outcome)
      else wait?.reject(outcome)
    },
    settleRefresh: (token) => refreshes.shift()?.(token),
    setView(change) {
      view = { ...view, ...change }
      announce()
    },
    setViewUnannounced(change) {
      view = { ...view, ...change }
    },
    setSnapshot(next) {
      snapshot = next
      announce()
    },
    getSnapshot() {
      calls.getSnapshot += 1
      return snapshot
    },
    subscribe(listener) {
      // One entry for each call, as listeners of several components are different functions anyway.
      const entry = () => listener()
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
    keepFresh() {
      calls.keepFresh += 1
      held += 1
      let released = false
      return () => {
        if (!released) held -= 1
        released = true
      }
    },
    start() {
      calls.start += 1
    },
    stop() {
      calls.stop += 1
    },
    signIn: unused,
    signOut: unused,
    getIdToken(options) {
      tokenCalls.push(options)
      return new Promise((resolve, reject) => waits.push({ resolve, reject }))
    },
    getAuthHeaders: unused,
    getServiceHeaders: unused,
    fetch: unused,
    on: () => () => undefined,
  }
  return Object.assign(client, {
    [CLIENT_INTERNALS]: {
      getIdTokenView() {
        calls.getIdTokenView += 1
        return view
      },
      refresh: () => new Promise<string>((resolve) => refreshes.push(resolve)),
    },
  })
}

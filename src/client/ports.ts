// What the session engine needs from outside: one small port per thing, handed in by create-ciam-client.ts.

/** Time, chance and the page's state. Every method looks its global up at the call, so that tests can replace it. */
export interface Environment {
  /** False on a server or in a worker: nothing is read, sent or shared there. */
  hasWindow(): boolean
  /** Epoch ms by the wall clock, which may be wrong and may jump. */
  wallClock(): number
  /** Ms by a clock that never jumps, but may stand still while the device sleeps. */
  monotonicClock(): number
  /** Calls back once after at least `delay` ms (at most 2^31-1); returns the cancel function. */
  setTimer(callback: () => void, delay: number): () => void
  /** From 0 up to 1. */
  random(): number
  /** A new random id, not secret. */
  randomId(): string
  isVisible(): boolean
  isOnline(): boolean
  /** True from `pagehide` until the page is shown again. Known only while somebody listens to wake signals. */
  isLeaving(): boolean
  /** The page's address, which relative URLs resolve against. */
  pageUrl(): string
  /** Hands an error that nobody catches to the global error handler. */
  reportError(error: unknown): void
}

/** `online` is separate because a failed network request may be tried again at once; `hidden` ends a visible period. */
export type WakeSignal = 'visible' | 'focus' | 'online' | 'restored' | 'hidden'

/** Tells when the page came back: shown, focused, online again, or restored from the back-forward cache. */
export interface WakeSource {
  subscribe(listener: (signal: WakeSignal) => void): () => void
}

/** Exclusive work under a name, between the tabs of a browser profile where the browser can, else within the page. */
export interface Lock {
  /**
   * Runs `work` when the lock is free; releases it when the work's promise settles. If the lock is not had within
   * `waitLimit` ms, resolves to `{ acquired: false }` and `work` never runs. Never steals. What `work` throws is rethrown.
   */
  run<Result>(
    name: string,
    waitLimit: number,
    work: () => Promise<Result>,
  ): Promise<{ acquired: true; value: Result } | { acquired: false }>
  /** True where the lock also holds between tabs. */
  spansTabs(): boolean
}

/** Says to the other tabs, and to other clients in this page, that something changed. Carries no token. */
export interface Announcer {
  /** `toTabsOnly`: not to the clients of this page. */
  post(message: unknown, toTabsOnly?: boolean): void
  /** Messages of others, never this announcer's own. They are hints of unknown age and origin: check their shape. */
  subscribe(listener: (message: unknown) => void): () => void
}

/** What the built-in adapters tell the engine of themselves, under this key. */
export const STORAGE_DETAILS: unique symbol = Symbol.for('react-ciam.storage') as never

/** Which store a built-in adapter stands for, so that two adapters over one area share a session. */
export interface StorageDetails {
  /** `local`, `session`, `indexed-db:<name>`, or `memory:<random>` for a store that no other adapter shares. */
  readonly area: string
  /** The reason why the area is blocked and memory stands in, once that is known. */
  blockedBy?(): unknown
}

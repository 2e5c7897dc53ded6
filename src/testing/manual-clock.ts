// A clock that tests turn, for any test runner and for pages: timers, Date and performance.now() together.
import { emulatorsAtRest } from './emulator/handler'

/** What `createManualClock` gives. */
export interface ManualClock {
  /** Epoch ms, the same as `Date.now()`. */
  now(): number
  /**
   * Lets so many ms pass at once: what is due runs in its order, each at its time, and what it started in memory has settled
   * before the next. Resolves when all of it has. Rejects with a `TypeError` for less than 0, with what a timer threw, and
   * after `restore()`.
   */
  advance(ms: number): Promise<void>
  /** Puts the real clock back. Timers that wait are dropped. Once is enough; more does nothing. */
  restore(): void
}

/**
 * Takes over `setTimeout`, `setInterval`, `Date` and `performance.now()` of this page or process, until `restore()`. Time
 * goes on as before, so that `findBy` and `waitFor` work, and jumps when it is told to. The emulator's clock, sessions and
 * id_tokens move with it. Works under vitest, jest, in Storybook and in a page; it is none of the runner's fake timers, and
 * not to be used beside them.
 *
 * Timers that were set before it keep the real time: make it before the client and what is rendered. In a test of React,
 * `await act(() => clock.advance(ms))`. It waits for emulators and for what a client does to storage. A real network is not
 * waited for: a jump of minutes over such a request is its timeout, so jump to just before, and wait for what you expect.
 *
 * @throws Error (rejects) where timers are faked already, by another clock or by the runner.
 * @example
 * const clock = await createManualClock()
 * const client = createTestClient({ status: 'signed-in', expiresIn: 300_000 })
 * const release = client.keepFresh()
 * await clock.advance(240_000) // A minute ahead of the end the client has another id_token.
 * release()
 * clock.restore()
 */
export async function createManualClock(): Promise<ManualClock> {
  const { fakeTime } = await import('./fake-time')
  if ((Date as { isFake?: boolean }).isFake) throw fakedAlready() // After the import: two may be asked for at once.
  const nextTask = realTasks()
  const { performance } = globalThis
  const ownNow = Object.getOwnPropertyDescriptor(performance, 'now')
  const realNow = performance.now.bind(performance)
  const startedAt = realNow()
  const clock = fakeTime()
  const begin = clock.now
  Object.defineProperty(performance, 'now', { configurable: true, writable: true, value: monotonic })
  let isRestored = false

  function monotonic(): number {
    return startedAt + clock.now - begin
  }

  const settle = async (): Promise<void> => {
    const begun = realNow()
    for (let task = 0; task < TASKS; task += 1) {
      await nextTask()
      if (await emulatorsAtRest()) task = 0
      // A service that hangs holds its lock until time has passed.
      else if (realNow() - begun < LONGEST_LOCK && (await isLocked())) task = 0
    }
  }

  return {
    now: () => (isRestored ? Date.now() : clock.now),
    async advance(ms) {
      if (!(ms >= 0)) throw new TypeError(`A clock is advanced by 0 ms or more, not by ${String(ms)}.`)
      if (isRestored) throw new Error('This clock was restored: make another one.')
      let isThere = false
      await settle()
      clock.setTimeout(() => (isThere = true), ms)
      // The timers one by one: what each starts has settled before the next, which may be its time limit.
      while (!isThere && !isRestored) {
        clock.next()
        await settle()
      }
    },
    restore() {
      if (isRestored) return
      isRestored = true
      clock.uninstall()
      if (ownNow) Object.defineProperty(performance, 'now', ownNow)
      else Reflect.deleteProperty(performance, 'now')
    },
  }
}

/** The longest way through memory: a caught request, its answer, and what the client saves of it. */
const TASKS = 12

/** Real ms that a session's lock is waited for. */
const LONGEST_LOCK = 200

/** Whether a client is at work in this browser: locks and IndexedDB take their own time, and what they end is in a lock. */
async function isLocked(): Promise<boolean> {
  // An opaque origin is refused.
  const state = await (globalThis.navigator as Partial<Navigator> | undefined)?.locks?.query().catch(() => null)
  return [state?.held, state?.pending].flat().some((lock) => lock?.name?.startsWith('react-ciam:'))
}

/** What waits for the next task of the event loop, in real time. */
function realTasks(): () => Promise<void> {
  const { setImmediate, setTimeout } = globalThis as Partial<typeof globalThis>
  if (setImmediate) return () => new Promise((resolve) => void setImmediate(resolve))
  if (typeof MessageChannel === 'undefined') return () => new Promise((resolve) => void setTimeout!(resolve, 0))
  return () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        resolve()
      }
      port2.postMessage(null)
    })
}

function fakedAlready(): Error {
  return new Error('The time is faked already: restore the other clock, or use real timers of the test runner, first.')
}

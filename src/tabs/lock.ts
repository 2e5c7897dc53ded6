// Exclusive work: Web Locks between the tabs of a profile; without them, queues that all copies of the package in a page share.
import type { Lock } from '../client/ports'

const QUEUES = Symbol.for('react-ciam.locks')

/** The end of the queue under each name. Copies of other versions use it too: key and shape stay as they are. */
interface Realm {
  [QUEUES]?: Map<string, Promise<unknown>>
}

/** Names must not start with `-`. A wait limit of 2^31 ms or more, such as Infinity, is none. */
export function createLock(): Lock {
  let denied = false
  const lock: Lock = {
    spansTabs: () => !denied && !!globalThis.navigator?.locks,
    async run<Result>(name: string, waitLimit: number, work: () => Promise<Result>) {
      const wait = new AbortController()
      const { signal } = wait
      const timer = waitLimit < 2 ** 31 ? setTimeout(() => wait.abort(), waitLimit) : undefined
      let running = undefined as Promise<Result> | undefined
      // Never rejects: once the lock was had, only the work's own outcome counts, even if a script of the page steals it.
      const start = async () => {
        clearTimeout(timer)
        if (!signal.aborted) await Promise.allSettled([(running = (async () => work())())])
      }
      try {
        await (lock.spansTabs() ? navigator.locks.request(name, { signal }, start) : queueInPage(name, signal, start))
      } catch (error) {
        if (!running && !signal.aborted) {
          // An opaque origin, or one whose storage is blocked, is refused locks for good.
          if ((error as Error).name !== 'SecurityError') throw error
          denied = true
          return lock.run(name, waitLimit, work)
        }
      } finally {
        clearTimeout(timer)
      }
      return running ? { acquired: true, value: await running } : { acquired: false }
    },
  }
  return lock
}

/** Calls `start` when all before it are done, or once the signal is aborted. */
async function queueInPage(name: string, signal: AbortSignal, start: () => Promise<void>): Promise<void> {
  const queues = ((globalThis as Realm)[QUEUES] ??= new Map<string, Promise<unknown>>())
  const before = queues.get(name)
  const turn = Promise.race([before, new Promise((resolve) => (signal.onabort = resolve))]).then(start)
  // One that gave up is done at once, but those behind it still wait for those before it.
  const end = Promise.allSettled([before, turn])
  queues.set(name, end)
  void end.then(() => queues.get(name) === end && queues.delete(name))
  await turn
}

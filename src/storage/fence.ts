// The fence of webStorage. Every process of a browser has its own copy of localStorage, which may lag behind another's
// write; IndexedDB transactions are ordered between processes. So the last value of each key is kept there as well,
// with what it replaced: that tells an old local value from one that the fence never saw.
import { promisifyRequest } from 'idb-keyval'
import { openDatabase } from './database'

/** As it is stored. */
interface FenceEntry {
  /** What was written last, null after a removal. */
  readonly value: string | null
  /** Hashes of what was replaced, newest first; what is current again may be among them. */
  readonly superseded: readonly string[]
}

/** Neither method rejects or takes longer than the time limit; both do nothing while IndexedDB does not work. */
export interface Fence {
  /** `replaced`: the local value before the write, which the fence may never have seen. */
  write(key: string, value: string | null, replaced: string | null): Promise<unknown>
  /** Asks the fence first and `readLocal` afterwards: what the fence then does not know was written later. */
  readLatest(key: string, readLocal: () => string | null): Promise<string | null>
}

const TIME_LIMIT = 1_000
/** For how long a fence that failed is left alone, so that not every call waits for it. */
const PAUSE = 60_000
const REMEMBERED = 16

export function createFence(): Fence {
  const store = openDatabase('react-ciam', TIME_LIMIT)
  let pausedUntil = 0

  async function attempt(mode: IDBTransactionMode, operate: (values: IDBObjectStore) => Promise<unknown>) {
    if (performance.now() < pausedUntil) return undefined
    return store(mode, async (values) => {
      const result = await operate(values)
      // Also if it comes too late: slow is not broken.
      pausedUntil = 0
      return result
    }).catch(() => void (pausedUntil = performance.now() + PAUSE))
  }

  return {
    write: (key, value, replaced) =>
      attempt('readwrite', (values) => {
        const request: IDBRequest<unknown> = values.get(key)
        request.onsuccess = () => values.put(supersede(toEntry(request.result), value, replaced), key)
        return promisifyRequest(values.transaction)
      }),
    async readLatest(key, readLocal) {
      const entry = toEntry(await attempt('readonly', (values) => promisifyRequest(values.get(key))))
      const local = readLocal()
      return local !== null && entry?.superseded.includes(hash(local)) ? entry.value : local
    },
  }
}

function toEntry(stored: unknown): FenceEntry | undefined {
  return Array.isArray((stored as FenceEntry | undefined)?.superseded) ? (stored as FenceEntry) : undefined
}

function supersede(entry: FenceEntry | undefined, value: string | null, replaced: string | null): FenceEntry {
  const hashes = [replaced, entry?.value].filter((text) => typeof text === 'string').map(hash)
  const superseded = new Set([...hashes, ...(entry?.superseded ?? [])])
  return { value, superseded: [...superseded].slice(0, REMEMBERED) }
}

/** 64 bits: enough to tell values apart, too few to have one back. They are stored: this never changes. */
function hash(text: string): string {
  let first = 0x811c9dc5
  let second = 0x9e3779b9
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second ^ code, 0x85ebca6b)
  }
  return `${first}.${second}`
}

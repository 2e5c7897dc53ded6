// A storage whose keys and values a story shows, whatever its kind: what is read is what a client would read.
import type { StorageAdapter } from 'react-ciam'
import { createStore, type ReadableStore } from '../scene/value-store'

/** A key with its value; null where it could not be read. */
export type ShownValue = readonly [key: string, value: string | null]

export interface ShownStorage {
  /** Under the keys that the client used, sorted; keys without a value are left out. */
  readonly values: ReadableStore<readonly ShownValue[]>
  /** Reads again, after something else than the client wrote. */
  look(): Promise<void>
  /** The same storage as a page finds it that is loaded anew. */
  reopen(): StorageAdapter
}

const shown = new WeakMap<StorageAdapter, ShownStorage>()

/** For a scene's `storage`: opens a storage of any kind. `open` is called again for each reload. */
export function showing(open: (memory: StorageAdapter) => StorageAdapter): (memory: StorageAdapter) => StorageAdapter {
  return (memory) => {
    const inner = open(memory)
    const keys = new Set<string>()
    const values = createStore<readonly ShownValue[]>([])

    async function look(): Promise<void> {
      const found: ShownValue[] = []
      for (const key of [...keys].sort()) {
        const value = await Promise.resolve(key)
          .then((name) => inner.getItem(name))
          .catch(() => undefined)
        if (value !== null) found.push([key, value ?? null])
      }
      values.set(found)
    }

    shown.set(memory, { values, look, reopen: () => open(memory) })
    const afterwards = async (change: () => void | Promise<void>): Promise<void> => {
      try {
        await change()
      } finally {
        void look()
      }
    }
    const note = (key: string): void => {
      if (keys.has(key)) return
      keys.add(key)
      void look()
    }
    return {
      ...inner,
      getItem(key) {
        note(key)
        return inner.getItem(key)
      },
      setItem(key, value) {
        keys.add(key)
        return afterwards(() => inner.setItem(key, value))
      },
      removeItem: (key) => afterwards(() => inner.removeItem(key)),
    }
  }
}

/** What a scene shows whose `storage` is `showing(...)`. */
export function shownStorageOf(memory: StorageAdapter): ShownStorage {
  const storage = shown.get(memory)
  if (!storage) throw new Error('This scene shows no storage: give it storage: showing(...).')
  return storage
}

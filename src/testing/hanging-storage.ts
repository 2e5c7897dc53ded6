// Storage whose first read does not end, for tests of what an app shows while its session is being restored.
import type { StorageAdapter } from '../index'

/** Reads wait until `end` is called; then they, and all later ones, are those of the given storage. */
export function toHangingStorage(storage: StorageAdapter): { storage: StorageAdapter; end(): void } {
  let end = (): void => {}
  const ended = new Promise<void>((resolve) => (end = resolve))
  return {
    storage: {
      getItem: async (key) => ended.then(() => storage.getItem(key)),
      setItem: (key, value) => storage.setItem(key, value),
      removeItem: (key) => storage.removeItem(key),
    },
    end: () => end(),
  }
}

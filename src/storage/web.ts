// localStorage or sessionStorage as a storage adapter: read synchronously, for the first render, and fenced.
import { STORAGE_DETAILS, type StorageDetails } from '../client/ports'
import type { StorageAdapter } from '../client/types'
import { createFence } from './fence'
import { createMemoryArea, type StorageArea } from './memory'

/**
 * Keeps the session in `localStorage` (the default), in `sessionStorage`, or in a `Storage` object, which counts as
 * shared by all tabs unless it is `sessionStorage`. The area is looked up at the first use; where the browser blocks
 * it, memory stands in and the client emits `storage-failed`.
 *
 * Reads are synchronous, so that the first render has its session. A tab's view of localStorage may lag behind another
 * tab's write, so the last value is kept in IndexedDB too (database `react-ciam`), and `getLatest` reads through it.
 * Where IndexedDB is missing, or does not answer within 1,000 ms, this goes on without it for 60,000 ms: meanwhile a tab
 * may read what another has just replaced. IndexedDB alone never restores a session that was cleared from localStorage.
 *
 * Whatever script runs on the page can read the session: no storage of a page protects from cross-site scripting.
 *
 * `setItem` and `removeItem` reject if the area refuses, such as a full one. Values are not encrypted.
 *
 * @example
 * const client = createCiamClient({ baseUrl, clientId, storage: webStorage('session') })
 */
export function webStorage(area: 'local' | 'session' | Storage = 'local'): StorageAdapter {
  const fence = createFence()
  let opened: StorageArea | undefined
  let blockedBy: unknown

  function open(): StorageArea {
    try {
      opened ??= typeof area === 'string' ? globalThis[`${area}Storage`] : area
    } catch (error) {
      blockedBy = error
    }
    if (!opened) {
      blockedBy ??= new Error('The browser has no such storage.')
      opened = createMemoryArea()
    }
    return opened
  }

  const isFenced = () => !blockedBy && !isSessionStorage(area)

  async function change(key: string, value: string | null): Promise<void> {
    const local = open()
    const replaced = local.getItem(key)
    try {
      // First and synchronously: it is kept even if the page ends here.
      if (value === null) local.removeItem(key)
      else local.setItem(key, value)
    } finally {
      // Also what the area refused: other tabs must not go by a value that is known to be replaced.
      if (isFenced()) await fence.write(key, value, replaced)
    }
  }

  const details: StorageDetails = {
    get area() {
      return isSessionStorage(area) ? 'session' : 'local'
    },
    blockedBy: () => blockedBy,
  }
  const adapter: StorageAdapter & { readonly [STORAGE_DETAILS]: StorageDetails } = {
    [STORAGE_DETAILS]: details,
    getItem: (key) => open().getItem(key),
    setItem: change,
    removeItem: (key) => change(key, null),
    async getLatest(key) {
      const local = open()
      const readLocal = () => local.getItem(key)
      return isFenced() ? fence.readLatest(key, readLocal) : readLocal()
    },
    subscribe(key, listener) {
      const hear = (event: StorageEvent) => {
        // A null key tells that all was cleared.
        if ((event.storageArea ?? open()) === open() && (event.key ?? key) === key) listener()
      }
      globalThis.addEventListener?.('storage', hear)
      return () => globalThis.removeEventListener?.('storage', hear)
    },
  }
  return adapter
}

/** sessionStorage is of one tab, and so of one process: it needs no fence. */
function isSessionStorage(area: string | Storage): boolean {
  try {
    return area === 'session' || area === (typeof area === 'object' && globalThis.sessionStorage)
  } catch {
    return false
  }
}

// The session in IndexedDB: asynchronous, but ordered between all tabs.
import { del, get, set } from 'idb-keyval'
import { STORAGE_DETAILS, type StorageDetails } from '../client/ports'
import type { StorageAdapter } from '../client/types'
import { openDatabase } from './database'

/** Below the client's own limit of 3,000 ms, so that its next call finds a new connection. */
const TIME_LIMIT = 2_000

/**
 * Keeps the session in an IndexedDB database of its own. Every read is the newest write of any tab, which localStorage
 * does not promise by itself; but no read is synchronous, so the first render has no session yet.
 *
 * Whatever script runs on the page can read the session: no storage of a page protects from cross-site scripting.
 *
 * Its methods reject where IndexedDB is missing, blocked or full, or gives no answer within 2,000 ms. It tells nobody of
 * changes: other tabs learn of them from the client's announcements.
 *
 * @param name The database. Adapters with the same name share a session. Default `react-ciam-session`.
 * @example
 * const client = createCiamClient({ baseUrl, clientId, storage: indexedDbStorage() })
 */
export function indexedDbStorage(name = 'react-ciam-session'): StorageAdapter {
  const store = openDatabase(name, TIME_LIMIT)
  const getItem = async (key: string) => (await get<string>(key, store)) ?? null
  const details: StorageDetails = { area: `indexed-db:${name}` }
  const adapter: StorageAdapter & { readonly [STORAGE_DETAILS]: StorageDetails } = {
    [STORAGE_DETAILS]: details,
    getItem,
    getLatest: getItem,
    setItem: (key, value) => set(key, value, store),
    removeItem: (key) => del(key, store),
  }
  return adapter
}

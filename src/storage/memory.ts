// Storage that lasts as long as the page.
import { STORAGE_DETAILS, type StorageDetails } from '../client/ports'
import type { StorageAdapter } from '../client/types'

/** The synchronous part of `Storage` that the adapters use. */
export type StorageArea = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function createMemoryArea(): StorageArea {
  const values = new Map<string, string>()
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  }
}

/**
 * Keeps the session in this page's memory alone: a reload, or another tab, starts signed out. Nothing is written to
 * disk; still, whatever script runs on the page can use the session while it lasts. For tests, kiosks, and apps that
 * would rather ask for a sign-in again. Two clients share it if they are given the same object.
 *
 * @example
 * const client = createCiamClient({ baseUrl, clientId, storage: memoryStorage() })
 */
export function memoryStorage(): StorageAdapter {
  const details: StorageDetails = { area: `memory:${Math.random()}` }
  return Object.assign(createMemoryArea(), { [STORAGE_DETAILS]: details })
}

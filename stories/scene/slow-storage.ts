// A storage that answers late, as one of a phone or behind a network does.
import type { StorageAdapter } from 'react-ciam'

/** The lateness that a story shows. */
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Ms by which reads and writes of an adapter are late. A write is there when its time has passed, not before. */
export const slowly =
  ({ reads = 0, writes = 0 }: { reads?: number; writes?: number }) =>
  (adapter: StorageAdapter): StorageAdapter => ({
    async getItem(key) {
      await later(reads)
      return adapter.getItem(key)
    },
    async setItem(key, value) {
      await later(writes)
      await adapter.setItem(key, value)
    },
    async removeItem(key) {
      await later(writes)
      await adapter.removeItem(key)
    },
  })

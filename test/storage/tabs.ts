// Tabs over one localStorage and one IndexedDB, each in a process of its own.
import { webStorage } from '../../src/storage'
import type { StorageAdapter } from '../../src/client/types'
import { createSharedArea, type Process } from './processes'

export const KEY = 'record'

export interface Tab extends Process {
  readonly storage: Required<StorageAdapter>
  latest(): Promise<string | null>
}

export function createTabs(): { readonly values: Map<string, string>; openTab(): Tab } {
  const { values, openProcess } = createSharedArea()
  return {
    values,
    openTab() {
      const process = openProcess()
      const storage = webStorage(process.area) as Required<StorageAdapter>
      return { ...process, storage, latest: () => storage.getLatest(KEY) }
    },
  }
}

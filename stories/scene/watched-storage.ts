// A storage adapter that passes everything on and shows what lies under the package's keys.
import type { StorageAdapter } from 'react-ciam'
import { createStore, type ReadableStore } from './value-store'

/** Key and value, as they are stored. */
export type StoredValue = readonly [key: string, value: string]

export interface WatchedStorage {
  /** What a client takes: the watched adapter with all that it has. */
  readonly adapter: StorageAdapter
  readonly values: ReadableStore<readonly StoredValue[]>
  /** Looks again, and gives what is there. Not for a render. */
  read(): readonly StoredValue[]
}

/** `knownKeys` gives the keys that were there before; those that are written later are noticed. */
export function watchStorage(inner: StorageAdapter, knownKeys: () => string[] = () => []): WatchedStorage {
  const written = new Set<string>()

  const read = (): readonly StoredValue[] => {
    const keys = [...new Set([...knownKeys(), ...written])].sort()
    const present = keys.flatMap((key): StoredValue[] => {
      const value = inner.getItem(key)
      return typeof value === 'string' ? [[key, value]] : []
    })
    if (JSON.stringify(present) !== JSON.stringify(values.get())) values.set(present)
    return values.get()
  }
  // Another tab's write is announced by the browser.
  const values = createStore<readonly StoredValue[]>([], () => {
    read()
    const hear = () => void read()
    window.addEventListener('storage', hear)
    return () => window.removeEventListener('storage', hear)
  })

  const afterwards = (done: void | Promise<void>): void | Promise<void> => {
    read()
    return done
  }

  return {
    values,
    read,
    adapter: {
      ...inner,
      setItem(key, value) {
        written.add(key)
        return afterwards(inner.setItem(key, value))
      },
      removeItem: (key) => afterwards(inner.removeItem(key)),
    },
  }
}

/** The package's keys in localStorage. */
export const keysInLocalStorage = (): string[] =>
  Object.keys(localStorage).filter((key) => key.startsWith('react-ciam:'))

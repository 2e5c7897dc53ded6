// Every call into a storage adapter: bounded in time, never throwing, and a write that is read back.
import { CiamError } from '../protocol/errors'
import { withoutSecrets } from './safe-cause'
import type { AppCode } from './app-code'
import type { StorageAdapter } from './types'

/** A value, or the reason why it is not known. */
export type ReadResult =
  | { readonly value: string | null; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: CiamError }

export interface StorageAccess {
  /** What this context sees now: synchronous where the adapter is. */
  readNow(key: string): ReadResult | Promise<ReadResult>
  /** The newest write of any context, as far as the adapter can tell. */
  readLatest(key: string): Promise<ReadResult>
  /** Writes and reads back; the error if storage does not hold the value afterwards. */
  write(key: string, value: string): Promise<CiamError | null>
  remove(key: string): Promise<CiamError | null>
  subscribe(key: string, listener: () => void): () => void
}

const TIME_LIMIT = 3_000

export function createStorageAccess(adapter: StorageAdapter, appCode: AppCode): StorageAccess {
  // The call itself is synchronous: with a synchronous adapter nothing lies between a reply and its being saved.
  const attempt = (operation: string, call: () => unknown): ReadResult | Promise<ReadResult> => {
    const failed = (cause: unknown): ReadResult => ({ error: storageError(operation, cause) })
    const done = (value: unknown): ReadResult => {
      if (typeof value === 'string') return { value }
      return operation === 'be read' && (value ?? null) !== null ? failed(null) : { value: null }
    }
    try {
      const result = appCode.call(call, TIME_LIMIT)
      return result instanceof Promise ? result.then(done, failed) : done(result)
    } catch (cause) {
      return failed(cause)
    }
  }

  const readNow = (key: string) => attempt('be read', () => adapter.getItem(key))

  /** Changes what is under the key, and looks whether storage holds that afterwards. */
  const change = async (operation: string, call: () => unknown, key: string, wanted: string | null) => {
    const { error } = await attempt(operation, call)
    if (error) return error
    const back = await readNow(key)
    return back.value === wanted ? null : (back.error ?? storageError(operation, null))
  }

  return {
    readNow,
    readLatest: async (key) => (adapter.getLatest ? attempt('be read', () => adapter.getLatest!(key)) : readNow(key)),
    write: (key, value) => change('be written', () => adapter.setItem(key, value), key, value),
    remove: (key) => change('be cleared', () => adapter.removeItem(key), key, null),
    subscribe(key, listener) {
      try {
        return adapter.subscribe?.(key, listener) ?? (() => {})
      } catch {
        return () => {} // Announcements, and a look at each wake, tell of changes all the same.
      }
    },
  }
}

function storageError(operation: string, cause: unknown): CiamError {
  return new CiamError(
    'STORAGE',
    `Storage could not ${operation}: the session is kept in memory. Check adapter, quota and site settings.`,
    { retryable: true, cause: withoutSecrets(cause) },
  )
}

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
  const failed = (operation: string, cause: unknown): CiamError =>
    new CiamError(
      'STORAGE',
      `Storage could not ${operation}; the session is kept in memory meanwhile. Check the storage adapter, its quota and the browser's site settings.`,
      { retryable: true, cause: withoutSecrets(cause) },
    )

  const toRead = (value: unknown): ReadResult => {
    if (typeof value === 'string') return { value }
    return value === null || value === undefined ? { value: null } : { error: failed('be read', new TypeError()) }
  }
  const readFailed = (cause: unknown): ReadResult => ({ error: failed('be read', cause) })

  const readNow = (key: string): ReadResult | Promise<ReadResult> => {
    try {
      const value = appCode.enter(() => adapter.getItem(key))
      if (!isPromiseLike(value)) return toRead(value)
      return appCode.limit(value, TIME_LIMIT).then(toRead, readFailed)
    } catch (cause) {
      return readFailed(cause)
    }
  }

  // The call itself is synchronous: with a synchronous adapter nothing lies between a reply and its being saved.
  const change = async (operation: string, call: () => unknown): Promise<CiamError | null> => {
    try {
      const done = appCode.enter(call)
      if (isPromiseLike(done)) await appCode.limit(done, TIME_LIMIT)
      return null
    } catch (cause) {
      return failed(operation, cause)
    }
  }

  return {
    readNow,
    async readLatest(key) {
      if (!adapter.getLatest) return readNow(key)
      try {
        return toRead(
          await appCode.limit(
            appCode.enter(() => adapter.getLatest!(key)),
            TIME_LIMIT,
          ),
        )
      } catch (cause) {
        return readFailed(cause)
      }
    },
    async write(key, value) {
      const error = await change('be written', () => adapter.setItem(key, value))
      if (error) return error
      const back = await readNow(key)
      if (back.error) return back.error
      return back.value === value ? null : failed('keep what was written', null)
    },
    async remove(key) {
      const error = await change('be cleared', () => adapter.removeItem(key))
      if (error) return error
      const back = await readNow(key)
      return back.value ? failed('be cleared', null) : null
    },
    subscribe: (key, listener) => adapter.subscribe?.(key, listener) ?? (() => {}),
  }
}

function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null)?.then === 'function'
}

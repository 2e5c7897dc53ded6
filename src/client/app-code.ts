// Calls into what an app supplied (fetch, storage, device): bounded in time, and known while they run synchronously, so
// that a getIdToken() awaited from there can be told from others instead of waiting for itself.
import type { Environment } from './ports'

export interface AppCode {
  /** Calls `call`; `isInside` is true until it returns. */
  enter<Result>(call: () => Result): Result
  isInside(): boolean
  /** The promise's outcome, or a rejection after `limit` ms. The promise itself runs on. */
  limit<Result>(promise: PromiseLike<Result>, limit: number): Promise<Result>
}

/** What `limit` rejects with. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'
}

export function createAppCode(environment: Environment): AppCode {
  let depth = 0
  return {
    enter(call) {
      depth += 1
      try {
        return call()
      } finally {
        depth -= 1
      }
    },
    isInside: () => depth > 0,
    limit: (promise, limit) =>
      new Promise((resolve, reject) => {
        const cancel = environment.setTimer(() => reject(new TimeLimitError(`No answer in ${limit} ms`)), limit)
        promise.then(
          (value) => {
            cancel()
            resolve(value)
          },
          (error: unknown) => {
            cancel()
            reject(error)
          },
        )
      }),
  }
}

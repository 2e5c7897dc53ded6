// Calls into what an app supplied (fetch, storage, device): bounded in time, and known while they run synchronously, so
// that a getIdToken() awaited from there can be told from others instead of waiting for itself.
import type { Environment } from './ports'

export interface AppCode {
  /** Calls `call`; `isInside` is true until it returns. */
  enter<Result>(call: () => Result): Result
  isInside(): boolean
  /** Calls `call`; a promise that it returns is limited. */
  call<Result>(call: () => Result | PromiseLike<Result>, limit: number): Result | Promise<Result>
  /** The promise's outcome, or a rejection named `TIME_LIMIT` after `limit` ms. The promise itself runs on. */
  limit<Result>(promise: PromiseLike<Result>, limit: number): Promise<Result>
}

/** The name of the error that `limit` rejects with. */
export const TIME_LIMIT = 'TimeLimitError'

export function createAppCode(environment: Environment): AppCode {
  let depth = 0

  const enter: AppCode['enter'] = (call) => {
    depth += 1
    try {
      return call()
    } finally {
      depth -= 1
    }
  }
  const limited: AppCode['limit'] = (promise, limit) =>
    new Promise((resolve, reject) => {
      const cancel = environment.setTimer(() => reject(Object.assign(new Error(), { name: TIME_LIMIT })), limit)
      void Promise.resolve(promise).then(resolve, reject).then(cancel)
    })

  return {
    enter,
    isInside: () => depth > 0,
    call(call, limit) {
      const result = enter(call)
      return isPromiseLike(result) ? limited(result, limit) : result
    },
    limit: limited,
  }
}

function isPromiseLike<Result>(value: Result | PromiseLike<Result>): value is PromiseLike<Result> {
  return typeof (value as { then?: unknown } | null)?.then === 'function'
}

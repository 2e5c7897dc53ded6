// Work for a lock to run.
import { vi } from 'vitest'

/** Work that ends when it is told to. */
export function createWork<Result>() {
  let finish!: (result: Result) => void
  let fail!: (error: unknown) => void
  const done = new Promise<Result>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  return { run: vi.fn(() => done), finish, fail }
}

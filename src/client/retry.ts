// Tries something again after 1, 2, 4 ... 60 s until it succeeds: saving, clearing or reading a storage that failed.
import type { Environment } from './ports'

export interface Retry {
  /** Begins unless it is waiting already. */
  begin(): void
  /** Tries at once if something is waiting to be tried. */
  now(): Promise<void>
  /** Forgets what was to be tried. */
  end(): void
}

/** `attempt` resolves to whether it is done. It never rejects. */
export function createRetry(environment: Environment, attempt: () => Promise<boolean>): Retry {
  let cancel: (() => void) | null = null
  let delay = 1_000
  let trying: Promise<void> | null = null

  const end = (): void => {
    cancel?.()
    cancel = null
    delay = 1_000
  }
  const wait = (): void => {
    cancel = environment.setTimer(() => void tryNow(), delay)
    delay = Math.min(60_000, delay * 2)
  }
  const tryNow = (): Promise<void> => {
    if (!cancel) return Promise.resolve()
    trying ??= attempt().then((done) => {
      trying = null
      if (!cancel) return // Ended meanwhile.
      cancel()
      if (done) end()
      else wait()
    })
    return trying
  }
  return {
    begin() {
      if (!cancel) wait()
    },
    now: tryNow,
    end,
  }
}

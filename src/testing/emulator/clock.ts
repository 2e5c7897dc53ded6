// The service's clock: this device's, shifted by the offset option and by what tests turned.
import type { EmulatorClock } from './types'

export function createClock(offset: () => number): EmulatorClock & { reset(): void } {
  let turned = 0
  return {
    now: () => Date.now() + offset() + turned,
    advance(ms) {
      if (!Number.isFinite(ms))
        throw new TypeError(`The clock can be advanced by a number of milliseconds, not by ${String(ms)}.`)
      turned += ms
    },
    reset() {
      turned = 0
    },
  }
}

// What the pages of a profile share: time and its clocks, whether faults still happen, and the pages themselves.
import type { Chance } from './chance'
import type { Journal } from './journal'
import type { Runner, Scheduler } from './scheduler'
import type { Weather } from './world'

export interface Page extends Runner {
  readonly id: number
  readonly openedAt: number
  /** Ms that its monotonic clock stood still. */
  slept: number
  isVisible: boolean
  isLeaving: boolean
  /** To be closed while its next request is at the service. */
  isDoomed: boolean
}

export interface Browser {
  readonly weather: Weather
  readonly chance: Chance
  readonly scheduler: Scheduler
  readonly journal: Journal
  readonly device: { clockOffset: number; isOnline: boolean }
  /** From the end of the script on nothing fails any more. */
  isHealed: boolean
  /** The pages that are alive. */
  pages(): Page[]
  reload(page: Page): void
  /** Counts what was met, for the figures. */
  met(what: string): void
  /** For whoever reads the trace of a run: what storage told and was told. */
  note(line: () => string): void
  /** Ms that something takes: mostly nothing, sometimes long. */
  delay(name: string): number
}

/** Mostly none: then chance alone orders what happens. Sometimes long enough that others come in between. */
export function drawDelay(chance: Chance, name: string): number {
  const kind = chance.draw(`${name} delay`)
  if (kind < 0.6) return 0
  const share = chance.draw(`${name} length`)
  if (kind < 0.8) return Math.ceil(share * 5)
  if (kind < 0.95) return Math.ceil(share * 60)
  return Math.ceil(share * 900)
}

// Times and durations, as the page writes them.
import type { Words } from './words'

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

/** `12:03:04` */
export const toTime = (at: number): string => clock.format(at)

/** `2026-01-31 12:03` */
export const toDay = (at: number): string => day.format(at)

/** `4:32` from a minute on, else seconds; tenths below ten. Never below zero. */
export function toCountdown(ms: number, said: Words): string {
  const rest = Math.max(0, ms)
  if (rest >= 60_000) {
    const seconds = Math.ceil(rest / 1000)
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }
  return said.seconds(rest < 9_950 ? (rest / 1000).toFixed(1) : String(Math.ceil(rest / 1000)))
}

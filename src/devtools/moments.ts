// Times and durations, as the devtools write them.

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

/** A claim may hold any number, and a date only some. */
const isDate = (at: number): boolean => Math.abs(at) <= 8.64e15

/** `12:03:04` */
export const toClock = (at: number): string => (isDate(at) ? clock.format(at) : '–')

/** `12:03:04.120` */
export const toFineClock = (at: number): string =>
  `${toClock(at)}.${String(((Math.floor(at) % 1000) + 1000) % 1000).padStart(3, '0')}`

/** `2026-01-31 12:03` */
export const toDay = (at: number): string => (isDate(at) ? day.format(at) : '–')

/** For the `dateTime` of a `<time>`. */
export const toIso = (at: number): string | undefined => (isDate(at) ? new Date(at).toISOString() : undefined)

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
] as const

/** `230 ms`, `1.2 s`, `42 s`, `4 min`, `3 h`, `5 d`: rounded down from a minute on. */
export function toDuration(ms: number): string {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`
  const unit = UNITS.find(([size]) => ms >= size)
  if (unit) return `${Math.floor(ms / unit[0])} ${unit[1]}`
  return `${ms < 9_950 ? (ms / 1000).toFixed(1).replace('.0', '') : Math.floor(ms / 1000)} s`
}

/** `9:05`, `1:00:09`, from a day on `6 d 23 h`. Never below zero. */
export function toCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  if (seconds >= 86_400) return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
}

/** The same for ears: `4 minutes 32 seconds`. */
export function toSpokenCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const parts = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor((seconds % 86_400) / 3600), 'hour'],
    [Math.floor((seconds % 3600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ] as const
  const said = parts.filter(([count]) => count > 0).slice(0, 2)
  return said.map(([count, unit]) => toCount(count, unit)).join(' ') || '0 seconds'
}

/** `1 tab`, `2 tabs` */
export const toCount = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

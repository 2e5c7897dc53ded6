// Times and durations, as the pages write them.

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' })

/** `12:03:04` */
export const toTime = (at: number): string => clock.format(at)

/** `2026-01-31 12:03` */
export const toDay = (at: number): string => day.format(at)

/** `4:32` from a minute on, else seconds; tenths below ten. Never below zero. */
export function toCountdown(ms: number, said: { seconds: (value: string) => string }): string {
  const rest = Math.max(0, ms)
  if (rest >= 60_000) {
    const seconds = Math.ceil(rest / 1000)
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  }
  return said.seconds(rest < 9_950 ? (rest / 1000).toFixed(1) : String(Math.ceil(rest / 1000)))
}

/** Ms that the client gives a token whose own times cannot be read. */
const UNKNOWN_LIFE = 300_000

/** Ms that an id_token with these claims lives. */
export const lifeOf = (claims: { exp?: number; iat?: number } | null): number =>
  claims?.exp && claims.iat ? (claims.exp - claims.iat) * 1000 : UNKNOWN_LIFE

// How old an id_token is: by the older of two clocks since its request was sent, never by the service's clock.
import { readIdToken } from '../protocol/claims'
import type { Environment } from './ports'

/** A moment by both clocks. */
export interface Moment {
  readonly wall: number
  readonly monotonic: number
}

export const now = ({ wallClock, monotonicClock }: Environment): Moment => ({
  wall: wallClock(),
  monotonic: monotonicClock(),
})

/** An id_token with what its age is told from. */
export interface AgedIdToken {
  readonly value: string
  readonly payload: Record<string, unknown> | null
  /** Ms. */
  readonly lifetime: number
  /** When its request was sent. */
  readonly sentAt: Moment
}

/** A token whose request this page sent at this moment. */
export function tokenOfRequest(value: string, sentAt: Moment): AgedIdToken {
  return { value, ...readIdToken(value), sentAt }
}

/** A token that was found in storage: only the wall clock knows its age, and a negative one counts as ended. */
export function tokenOfStorage(value: string, sentAt: number, environment: Environment): AgedIdToken {
  const { wall, monotonic } = now(environment)
  return tokenOfRequest(value, { wall: sentAt, monotonic: wall < sentAt ? -Infinity : monotonic - (wall - sentAt) })
}

/** Ms from that moment until the token ends; zero or less when it has. */
export function remainingLife({ lifetime, sentAt }: AgedIdToken, { wall, monotonic }: Moment): number {
  return lifetime - Math.max(wall - sentAt.wall, monotonic - sentAt.monotonic)
}

/** Whether a token lasts so many ms more from that moment on, or half of its life. */
export function lasts(token: AgedIdToken | null, validity: number, moment: Moment): boolean {
  return token !== null && remainingLife(token, moment) >= Math.min(validity, token.lifetime / 2)
}

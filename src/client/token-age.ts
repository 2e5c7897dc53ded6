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

/** Ms until the token ends; zero or less when it has. */
export function remainingLife({ lifetime, sentAt }: AgedIdToken, environment: Environment): number {
  const { wall, monotonic } = now(environment)
  return lifetime - Math.max(wall - sentAt.wall, monotonic - sentAt.monotonic)
}

/** Whether a token lasts so many ms more, or half of its life. */
export function lasts(token: AgedIdToken | null, validity: number, environment: Environment): boolean {
  return token !== null && remainingLife(token, environment) >= Math.min(validity, token.lifetime / 2)
}

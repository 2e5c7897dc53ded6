// How old an id_token is: by the older of two clocks since its request was sent, never by the service's clock.
import { readIdToken } from '../protocol/claims'
import type { Environment } from './ports'

/** An id_token with what its age is told from. */
export interface AgedIdToken {
  readonly value: string
  readonly payload: Record<string, unknown> | null
  /** Ms. */
  readonly lifetime: number
  /** Epoch ms. */
  readonly sentAt: number
  /** Ms by the monotonic clock at which the token was `ageWhenTaken` old. */
  readonly takenAt: number
  readonly ageWhenTaken: number
}

/** A token whose request this page sent at these two moments. */
export function tokenOfRequest(value: string, sentAt: number, sentAtMonotonic: number): AgedIdToken {
  return { value, ...readIdToken(value), sentAt, takenAt: sentAtMonotonic, ageWhenTaken: 0 }
}

/** A token that was found in storage: only the wall clock knows its age, and a negative one counts as ended. */
export function tokenOfStorage(value: string, sentAt: number, environment: Environment): AgedIdToken {
  const age = environment.wallClock() - sentAt
  const ageWhenTaken = age < 0 ? Infinity : age
  return { value, ...readIdToken(value), sentAt, takenAt: environment.monotonicClock(), ageWhenTaken }
}

/** Ms until the token ends; zero or less when it has. */
export function remainingLife(token: AgedIdToken, environment: Environment): number {
  const byWallClock = environment.wallClock() - token.sentAt
  const byMonotonicClock = token.ageWhenTaken + environment.monotonicClock() - token.takenAt
  return token.lifetime - Math.max(byWallClock, byMonotonicClock)
}

// Many clients of one service before, in and after an outage. A client here is no more than the moments of its requests: the
// waits are the package's own (src/client/request-note.ts), the looks between them are those of its schedule, and
// herd.test.ts holds both against the whole engine, to the millisecond.
import { type Failure, nextFailure, waitBeforeAttempt } from '../../src/client/request-note'
import type { Environment } from '../../src/client/ports'
import { CiamError } from '../../src/protocol/errors'

export interface Outage {
  readonly clients: number
  readonly seed: number
  /** Ms that an id_token lives. */
  readonly lifetime: number
  /** Ms within which all clients sign in, evenly by chance: one cycle for clients that know nothing of each other. */
  readonly signInsWithin: number
  /** Ms since the first sign-in. */
  readonly from: number
  readonly until: number
  /** Ms since the first sign-in at which nobody looks any more. */
  readonly end: number
}

/** Ms from a refresh to the next one that is due. */
export const cycle = (lifetime: number): number => lifetime - Math.min(60_000, lifetime / 4)

/** Ten minutes in which every request fails, some time after everybody has signed in. */
export function tenMinutes(clients: number, seed: number, signInsWithin = cycle(300_000)): Outage {
  const from = 480_000
  return { clients, seed, lifetime: 300_000, signInsWithin, from, until: from + 600_000, end: from + 2_400_000 }
}

/** Chance of its own for each client, the same for the same seed: mulberry32. */
export function createRandom(seed: number, index: number): () => number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const signInOf = ({ seed, signInsWithin }: Outage, index: number): number =>
  Math.floor(createRandom(~seed, index)() * signInsWithin)

/** Some day in 2027: waits are told by a wall clock. */
export const EPOCH = 1_800_000_000_000
const LONGEST_LOOK = 60_000
const SHORTEST_LOOK = 1_000

/** When one client sends a request, in ms since the first sign-in. */
export function requestsOf(outage: Outage, index: number): number[] {
  const { seed, lifetime, from, until, end } = outage
  const error = new CiamError('SERVICE_BUSY', 'The service is out.', { retryable: true })
  const environment = {
    random: createRandom(seed, index),
    wallClock: () => EPOCH + now,
    isOnline: () => true,
  } as Environment
  const requests: number[] = []
  let now = signInOf(outage, index)
  let sentAt = now
  let failure: Failure | null = null
  const untilDue = (): number =>
    Math.max(waitBeforeAttempt(failure, EPOCH + now, false), sentAt + cycle(lifetime) - now)
  while (now < end) {
    if (untilDue() <= 0) {
      requests.push(now)
      const isOut = now >= from && now < until
      failure = isOut ? nextFailure(error, failure, null, environment) : null
      if (!isOut) sentAt = now
    }
    const tokenEnd = sentAt + lifetime - now
    const nextLook = Math.min(LONGEST_LOOK, untilDue(), tokenEnd > 0 ? tokenEnd : LONGEST_LOOK)
    now += Math.max(SHORTEST_LOOK, Math.min(LONGEST_LOOK, Math.ceil(nextLook) + 1))
  }
  return requests
}

export interface Peak {
  /** Requests in the busiest second. */
  readonly requests: number
  /** Which second since the outage began, or ended. */
  readonly second: number
}

export interface Herd {
  /** Requests a second in the four minutes before. */
  readonly steady: number
  /** The busiest second of the outage itself. */
  readonly during: Peak
  /** The busiest second of all that come after it. */
  readonly after: Peak
  /** The busiest second once everybody is back: the same clients, a cycle and more later. */
  readonly later: Peak
  /** Seconds after the outage until the last client had its answer. */
  readonly allBackAfter: number
  /** Requests that each client made in the outage, ascending. */
  readonly perClient: readonly number[]
}

export function simulateHerd(outage: Outage): Herd {
  const { clients, lifetime, from, until, end } = outage
  const inSecond = new Uint32Array(Math.ceil(end / 1_000) + 61)
  const perClient = new Uint16Array(clients)
  let lastBack = 0
  for (let index = 0; index < clients; index += 1) {
    let isBack = false
    for (const at of requestsOf(outage, index)) {
      inSecond[Math.floor(at / 1_000)]! += 1
      if (at >= from && at < until) perClient[index]! += 1
      if (at < until || isBack) continue
      isBack = true
      // Who had a good token when the outage ended misses nothing.
      if (perClient[index]) lastBack = Math.max(lastBack, at)
    }
  }
  const busiest = (begin: number, stop: number): Peak => {
    const seconds = inSecond.subarray(begin / 1_000, Math.floor(stop / 1_000))
    const requests = seconds.reduce((most, count) => Math.max(most, count), 0)
    return { requests, second: seconds.indexOf(requests) + 1 }
  }
  const before = inSecond.subarray((from - cycle(lifetime)) / 1_000, from / 1_000)
  return {
    steady: before.reduce((sum, count) => sum + count, 0) / before.length,
    during: busiest(from, until),
    after: busiest(until, end),
    later: busiest(until + cycle(lifetime), end),
    allBackAfter: (lastBack - until) / 1_000,
    perClient: [...perClient.sort()],
  }
}

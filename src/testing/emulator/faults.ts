// The line of faults: each refresh request takes the next one.
import type { Fault, FaultKind } from './types'

/** A fault with everything filled in. */
export interface PreparedFault {
  kind: FaultKind
  /** Whether the refresh is done although the caller does not see it, or sees something else. */
  committed: boolean
  /** The value of the Retry-After header. */
  retryAfter: string
  /** Where a redirect leads. */
  location: string
}

const COMMITTED: Record<FaultKind, boolean> = {
  'cut-before': false,
  'cut-after': true,
  'cut-in-body': true,
  hang: false,
  '500': false,
  'html-502': false,
  'html-200': false,
  'empty-200': false,
  busy: false,
  '429': false,
  'expired-token': true,
  'no-exp': true,
  undecodable: true,
  huge: true,
  redirect: false,
  'no-cors': true,
}

/** The faults whose answer is the refresh's own, altered: there is none without a refresh. */
const ALTERED: readonly FaultKind[] = ['cut-in-body', 'expired-token', 'no-exp', 'undecodable', 'huge', 'no-cors']

export const isAltered = (kind: FaultKind): boolean => ALTERED.includes(kind)

function headerValue(retryAfter: unknown): string {
  if (typeof retryAfter === 'number' && Number.isFinite(retryAfter)) return String(retryAfter)
  if (retryAfter instanceof Date && !Number.isNaN(retryAfter.getTime())) return retryAfter.toUTCString()
  if (typeof retryAfter === 'string' && /^[\x20-\x7e]*$/.test(retryAfter)) return retryAfter
  throw new TypeError('The fault\'s "retryAfter" must be a number of seconds, a valid Date, or a printable text.')
}

export function prepare(fault: Fault): PreparedFault {
  const details: { kind?: unknown; committed?: unknown; retryAfter?: unknown; location?: unknown } =
    typeof fault === 'object' && fault !== null ? fault : { kind: fault }
  const kind = details.kind as FaultKind
  if (typeof kind !== 'string' || !Object.hasOwn(COMMITTED, kind)) {
    throw new TypeError(`There is no fault ${JSON.stringify(kind)}. There are: ${Object.keys(COMMITTED).join(', ')}.`)
  }
  const { committed = COMMITTED[kind], retryAfter = 1, location = 'https://elsewhere.invalid/' } = details
  if (typeof committed !== 'boolean') throw new TypeError('The fault\'s "committed" must be true or false.')
  if (typeof location !== 'string' || !URL.canParse(location))
    throw new TypeError('The fault\'s "location" must be a URL as text.')
  if (!committed && isAltered(kind))
    throw new TypeError(`The fault "${kind}" alters a refresh's answer: it is always committed.`)
  return { kind, committed, retryAfter: headerValue(retryAfter), location: new URL(location).href }
}

/** The faults that wait for their request. */
export interface FaultLine {
  /** Puts them in line, all or, if one is wrong, none. */
  add(faults: Fault | readonly Fault[]): void
  next(): PreparedFault | null
  clear(): void
}

export function createFaultLine(): FaultLine {
  const waiting: PreparedFault[] = []
  return {
    add: (faults) => void waiting.push(...[faults].flat().map((fault) => prepare(fault))),
    next: () => waiting.shift() ?? null,
    clear: () => void waiting.splice(0),
  }
}

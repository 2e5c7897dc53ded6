// The faults of calls other than the refresh: a line for each call.
import { findCall } from './calls'
import { prepare, type PreparedFault } from './faults'
import type { CallFault } from './sign-in-types'

/** A fault of a call, with everything filled in. */
export type PreparedCallFault =
  PreparedFault | { kind: 'refused'; code: string; status: number } | { kind: 'status'; status: string }

export interface CallFaults {
  /** Puts them in line for the call, all or, if one is wrong, none. */
  add(path: string, faults: CallFault | readonly CallFault[]): void
  next(path: string): PreparedCallFault | null
  clear(): void
}

const CODE = /^[\w.-]{1,64}$/

/** Those that concern the tokens of a refresh. */
const OF_TOKENS: readonly unknown[] = ['expired-token', 'no-exp', 'undecodable', 'huge']

export function createCallFaults(): CallFaults {
  const lines = new Map<string, PreparedCallFault[]>()
  return {
    add(path, faults) {
      const call = findCall(path)
      const prepared = [faults].flat().map((fault) => prepareCallFault(fault))
      lines.set(call.path, [...(lines.get(call.path) ?? []), ...prepared])
    },
    next: (path) => lines.get(path)?.shift() ?? null,
    clear: () => lines.clear(),
  }
}

function prepareCallFault(fault: CallFault): PreparedCallFault {
  const details = typeof fault === 'object' && fault !== null ? fault : { kind: fault }
  if (details.kind === 'refused') {
    const { code, status = 400 } = details
    if (typeof code !== 'string' || !CODE.test(code))
      throw new TypeError('The fault\'s "code" must be an error code, such as SDK.LOGIN.1002.')
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw new TypeError('The fault\'s "status" must be a whole number from 400 to 599.')
    return { kind: 'refused', code, status }
  }
  if (details.kind === 'status') {
    const { status } = details
    if (typeof status !== 'string' || status === '') throw new TypeError('The fault\'s "status" must be a text.')
    return { kind: 'status', status }
  }
  if (OF_TOKENS.includes(details.kind))
    throw new TypeError(`The fault "${details.kind}" is one of refreshes: use fail() for it.`)
  return prepare(fault as Exclude<CallFault, { kind: 'refused' } | { kind: 'status' }>)
}

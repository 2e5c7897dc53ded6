// The table of calls that the emulator knows besides the refresh: a row each, as the service's pages have them.
// Left out, for no browser makes them or their pages say too little: the calls of WeChat's mini programs, and registration.
import type { EmulatedCall } from './call'
import { CODE_CALLS } from './code-calls'
import { SELF_SERVICE } from './self-service'
import { STEPS } from './steps'
import { WAYS_IN } from './ways-in'

export const EMULATED_CALLS: readonly EmulatedCall[] = [...WAYS_IN, ...STEPS, ...CODE_CALLS, ...SELF_SERVICE]

/** The call whose path ends so. Throws a `TypeError` that names them all if there is none, or more than one. */
export function findCall(path: string): EmulatedCall {
  const found = EMULATED_CALLS.filter(
    (call) => typeof path === 'string' && path.startsWith('/') && call.path.endsWith(path),
  )
  if (found.length === 1 && found[0]) return found[0]
  const paths = EMULATED_CALLS.map((call) => call.path.replace('/api/v2/sdk', '')).join(', ')
  if (typeof path === 'string' && path.endsWith('/id-token'))
    throw new TypeError('A refresh has a line of its own: use fail().')
  throw new TypeError(`There is not one call ${JSON.stringify(path)}, but there are: ${paths}.`)
}

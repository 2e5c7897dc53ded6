// What each fault of the emulator looks like to a client.
import type { Fault } from 'react-ciam/testing'

/** The code of the error, or `refreshed`. */
export const FAULTS: readonly (readonly [Fault, string])[] = [
  ['cut-before', 'NETWORK'],
  ['cut-after', 'NETWORK'],
  ['cut-in-body', 'INVALID_RESPONSE'],
  ['hang', 'TIMEOUT'],
  ['500', 'SERVICE_BUSY'],
  ['html-502', 'SERVICE_BUSY'],
  ['html-200', 'INVALID_RESPONSE'],
  ['empty-200', 'INVALID_RESPONSE'],
  ['busy', 'SERVICE_BUSY'],
  [{ kind: '429', retryAfter: 3 }, 'SERVICE_BUSY'],
  ['expired-token', 'refreshed'],
  ['no-exp', 'refreshed'],
  ['undecodable', 'refreshed'],
  ['huge', 'INVALID_RESPONSE'],
  ['redirect', 'NETWORK'],
  ['no-cors', 'NETWORK'],
]

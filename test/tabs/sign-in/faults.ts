// What is no answer of the service, and the error's code that each of it stands for.
import type { CallFault } from 'react-ciam/testing'
import { isFirefox } from '../../browser/chosen'
import type { RecordedService } from './recorded-service'

export const FAULTS = {
  '500': 'SERVICE_BUSY',
  '429': 'SERVICE_BUSY',
  busy: 'SERVICE_BUSY',
  'html-502': 'SERVICE_BUSY',
  'html-200': 'INVALID_RESPONSE',
  'empty-200': 'INVALID_RESPONSE',
  'cut-in-body': 'INVALID_RESPONSE',
  'cut-before': 'NETWORK',
  'cut-after': 'NETWORK',
  'no-cors': 'NETWORK',
  redirect: 'NETWORK',
} as const

export type Kind = keyof typeof FAULTS
const KINDS = Object.keys(FAULTS) as Kind[]

/** After these Firefox itself sends a GET again, whatever the page asks for; Chromium does not, on a fresh connection. */
export const CUTS = ['cut-before', 'cut-after'] as const

/** Those that a page gets to see. */
export const kindsFor = (isGet: boolean): Kind[] =>
  KINDS.filter((kind) => !(isGet && isFirefox() && CUTS.some((cut) => cut === kind)))

/** Where the service says yes with an empty answer, one of these is a yes: half of nothing is as much. */
export const YES: readonly Kind[] = ['empty-200', 'cut-in-body']

/** A redirect leads to a service that would take the call, and say yes. */
export function faultFor(kind: Kind, path: string, elsewhere: RecordedService): CallFault {
  return kind === 'redirect' ? { kind, location: `${elsewhere.url}/api/v2/sdk${path}` } : { kind }
}

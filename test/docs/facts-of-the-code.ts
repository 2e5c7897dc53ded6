// What the code says where a page repeats it: headers, codes, keys.
import { readFileSync } from 'node:fs'
import { createServiceHeaders } from '../../src/protocol/endpoint'
import { declaredNames } from './type-check'

/** Every header that a page sends to the service, in lower case and sorted: what CORS must allow. */
export function headersToAllow(): string[] {
  const device = { fingerprint: 'a', osVersion: 'b', userAgent: 'c', ip: 'd' }
  const service = Object.keys(createServiceHeaders({ clientId: 'a', device, language: 'en' }))
  const sent = [...service, ...declaredNames('src/client/types.ts', 'SessionTokenHeader')]
  return [...sent, 'Authorization', 'X-state-token'].map((name) => name.toLowerCase()).sort()
}

/** The service's codes that the package knows. */
export function declaredServiceCodes(): string[] {
  const source = readFileSync('src/protocol/service-errors.ts', 'utf8')
  return [...source.matchAll(/case '([\w.]+)'/g)].map(([, code]) => code ?? '')
}

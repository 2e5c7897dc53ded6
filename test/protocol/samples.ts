// Sample tokens in the two payload shapes that tenants send, and what the protocol tests share.
import { inspect } from 'node:util'
import type { ServiceResponse } from '../../src/protocol/replies'

const base64Url = (text: string): string => Buffer.from(text, 'utf8').toString('base64url')

/** An unsigned token in three parts around any payload text. */
export const tokenOf = (payload: unknown, text: string = JSON.stringify(payload)): string =>
  `${base64Url('{"kid":"k1","alg":"RS256"}')}.${base64Url(text)}.c2lnbmF0dXJl`

/** Shape A: the user's fields at the top level. */
export const topLevelPayload = {
  iss: 'https://tenant.example.com/api/v1/oauth2',
  aud: 'pOJuaXGJdj4VsO6fiQQiJbkrqIqH16j6',
  sub: 'admin',
  exp: 1646883779,
  jti: 'ZkXggqBg6gELjDNSJT0wsA',
  iat: 1646876579,
  nbf: 1646876459,
  id: '20220126141507920-C9B7-124F35B4D',
  name: 'admin11',
  userName: 'admin',
  mobile: '+86-182xxxxxxxx',
  email: 'a***@qq.com',
}

const nestedUser = {
  name: '',
  mobile: '+86-159xxxxxxxx',
  id: '20220425140138519-BF1B-528B0551B',
  userName: 'l***',
  email: '...',
}

const nestedRest = {
  iss: 'Issuer',
  aud: 'Audience',
  exp: 1653484412,
  jti: 'yLRTfWcUdbOOyAilwYSFjg',
  iat: 1653466412,
  nbf: 1653466292,
  sub: 'subject',
}

/** Shape B: the user's fields in a JSON string under `api`. */
export const nestedPayload = { ...nestedRest, api: JSON.stringify(nestedUser) }

/** What shape B becomes. */
export const nestedClaims = { ...nestedUser, ...nestedRest }

/** The id_token of the service's own page, which has lost its middle and cannot be decoded. */
export const PAGE_ID_TOKEN = 'eyJraWQiOiI0NjJXEuY29tIn0.Jz3pZhvpVQDK99SSwR_SnJE1w0.69wHREjAhMw4Q2uo7CX'

/** The session_token of the same page. */
export const PAGE_SESSION_TOKEN = 'nRUxqRE5TSlQwd3NBIiwiaW'

/** An answer of the service; a body that is no string is sent as JSON. */
export function answer(status: number, body: unknown, headers: Record<string, string> = {}): ServiceResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { status, headers: new Headers(headers), text: () => Promise.resolve(text) }
}

/** An answer whose connection is cut while its body is read. */
export function cutAnswer(status: number, cause: Error = new TypeError('terminated')): ServiceResponse {
  return { status, headers: new Headers(), text: () => Promise.reject(cause) }
}

/** Everything that a log may show of an error. */
export const printed = (error: unknown): string =>
  [inspect(error, { depth: 9, showHidden: false }), JSON.stringify(error), String(error)].join('\n')

/** Runs something that must throw, and gives what it threw. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

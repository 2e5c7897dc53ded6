// Calls of the emulated service as an application makes them, for the tests beside this file.
import { EMULATOR_CLIENT_ID, EMULATOR_PASSWORD, type Emulator, type EmulatorEmailType } from 'react-ciam/testing'

export const ORIGIN = 'https://tenant.example'
export const REFRESH = '/api/v2/sdk/sso/session-token/id-token'
export const LOGIN = '/api/v2/sdk/login'

/** Every header that a call needs, apart from the session token. */
export const SERVICE_HEADERS = {
  'X-operating-sys-version': 'windows10.1.1',
  'X-device-fingerprint': 'fingerprint-of-a-test',
  'X-agent': 'Mozilla/5.0 (test)',
  'X-L': 'en',
  'X-client-id': EMULATOR_CLIENT_ID,
  'content-type': 'application/json',
}

/** Headers over the usual ones; an undefined one is left out. */
export type Changes = Record<string, string | undefined>

export function headersWith(changes: Changes): Headers {
  const headers = new Headers(SERVICE_HEADERS)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) headers.delete(name)
    else headers.set(name, value)
  }
  return headers
}

export function refreshRequest(sessionToken: string, changes: Changes = {}, base = ORIGIN): Request {
  return new Request(base + REFRESH, {
    method: 'POST',
    headers: headersWith({ 'session-token': sessionToken, ...changes }),
  })
}

export function loginRequest(
  userName: string,
  password = EMULATOR_PASSWORD,
  changes: Changes = {},
  base = ORIGIN,
): Request {
  const body = JSON.stringify({ user_name: userName, password })
  return new Request(base + LOGIN, { method: 'POST', headers: headersWith(changes), body })
}

/** An answer's status and JSON. */
export interface Answer {
  status: number
  body: Record<string, unknown>
}

export async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** Refreshes in the page, with the CIAM header. */
export async function refresh(emulator: Emulator, sessionToken: string, changes: Changes = {}): Promise<Answer> {
  return answerOf(await emulator.handle(refreshRequest(sessionToken, changes)))
}

export async function login(
  emulator: Emulator,
  userName: string,
  password?: string,
  changes?: Changes,
): Promise<Answer> {
  return answerOf(await emulator.handle(loginRequest(userName, password, changes)))
}

/** The session_token of a reply. */
export const tokenOf = ({ body }: Answer): string => String(body.session_token)

/** The end of every path of the service. */
export const SDK = '/api/v2/sdk'

/** What a call sends over the usual headers; with a body it is a POST. */
export interface Sent {
  body?: unknown
  headers?: Changes
  query?: string
}

export function callRequest(path: string, { body, headers = {}, query = '' }: Sent = {}, base = ORIGIN): Request {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return new Request(`${base}${SDK}${path}${query}`, { ...init, headers: headersWith(headers) })
}

/** Makes a call below `SDK`. An empty body is `{}`. */
export async function call(emulator: Emulator, path: string, sent: Sent = {}): Promise<Answer> {
  const response = await emulator.handle(callRequest(path, sent))
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
}

/** The code of an error, or the status of a reply, trimmed. */
export const said = ({ body }: Answer): string => String(body.error_code ?? body.status).trim()

/** The last code that arrived. */
export const lastCode = (emulator: Emulator): string => emulator.outbox.entries().at(-1)?.code ?? ''

/** Asks for a code by SMS; gives what arrived. */
export async function smsCode(emulator: Emulator, mobile: string, type: string): Promise<string> {
  await call(emulator, '/sms/send', { body: { mobile, type } })
  return lastCode(emulator)
}

/** A code by e-mail. */
export function emailCode(emulator: Emulator, email: string, type: EmulatorEmailType): string {
  emulator.sendEmailCode(email, type)
  return lastCode(emulator)
}

/** The header with the state_token of a half-finished sign-in. */
export async function halfSignedIn(emulator: Emulator, userName: 'warn' | 'expired' | 'mfa'): Promise<Changes> {
  return { 'X-state-token': String((await login(emulator, userName)).body.state_token) }
}

/** The same for a social account. */
export async function halfSignedInByWeChat(emulator: Emulator, code: string): Promise<Changes> {
  return { 'X-state-token': String((await call(emulator, '/login/wechat', { body: { code } })).body.state_token) }
}

/** The header with a user's id_token. */
export async function bearer(emulator: Emulator, userName?: string): Promise<Changes> {
  return { Authorization: `Bearer ${(await emulator.login(userName)).id_token}` }
}

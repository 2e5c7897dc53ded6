// Calls of the emulated service as an application makes them, for the tests beside this file.
import { EMULATOR_CLIENT_ID, EMULATOR_PASSWORD, type Emulator } from 'react-ciam/testing'

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

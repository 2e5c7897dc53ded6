// What a password, a code and each token may stand in; anywhere else it is a leak. Looked for after every test.
import { expect } from 'vitest'
import type { Tab } from '../../browser/tab'
import { storedTexts } from '../profile'
import type { Sent } from './recorded-service'

type Where = 'password' | 'code' | 'state token' | 'captcha token' | 'session token' | 'id token'

/** The fields of a request's body, and its headers, that hold it on purpose. */
const PLACES: Record<Where, { fields: readonly string[]; header: string | null }> = {
  password: { fields: ['password', 'old_password', 'new_password'], header: null },
  code: { fields: ['verify_code'], header: null },
  'state token': { fields: [], header: 'x-state-token' },
  // The service makes it of the puzzle's token and the answer.
  'captcha token': { fields: ['captcha_token', 'token'], header: null },
  'session token': { fields: [], header: 'session-token' },
  'id token': { fields: [], header: 'authorization' },
}

/** Those that are a session, and so are stored. */
const STORED: readonly Where[] = ['session token', 'id token']

export type Secrets = ReadonlyMap<string, Where>

/** What went over the wire as a secret, in requests and in answers. */
export function secretsOf(sent: readonly Sent[]): Secrets {
  const found = new Map<string, Where>()
  const note = (value: unknown, where: Where) => typeof value === 'string' && value && found.set(value, where)
  for (const { path, body, reply } of sent) {
    for (const name of PLACES.password.fields) note(body?.[name], 'password')
    note(body?.verify_code, 'code')
    note(reply?.state_token, 'state token')
    note(reply?.captcha_token, 'captcha token')
    if (path === '/captcha') note(reply?.token, 'captcha token')
    note(reply?.session_token, 'session token')
    note(reply?.id_token, 'id token')
  }
  return found
}

/** Digits of a code count only where no other digit is beside them: a time or a mobile number may happen to hold them. */
const holds = (text: string, secret: string): boolean =>
  /^\d+$/.test(secret) ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(text) : text.includes(secret)

/** What a text holds of them. */
export const secretsIn = (text: string, secrets: Secrets): Where[] =>
  [...secrets].flatMap(([secret, where]) => (holds(text, secret) ? [where] : []))

/** No request has a query, and each secret is only where its own call has it. */
export function expectRequestsClean(sent: readonly Sent[], secrets: Secrets): void {
  const leaks: string[] = []
  for (const { method, path, url, headers, body } of sent) {
    if (url.includes('?') && path !== '/api/v1/logout') leaks.push(`${path} has a query`)
    if (method === 'GET' && body) leaks.push(`GET ${path} has a body`)
    const parts: [string, string][] = [['the URL', url]]
    for (const [name, value] of Object.entries(headers)) parts.push([`header ${name}`, value])
    for (const [name, value] of Object.entries(body ?? {})) parts.push([`field ${name}`, JSON.stringify(value)])
    for (const [secret, where] of secrets) {
      const { fields, header } = PLACES[where]
      const allowed = [
        ...fields.map((name) => `field ${name}`),
        header && `header ${header}`,
        header && `header x-${header}`,
      ]
      for (const [part, text] of parts) {
        if (!allowed.includes(part) && holds(text, secret)) leaks.push(`${where} in ${part} of ${path}`)
      }
    }
  }
  expect(leaks).toEqual([])
}

/** Everything that outlives a page or leaves it: storages, cookies, caches, history, name, address, markup, other tabs. */
async function keptTexts(tab: Tab): Promise<Record<string, string>> {
  const kept = await tab.evaluate(async () => ({
    session: JSON.stringify({ ...sessionStorage }),
    cookie: document.cookie,
    caches: JSON.stringify(await caches.keys()),
    history: JSON.stringify(history.state),
    name: window.name,
    address: location.href,
    posted: window.heard.posted.join(),
    markup: document.documentElement.outerHTML,
    state: window.flow.texts().join(),
    globals: JSON.stringify(Object.entries(window).filter(([, value]) => typeof value === 'string')),
  }))
  return { ...(await storedTexts(tab)), ...kept }
}

/** A page keeps nothing that a sign-in uses; of the session, only storage does. */
export async function expectNothingKept(tab: Tab, secrets: Secrets): Promise<void> {
  const leaks: string[] = []
  for (const [place, text] of Object.entries(await keptTexts(tab))) {
    for (const [secret, where] of secrets) {
      const isAllowed = STORED.includes(where) && (place.startsWith('local ') || place.includes('react-ciam'))
      if (!isAllowed && holds(text, secret)) leaks.push(`${where} in ${place}`)
    }
  }
  expect(leaks).toEqual([])
}

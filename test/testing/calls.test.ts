// The table of calls: what holds for every row, in both dialects.
import { describe, expect, test } from 'vitest'
import { createEmulator, type Emulator, type EmulatorOptions, type LedgerEntry } from 'react-ciam/testing'
import type { EmulatedCall } from '../../src/testing/emulator/call'
import { EMULATED_CALLS } from '../../src/testing/emulator/calls'
import {
  bearer,
  call,
  callRequest,
  type Changes,
  halfSignedIn,
  halfSignedInByWeChat,
  headersWith,
  ORIGIN,
  said,
  SDK,
  type Sent,
} from './service-calls'

const DIALECTS = ['ciam', 'eiam'] as const
type Dialect = (typeof DIALECTS)[number]

/** What each fault of a request is answered with. */
const CODES = {
  device: { ciam: 'IDAAS.SDK.PARAM.0001', eiam: 'SDK.COMMON.1003' },
  clientId: { ciam: 'IDAAS.SDK.PARAM.0002', eiam: 'SDK.COMMON.1001' },
  app: { ciam: 'IDAAS.SDK.PARAM.0003', eiam: 'SDK.COMMON.1012' },
  field: { ciam: 'IDAAS.SDK.COMMON.1001', eiam: 'SDK.COMMON.1001' },
  noStateToken: { ciam: 'IDAAS.SDK.PARAM.0014', eiam: 'SDK.COMMON.1001' },
  stateToken: { ciam: 'IDAAS.SDK.PARAM.0014', eiam: 'SDK.COMMON.1007' },
  idToken: { ciam: 'IDAAS.SDK.PARAM.0016', eiam: 'IDAAS.SDK.PARAM.0016' },
}

const pathOf = (row: EmulatedCall) => row.path.slice(SDK.length)
const cases = EMULATED_CALLS.flatMap((row) =>
  DIALECTS.map((dialect): [string, Dialect, EmulatedCall] => [`${row.method} ${pathOf(row)}`, dialect, row]),
)
const casesWith = (header: EmulatedCall['header']) => cases.filter(([, , row]) => row.header === header)

const firstOf = (names: string | readonly string[]): string => [names].flat()[0] ?? ''

/** A body with something in each field that is wanted, and in the one that is wanted of who has a password. */
const bodyOf = (row: EmulatedCall): Record<string, string> =>
  Object.fromEntries(['old_password', ...row.fields].map((names) => [firstOf(names), 'something']))

/** The header that a row wants, good for it. */
async function headerFor(emulator: Emulator, row: EmulatedCall): Promise<Changes> {
  if (row.header === null) return {}
  if (row.header === 'Authorization') return bearer(emulator)
  if (row.purposes.includes('PASSWORD_WARN')) return halfSignedIn(emulator, 'warn')
  return row.purposes.includes('MFA_AUTH')
    ? halfSignedIn(emulator, 'mfa')
    : halfSignedInByWeChat(emulator, 'wechat-new')
}

/** Calls a row with all that it wants, changed. */
async function callRow(row: EmulatedCall, options: EmulatorOptions, changes: { headers?: Changes; without?: string }) {
  const emulator = createEmulator(options)
  const headers = { ...(await headerFor(emulator, row)), ...changes.headers }
  const body = bodyOf(row)
  delete body[changes.without ?? '']
  return call(emulator, pathOf(row), row.method === 'POST' ? { body, headers } : { headers })
}

test('each call is there once, under a path of the service', () => {
  const names = EMULATED_CALLS.map(({ path }) => path)
  expect(new Set(names).size).toBe(names.length)
  expect(names.every((name) => name.startsWith(`${SDK}/`))).toBe(true)
  expect(EMULATED_CALLS).toHaveLength(20)
})

describe.each(cases)('%s (%s)', (_name, dialect, row) => {
  test.each([
    ['X-operating-sys-version', CODES.device],
    ['X-device-fingerprint', CODES.device],
    ['X-agent', CODES.device],
    ['content-type', CODES.device],
    ['X-client-id', CODES.clientId],
  ])('without %s it is refused', async (name, code) => {
    const answer = await callRow(row, { dialect }, { headers: { [name]: undefined } })
    expect([answer.status, said(answer)]).toEqual([400, code[dialect]])
  })

  test('for an app that is not registered it is refused', async () => {
    expect(said(await callRow(row, { dialect }, { headers: { 'X-client-id': 'another' } }))).toBe(CODES.app[dialect])
  })

  test('without a field that it wants it is refused, and the text names the field', async () => {
    for (const names of row.fields) {
      const { status, body } = await callRow(row, { dialect }, { without: firstOf(names) })
      expect([status, body.error_code]).toEqual([400, CODES.field[dialect]])
      expect(body.error_msg).toBe(`${[names].flat().join('/')} cannot be empty`)
    }
  })

  test('with all that it wants none of these refusals comes', async () => {
    const general: string[] = Object.values(CODES).map((code) => code[dialect])
    expect(general).not.toContain(said(await callRow(row, { dialect }, {})))
  })

  test('by the other method it is not there', async () => {
    const request = row.method === 'GET' ? callRequest(pathOf(row), { body: {} }) : callRequest(pathOf(row))
    const response = await createEmulator({ dialect }).handle(request)
    expect([response.status, response.headers.get('allow')]).toEqual([405, row.method])
  })

  test('a gateway’s 502 stands for its answer when asked for, once', async () => {
    const emulator = createEmulator({ dialect })
    emulator.failCall(pathOf(row), 'html-502')
    const send = async () =>
      (await emulator.handle(callRequest(pathOf(row), row.method === 'POST' ? { body: {} } : {}))).status
    expect(await send()).toBe(502)
    expect(await send()).not.toBe(502)
  })
})

describe.each(casesWith('X-state-token'))('%s (%s)', (_name, dialect, row) => {
  const refusal = async (headers: Changes) => said(await callRow(row, { dialect }, { headers }))

  test('without a state_token it is refused', async () => {
    expect(await refusal({ 'X-state-token': undefined })).toBe(CODES.noStateToken[dialect])
    expect(await refusal({ 'X-state-token': ' ' })).toBe(CODES.noStateToken[dialect])
  })

  test('with an unknown state_token it is refused', async () => {
    expect(await refusal({ 'X-state-token': 'x'.repeat(64) })).toBe(CODES.stateToken[dialect])
  })

  test('with a state_token for something else it is refused', async () => {
    const emulator = createEmulator({ dialect })
    const headers =
      row.header === 'X-state-token' && row.purposes.includes('MFA_AUTH')
        ? await halfSignedIn(emulator, 'expired')
        : await halfSignedIn(emulator, 'mfa')
    const sent: Sent = row.method === 'POST' ? { body: bodyOf(row), headers } : { headers }
    const answer = await call(emulator, pathOf(row), sent)
    expect([answer.status, said(answer)]).toEqual([400, CODES.stateToken[dialect]])
  })

  test('after ten minutes of the service’s clock the state_token is refused, and not before', async () => {
    const emulator = createEmulator({ dialect })
    const headers = await headerFor(emulator, row)
    const send = () => call(emulator, pathOf(row), row.method === 'POST' ? { body: {}, headers } : { headers })
    emulator.clock.advance(590_000)
    if (row.fields.length > 0) expect(said(await send())).toBe(CODES.field[dialect])
    emulator.clock.advance(10_000)
    expect(said(await send())).toBe(CODES.stateToken[dialect])
  })
})

describe.each(casesWith('Authorization'))('%s (%s)', (_name, dialect, row) => {
  test('without a genuine id_token that is in time it is refused with 400, never 401', async () => {
    const foreign = await bearer(createEmulator({ dialect }))
    for (const Authorization of [undefined, 'Bearer x', 'Basic eA==', foreign.Authorization]) {
      const answer = await callRow(row, { dialect }, { headers: { Authorization } })
      expect([answer.status, said(answer)]).toEqual([400, CODES.idToken[dialect]])
    }
    const emulator = createEmulator({ dialect })
    const headers = await bearer(emulator)
    emulator.clock.advance(301_000)
    const sent: Sent = row.method === 'POST' ? { body: bodyOf(row), headers } : { headers }
    expect(said(await call(emulator, pathOf(row), sent))).toBe(CODES.idToken[dialect])
  })
})

describe('the ledger', () => {
  /** The entries as text, without what is made of secrets and chance: those are looked at on their own. */
  function textOf(entries: readonly LedgerEntry[]): string {
    for (const { token, issued, fingerprint } of entries) {
      for (const hash of [token, issued, fingerprint]) if (hash !== null) expect(hash).toMatch(/^[0-9a-f]{12}$/)
    }
    return JSON.stringify(entries.map((entry) => ({ ...entry, time: 0, token: '', issued: '', fingerprint: '' })))
  }

  const SENT_EVERYWHERE = [
    ...[
      'user_name',
      'mobile',
      'email',
      'password',
      'old_password',
      'new_password',
      'verify_code',
      'code',
      'type',
      'id',
    ],
    ...['point_json', 'token', 'sender', 'captcha_token', 'session_token', 'state_token', 'name', 'something-else'],
  ]

  test.each(DIALECTS)('(%s) holds nothing of what any call was sent, wherever it stood', async (dialect) => {
    const emulator = createEmulator({ dialect })
    const secrets: string[] = []
    const secret = (name: string) => (secrets.push(`secret-${name}-${secrets.length}`), secrets.at(-1)!)
    for (const row of EMULATED_CALLS) {
      for (const header of [await headerFor(emulator, row), {}]) {
        secrets.push(...Object.values(header).map((value) => (value ?? '').replace('Bearer ', '')))
        const headers: Changes = {
          'X-state-token': secret('state'),
          Authorization: `Bearer ${secret('id')}`,
          ...header,
        }
        headers['session-token'] = secret('session')
        headers['X-device-fingerprint'] = secret('fingerprint')
        const body = Object.fromEntries(SENT_EVERYWHERE.map((name) => [name, secret(name)]))
        const query = `?password=${secret('query')}`
        const sent = row.method === 'POST' ? { body, headers, query } : { headers, query }
        await call(emulator, pathOf(row), sent)
        emulator.failCall(pathOf(row), ['500', 'cut-after'])
        await call(emulator, pathOf(row), sent)
        await call(emulator, pathOf(row), sent).catch(() => null)
      }
    }
    const text = textOf(emulator.ledger.entries())
    expect(emulator.ledger.entries().length).toBeGreaterThan(EMULATED_CALLS.length * 6)
    expect(secrets.length).toBeGreaterThan(600)
    expect(secrets.filter((value) => text.includes(value))).toEqual([])
  })

  test('has an entry for each call, with what became of it', async () => {
    const emulator = createEmulator()
    await call(emulator, '/login/auth', { body: { user_name: 'second', password: 'Emulator-1' } })
    const state = await halfSignedIn(emulator, 'warn')
    await call(emulator, '/pwd/skip-update', { headers: state })
    await call(emulator, '/pwd/skip-update', { headers: state })
    await call(emulator, '/login/wechat', { body: { code: 'wechat-unbound' } })
    await call(emulator, '/captcha')
    await call(emulator, '/profile/update', { body: {}, headers: await bearer(emulator) })
    await emulator.handle(new Request(`${ORIGIN}/api/v1/logout`, { headers: headersWith({}) }))
    expect(emulator.ledger.entries().map(({ kind, outcome, committed }) => [kind, outcome, committed])).toEqual([
      ['login', 'SUCCESS', true],
      ['login', 'PASSWORD_WARN', false],
      ['step', 'SUCCESS', true],
      ['step', '0014', false],
      ['login', 'SOCIAL_BIND', false],
      ['code', 'ok', true],
      ['self-service', 'ok', true],
      ['logout', 'ok', false],
    ])
  })
})

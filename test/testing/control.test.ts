// The control routes of the emulator's server, as a page in another process uses them.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createEmulator } from 'react-ciam/testing'
import { startEmulatorServer, type EmulatorServer } from '../../src/testing/server'
import { answerOf, callRequest, refreshRequest, REFRESH, said } from './service-calls'

let server: EmulatorServer

beforeAll(async () => {
  server = await startEmulatorServer({ options: { rotation: 'on' } })
})

afterEach(() => {
  server.emulator.reset()
})

afterAll(() => server.close())

const send = (token: string) => fetch(refreshRequest(token, {}, server.url))

describe('control routes', () => {
  const control = async (path: string, body?: unknown) => {
    const init =
      body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    return answerOf(await fetch(`${server.url}/__emulator${path}`, init))
  }

  test('tell what there is', async () => {
    const { body } = await control('')
    expect(body).toMatchObject({ options: { rotation: 'on', dialect: 'ciam' }, paths: { refresh: REFRESH } })
    expect(body.users).toContainEqual({ userName: 'demo', status: 'SUCCESS' })
    expect(body.socialAccounts).toContainEqual({ code: 'wechat-new', status: 'USER_REGISTER' })
    expect(body.calls).toContainEqual({
      method: 'GET',
      path: '/api/v2/sdk/captcha',
      purpose: 'get a puzzle',
    })
  })

  test('sign in, set faults, turn the clock, change options, reset', async () => {
    const { session_token: token } = (await control('/login', { userName: 'second' })).body
    expect((await control('/fail', ['busy', { kind: '429', retryAfter: 3 }])).status).toBe(200)
    expect([(await send(String(token))).status, (await send(String(token))).status]).toEqual([400, 429])
    await control('/configure', { sessionLifetime: 10, rotation: 'off' })
    expect((await control('/clock', { advance: 604_800_000 })).body.now).toBeGreaterThan(Date.now() + 604_000_000)
    expect((await send(String(token))).status).toBe(400)
    await control('/reset', {})
    expect(server.emulator.options()).toMatchObject({ sessionLifetime: 604_800, rotation: 'on' })
  })

  test('give the codes that were sent, send one by e-mail, and tell how a puzzle is solved', async () => {
    await fetch(callRequest('/sms/send', { body: { mobile: '1', type: 'LOGIN_SMS' } }, server.url))
    expect((await control('/email-code', { email: 'demo@example.com', type: 'LOGIN_EMS' })).status).toBe(200)
    expect((await control('/outbox')).body.entries).toEqual(server.emulator.outbox.entries())
    expect(server.emulator.outbox.entries().map(({ to }) => to)).toEqual(['1', 'demo@example.com'])
    const puzzle = await answerOf(await fetch(callRequest('/captcha', {}, server.url)))
    const x = server.emulator.captchaSolution(String(puzzle.body.token))
    expect((await control('/captcha', { token: puzzle.body.token })).body).toEqual({ x })
    expect([typeof x, (await control('/captcha', {})).body.x]).toEqual(['number', null])
  })

  test('set faults of other calls than the refresh', async () => {
    await control('/fail-call', { path: '/captcha', fault: ['busy', { kind: 'refused', code: 'SDK.COMMON.1009' }] })
    const send = async () => said(await answerOf(await fetch(callRequest('/captcha', {}, server.url))))
    expect([await send(), await send(), await send()]).toEqual(['IDAAS.SDK.COM.0002', 'SDK.COMMON.1009', 'undefined'])
  })

  test('give the ledger, or what came after an entry, and are not in it', async () => {
    await Promise.all([send('x'), send('y')])
    const { entries } = (await control('/ledger')).body as { entries: { id: number }[] }
    expect(entries).toEqual(server.emulator.ledger.entries())
    expect(entries).toHaveLength(2)
    const later = (await control(`/ledger?after=${entries[0]?.id}`)).body.entries
    expect(later).toEqual(entries.slice(1))
  })

  test.each([
    ['/fail', 'sideways', 'There is no fault "sideways"'],
    ['/fail-call', { path: '/captcha', fault: 'sideways' }, 'There is no fault "sideways"'],
    ['/fail-call', {}, 'There is not one call'],
    ['/email-code', { email: 'x' }, 'There is no code by e-mail'],
    ['/configure', { rotation: 'sometimes' }, '"rotation" must be one of'],
    ['/clock', {}, 'number of milliseconds'],
    ['/login', { userName: 'nobody' }, 'no user "nobody"'],
  ])('%s refuses a wrong body with the reason', async (path, body, reason) => {
    const answer = await control(path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.error).toContain(reason)
  })

  test('refuse what is no JSON, and routes that there are not', async () => {
    const response = await fetch(`${server.url}/__emulator/fail`, { method: 'POST', body: '{' })
    expect(response.status).toBe(400)
    const { status, body } = await control('/nothing')
    expect([status, body.error]).toEqual([404, expect.stringContaining('POST /fail')])
  })

  test('can be used by a page of any origin', async () => {
    const headers = { Origin: 'https://app.example' }
    const preflight = await fetch(`${server.url}/__emulator/fail`, { method: 'OPTIONS', headers })
    const ledger = await fetch(`${server.url}/__emulator/ledger`, { headers })
    for (const response of [preflight, ledger]) {
      expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example')
    }
  })

  test('are the server’s alone: `handle` has none', async () => {
    expect((await createEmulator().handle(new Request('http://127.0.0.1/__emulator/ledger'))).status).toBe(404)
  })
})

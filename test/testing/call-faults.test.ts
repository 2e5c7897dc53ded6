// The faults of calls other than the refresh: what the caller sees, whether the call took effect, and their line.
import { describe, expect, test } from 'vitest'
import { createEmulator, type CallFault, type Emulator } from 'react-ciam/testing'
import {
  answerOf,
  bearer,
  call,
  callRequest,
  lastCode,
  login,
  loginRequest,
  refresh,
  said,
  smsCode,
} from './service-calls'

const SMS = { body: { mobile: '+86-13800000001', type: 'LOGIN_SMS' } }

/** Sends a code by SMS with this fault; whether it went out. */
async function isSent(fault: CallFault): Promise<boolean> {
  const emulator = createEmulator()
  emulator.failCall('/sms/send', fault)
  await emulator.handle(callRequest('/sms/send', SMS)).catch(() => null)
  return lastCode(emulator) !== ''
}

describe('what was done', () => {
  test.each(['cut-before', '500', 'html-502', 'html-200', 'empty-200', 'busy', 'redirect'] as const)(
    '%s: nothing, unless it is said to be',
    async (kind) => {
      expect(await isSent(kind)).toBe(false)
      expect(await isSent({ kind, committed: true })).toBe(true)
    },
  )

  test.each(['cut-after', 'cut-in-body', 'no-cors'] as const)('%s: all of it', async (kind) => {
    expect(await isSent(kind)).toBe(true)
  })

  test('a sign-in whose answer is lost is one: the session is in the ledger', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', 'cut-after')
    await expect(emulator.handle(loginRequest('demo'))).rejects.toThrow(new TypeError('Failed to fetch'))
    const [entry] = emulator.ledger.entries()
    expect(entry).toMatchObject({ outcome: 'cut-after', fault: 'cut-after', status: null, committed: true, session: 1 })
    expect(entry?.issued).toMatch(/^[0-9a-f]{12}$/)
  })

  test('a wrong password whose answer is lost counts; one that never arrived does not', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', ['cut-after', 'cut-before'])
    await emulator.handle(loginRequest('demo', 'wrong')).catch(() => null)
    await emulator.handle(loginRequest('demo', 'wrong')).catch(() => null)
    expect((await login(emulator, 'demo', 'wrong')).body.error_msg).toMatch(/: 3$/)
    const committed = emulator.ledger.entries().map((entry) => entry.committed)
    expect(committed).toEqual([false, false, false])
  })
})

describe('what the caller sees', () => {
  const send = (emulator: Emulator) => emulator.handle(loginRequest('demo'))

  test.each([
    ['500', 500, 'application/json'],
    ['html-502', 502, 'text/html; charset=utf-8'],
    ['html-200', 200, 'text/html; charset=utf-8'],
    ['empty-200', 200, 'application/json'],
    ['busy', 400, 'application/json'],
    [{ kind: '429', retryAfter: 7 }, 429, 'application/json'],
  ] as [CallFault, number, string][])('%o: %s, %s', async (fault, status, type) => {
    const emulator = createEmulator()
    emulator.failCall('/login', fault)
    const response = await send(emulator)
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type])
    expect(emulator.ledger.entries()[0]?.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('cut-in-body: half of the reply, then an error', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', 'cut-in-body')
    const response = await send(emulator)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow(TypeError)
  })

  test('no-cors: a good answer that a page cannot read', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', ['no-cors', 'no-cors'])
    expect((await send(emulator)).headers.has('access-control-allow-origin')).toBe(false)
    await expect(emulator.fetch(loginRequest('demo'))).rejects.toThrow(new TypeError('Failed to fetch'))
  })

  test('hang: nothing until the caller gives up', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', 'hang')
    const controller = new AbortController()
    const answer = emulator.handle(new Request(loginRequest('demo'), { signal: controller.signal }))
    await emulator.idle()
    expect(emulator.ledger.entries()[0]).toMatchObject({ outcome: 'hang', status: null, committed: false })
    controller.abort(new Error('given up'))
    await expect(answer).rejects.toThrow('given up')
  })

  test('redirect: a 307 to where the fault says', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', { kind: 'redirect', location: 'https://foreign.example/x' })
    const response = await send(emulator)
    expect([response.status, response.headers.get('location')]).toEqual([307, 'https://foreign.example/x'])
  })

  test('refused: the code that was asked for, and the call took no effect', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', [
      { kind: 'refused', code: 'SDK.LOGIN.1004' },
      { kind: 'refused', code: 'SDK.COMMON.1008', status: 500 },
    ])
    const answers = [await answerOf(await send(emulator)), await answerOf(await send(emulator))]
    expect(answers.map((answer) => [answer.status, said(answer)])).toEqual([
      [400, 'SDK.LOGIN.1004'],
      [500, 'SDK.COMMON.1008'],
    ])
    expect(emulator.ledger.entries().map(({ outcome, fault, committed }) => [outcome, fault, committed])).toEqual([
      ['1004', 'refused', false],
      ['1008', 'refused', false],
    ])
  })

  test('status: that, and nothing else', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', { kind: 'status', status: 'SOMETHING_NEW' })
    expect(await answerOf(await send(emulator))).toEqual({ status: 200, body: { status: 'SOMETHING_NEW' } })
    expect(emulator.ledger.entries()[0]).toMatchObject({ outcome: 'SOMETHING_NEW', fault: 'status', committed: false })
  })
})

describe('the line', () => {
  test('is of one call: others, the refresh among them, meet none of it', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', '500')
    const { session_token } = await emulator.login()
    expect((await refresh(emulator, session_token)).status).toBe(200)
    expect(await smsCode(emulator, '1', 'LOGIN_SMS')).toMatch(/^\d{6}$/)
    const body = { user_name: 'demo', password: 'Emulator-1' }
    expect((await call(emulator, '/login/auth', { body })).status).toBe(200)
    expect((await call(emulator, '/pwd/check-exist', { headers: await bearer(emulator) })).status).toBe(200)
    expect((await login(emulator, 'demo')).status).toBe(500)
  })

  test('of the refresh is no other call’s', async () => {
    const emulator = createEmulator()
    emulator.fail('busy')
    expect((await login(emulator, 'demo')).status).toBe(200)
  })

  test('is met in order, and a preflight meets none', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', ['busy', '500'])
    emulator.failCall('/api/v2/sdk/login', { kind: '429' })
    await emulator.handle(new Request(loginRequest('demo'), { method: 'OPTIONS' }))
    const statuses: number[] = []
    for (let count = 0; count < 4; count += 1) statuses.push((await login(emulator, 'demo')).status)
    expect(statuses).toEqual([400, 500, 429, 200])
  })

  test('reset() empties it', async () => {
    const emulator = createEmulator()
    emulator.failCall('/login', 'busy')
    emulator.reset()
    expect((await login(emulator, 'demo')).status).toBe(200)
  })

  test.each([
    ['an unknown call', '/logins', 'busy', 'There is not one call "/logins", but there are: /login, /login/auth'],
    ['the refresh', '/sso/session-token/id-token', 'busy', 'use fail()'],
    ['an end that two calls have', '/update', 'busy', 'There is not one call "/update"'],
    ['half a name', 'login', 'busy', 'There is not one call "login"'],
    ['no path', undefined, 'busy', 'There is not one call'],
    ['an unknown fault', '/login', 'sideways', 'There is no fault "sideways"'],
    ['no fault', '/login', null, 'There is no fault'],
    ['a fault of tokens', '/login', 'no-exp', 'use fail()'],
    ['the same as an object', '/login', { kind: 'huge' }, 'use fail()'],
    ['a code that is none', '/login', { kind: 'refused', code: 'a b' }, '"code"'],
    ['no code', '/login', { kind: 'refused' }, '"code"'],
    ['a status that is no refusal', '/login', { kind: 'refused', code: 'X.1', status: 200 }, '"status"'],
    ['an empty status', '/login', { kind: 'status', status: '' }, '"status"'],
    ['committed that is no boolean', '/login', { kind: '500', committed: 1 }, '"committed"'],
  ])('%s is refused, and the whole list with it', async (_what, path, fault, message) => {
    const emulator = createEmulator()
    const add = () => emulator.failCall(path as string, ['busy', fault as CallFault])
    expect(add).toThrow(TypeError)
    expect(add).toThrow(message)
    expect((await login(emulator, 'demo')).status).toBe(200)
  })
})

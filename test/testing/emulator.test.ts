// The emulator as a whole: options, latency and clock, CORS, its own fetch, reset.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createEmulator, SAMPLE_API_PATH, type EmulatorOptions } from 'react-ciam/testing'
import { headersWith, login, ORIGIN, refresh, refreshRequest, REFRESH } from './service-calls'

afterEach(() => {
  vi.useRealTimers()
})

describe('options', () => {
  test.each([
    ['rotation', 'sometimes', 'one of off, on, grace, revoke'],
    ['dialect', 'oneaccess', 'one of ciam, eiam'],
    ['claimsShape', 'flat', 'one of top-level, api'],
    ['apiRefusal', 401, 'one of 401, 400'],
    ['clientId', ' ', 'a text that is not empty'],
    ['idTokenLifetime', -1, 'a number of seconds from 0'],
    ['sessionLifetime', NaN, 'a number of seconds from 0'],
    ['graceSeconds', '10', 'a number of seconds from 0'],
    ['latency', 2_147_483_648, 'a number of milliseconds from 0 to 2147483647'],
    ['clockOffset', Infinity, 'a number of milliseconds from -315360000000'],
    ['bindFingerprint', 'yes', 'true or false'],
    ['captcha', 1, 'true or false'],
    ['isPasswordSetAs', 'text', 'one of boolean, string'],
    ['tabOf', 'tab', 'a function that takes the request'],
  ])('%s: %s is refused, and the message says what it must be', (name, value, expected) => {
    const options = { [name]: value } as EmulatorOptions
    expect(() => createEmulator(options)).toThrow(TypeError)
    expect(() => createEmulator(options)).toThrow(`The emulator's option "${name}" must be ${expected}`)
  })

  test('an unknown option is refused, and the message lists those that there are', () => {
    expect(() => createEmulator({ tokenLifetime: 1 } as EmulatorOptions)).toThrow(
      'The emulator has no option "tokenLifetime". It has: clientId, rotation',
    )
    expect(() => createEmulator({ toString: 1 } as unknown as EmulatorOptions)).toThrow('no option "toString"')
    expect(() => createEmulator(null as unknown as EmulatorOptions)).toThrow('options as an object')
  })

  test('a wrong change changes nothing', () => {
    const emulator = createEmulator()
    expect(() => emulator.configure({ rotation: 'on', latency: -1 })).toThrow(TypeError)
    expect(emulator.options().rotation).toBe('off')
  })

  test('an undefined option keeps what there is', () => {
    const emulator = createEmulator({ rotation: 'on' })
    emulator.configure({ rotation: undefined } as unknown as EmulatorOptions)
    expect(emulator.options().rotation).toBe('on')
  })

  test('login() of an unknown user rejects and names those that there are', async () => {
    await expect(createEmulator().login('nobody')).rejects.toThrow('no user "nobody". It has: demo, second')
  })
})

describe('latency and clock', () => {
  test('an answer waits for its latency, the work does not', async () => {
    const emulator = createEmulator({ rotation: 'on', latency: 5_000 })
    const { session_token: token } = await emulator.login()
    vi.useFakeTimers()
    let answered = false
    const answer = refresh(emulator, token).finally(() => (answered = true))
    await emulator.idle()
    expect(emulator.ledger.refreshes()[0]?.outcome).toBe('rotated')
    await vi.advanceTimersByTimeAsync(4_999)
    expect(answered).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect((await answer).status).toBe(200)
  })

  test('a preflight does not wait', async () => {
    vi.useFakeTimers()
    const emulator = createEmulator({ latency: 5_000 })
    expect((await emulator.handle(new Request(refreshRequest('x'), { method: 'OPTIONS' }))).status).toBe(204)
  })

  test('a caller that gives up during the latency gets its reason, and no timer is left', async () => {
    vi.useFakeTimers()
    const emulator = createEmulator({ latency: 5_000 })
    const controller = new AbortController()
    const answer = emulator.handle(new Request(refreshRequest('x'), { signal: controller.signal }))
    await emulator.idle()
    await vi.advanceTimersByTimeAsync(1)
    expect(vi.getTimerCount()).toBe(1)
    controller.abort(new Error('enough'))
    await expect(answer).rejects.toThrow('enough')
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a request that was aborted before it was sent is not taken', async () => {
    const emulator = createEmulator()
    const request = new Request(refreshRequest('x'), { signal: AbortSignal.abort(new Error('before')) })
    await expect(emulator.handle(request)).rejects.toThrow('before')
    expect(emulator.ledger.entries()).toEqual([])
  })

  test('the clock follows Date.now(), shifted by the offset and by turns', () => {
    vi.useFakeTimers({ now: 1_000_000 })
    const emulator = createEmulator({ clockOffset: 500 })
    expect(emulator.clock.now()).toBe(1_000_500)
    emulator.clock.advance(-300)
    vi.setSystemTime(2_000_000)
    expect(emulator.clock.now()).toBe(2_000_200)
    emulator.configure({ clockOffset: 0 })
    expect(emulator.clock.now()).toBe(1_999_700)
  })

  test('the clock cannot be turned by what is no number', () => {
    expect(() => createEmulator().clock.advance(NaN)).toThrow(TypeError)
  })
})

describe('CORS', () => {
  const emulator = createEmulator()
  const names = (value: string | null) => (value ?? '').split(', ')

  test.each([
    REFRESH,
    '/api/v2/sdk/login',
    '/api/v2/sdk/pwd/update',
    SAMPLE_API_PATH,
    '/api/v1/oauth2/keys',
    '/elsewhere',
  ])('a preflight of %s allows everything that a call needs', async (path) => {
    const request = new Request(ORIGIN + path, { method: 'OPTIONS', headers: { Origin: 'https://app.example' } })
    const { status, headers } = await emulator.handle(request)
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(names(headers.get('access-control-allow-methods'))).toEqual(['GET', 'POST', 'OPTIONS'])
    const needed = [
      ...headersWith({
        'session-token': 'x',
        'X-session-token': 'x',
        'X-state-token': 'x',
        'X-device-ip': 'x',
        Authorization: 'x',
      }).keys(),
    ]
    expect(names(headers.get('access-control-allow-headers')).sort()).toEqual(needed.sort())
    expect(Number(headers.get('access-control-max-age'))).toBeGreaterThan(0)
  })

  test('an answer can be read by the origin that asked, with its Retry-After, and without cookies', async () => {
    emulator.fail({ kind: '429', retryAfter: 5 })
    const { headers } = await emulator.handle(refreshRequest('x', { Origin: 'https://app.example' }))
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(headers.get('access-control-expose-headers')).toBe('Retry-After')
    expect(headers.get('vary')).toBe('Origin')
    expect(headers.has('access-control-allow-credentials')).toBe(false)
  })
})

describe('fetch', () => {
  test('takes a URL, text or a Request, and a path against the page', async () => {
    const emulator = createEmulator()
    const init = { method: 'POST', headers: headersWith({ 'session-token': (await emulator.login()).session_token }) }
    for (const input of [
      ORIGIN + REFRESH,
      new URL(ORIGIN + REFRESH),
      new Request(ORIGIN + REFRESH),
      `/ciam${REFRESH}`,
    ]) {
      expect((await emulator.fetch(input, init)).status).toBe(200)
    }
    expect(emulator.ledger.refreshes().at(-1)?.path).toBe(`/ciam${REFRESH}`)
  })

  test('rejects where a browser’s does: a forbidden redirect, an answer without CORS headers', async () => {
    const emulator = createEmulator()
    emulator.fail(['redirect', 'redirect', 'no-cors'])
    const request = () => refreshRequest('x')
    await expect(emulator.fetch(request(), { redirect: 'error' })).rejects.toThrow(new TypeError('Failed to fetch'))
    expect((await emulator.fetch(request(), { redirect: 'manual' })).status).toBe(307)
    await expect(emulator.fetch(request())).rejects.toThrow(new TypeError('Failed to fetch'))
  })

  test('an abort ends the wait with its reason', async () => {
    const emulator = createEmulator()
    emulator.fail('hang')
    const controller = new AbortController()
    const answer = emulator.fetch(refreshRequest('x'), { signal: controller.signal })
    controller.abort(new Error('too long'))
    await expect(answer).rejects.toThrow('too long')
    await expect(emulator.fetch(refreshRequest('x'), { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
      'no',
    )
    expect(emulator.ledger.refreshes()).toHaveLength(1)
  })
})

test('reset() brings back the emulator as it was created', async () => {
  const emulator = createEmulator({ rotation: 'on' })
  const { session_token: token } = await emulator.login()
  emulator.configure({ rotation: 'off', latency: 5 })
  emulator.fail('busy')
  emulator.clock.advance(1_000_000)
  await login(emulator, 'demo', 'wrong')
  emulator.reset()
  expect(emulator.options()).toMatchObject({ rotation: 'on', latency: 0 })
  expect(emulator.ledger.entries()).toEqual([])
  expect(Math.abs(emulator.clock.now() - Date.now())).toBeLessThan(5_000)
  expect((await refresh(emulator, token)).body.error_code).toBe('IDAAS.SDK.PARAM.0023')
  expect((await login(emulator, 'demo', 'wrong')).body.error_msg).toMatch(/: 4$/)
  expect(emulator.ledger.entries()[0]?.id).toBe(2) // Readers that ask for what came after an id miss nothing.
})

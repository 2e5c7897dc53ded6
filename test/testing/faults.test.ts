// The faults as a caller of `handle` sees them, and whether the refresh was done behind them.
import { decodeJwt, decodeProtectedHeader, jwtVerify, importJWK, type JWK } from 'jose'
import { describe, expect, test } from 'vitest'
import { createEmulator, SAMPLE_API_PATH, type Emulator, type Fault, type FaultKind } from 'react-ciam/testing'
import { ORIGIN, refresh, refreshRequest } from './service-calls'

/** An emulator that rotates, with a session, whose next refreshes fail so. */
async function failing(...faults: Fault[]) {
  const emulator = createEmulator({ rotation: 'on' })
  const { session_token: token } = await emulator.login()
  emulator.fail(faults)
  return { emulator, token, request: refreshRequest(token) }
}

/** Whether the session's first token still lives: under rotation, that no refresh was done. */
const lives = async (emulator: Emulator, token: string) => (await refresh(emulator, token)).status === 200

const uncommitted: FaultKind[] = ['cut-before', '500', 'html-502', 'html-200', 'empty-200', 'busy', '429', 'redirect']
const committed: FaultKind[] = ['cut-after', 'cut-in-body', 'expired-token', 'no-exp', 'undecodable', 'huge', 'no-cors']

describe('what was done', () => {
  test.each(uncommitted)('%s: the token was not rotated', async (kind) => {
    const { emulator, token, request } = await failing({ kind } as Fault)
    await emulator.handle(request).catch(() => null)
    expect(await lives(emulator, token)).toBe(true)
  })

  test.each(committed)('%s: the token was rotated', async (kind) => {
    const { emulator, token, request } = await failing({ kind } as Fault)
    await emulator.handle(request).catch(() => null)
    expect(await lives(emulator, token)).toBe(false)
  })

  test('a fault that is said to be committed hides a refresh that was done', async () => {
    const { emulator, token, request } = await failing({ kind: 'html-502', committed: true })
    expect((await emulator.handle(request)).status).toBe(502)
    expect(await lives(emulator, token)).toBe(false)
  })
})

describe('what the caller sees', () => {
  test.each(['cut-before', 'cut-after'] as const)('%s: a TypeError, as fetch has it', async (fault) => {
    const { emulator, request } = await failing(fault)
    await expect(emulator.handle(request)).rejects.toThrow(new TypeError('Failed to fetch'))
  })

  test('cut-in-body: half of the JSON, then an error', async () => {
    const { emulator, request } = await failing('cut-in-body')
    const response = await emulator.handle(request)
    expect(response.status).toBe(200)
    const reader = response.body?.getReader()
    const text = new TextDecoder().decode((await reader?.read())?.value)
    expect(text).toMatch(/^\{"session_token":"/)
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    await expect(reader?.read()).rejects.toThrow(TypeError)
  })

  test('hang: no answer until the caller gives up, then its reason, and no refresh', async () => {
    const { emulator, token } = await failing('hang')
    const controller = new AbortController()
    const request = new Request(refreshRequest(token), { signal: controller.signal })
    let settled = false
    const answer = emulator.handle(request).finally(() => (settled = true))
    await emulator.idle()
    expect(settled).toBe(false)
    controller.abort(new Error('given up'))
    await expect(answer).rejects.toThrow('given up')
    expect(await lives(emulator, token)).toBe(true)
  })

  test.each([
    ['500', 500, 'application/json', '{"status":500,"error":"Internal Server Error"}'],
    ['html-502', 502, 'text/html; charset=utf-8', '<!doctype html>'],
    ['html-200', 200, 'text/html; charset=utf-8', '<!doctype html>'],
    ['empty-200', 200, 'application/json', ''],
  ] as const)('%s: status, type and body', async (fault, status, type, start) => {
    const { emulator, request } = await failing(fault)
    const response = await emulator.handle(request)
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type])
    const text = await response.text()
    expect(text.slice(0, start.length || 1)).toBe(start)
  })

  test.each([
    [120, '120'],
    [new Date('2026-01-02T03:04:05Z'), 'Fri, 02 Jan 2026 03:04:05 GMT'],
    ['-5', '-5'],
    [undefined, '1'],
  ])('429: Retry-After %s is sent as %s', async (retryAfter, value) => {
    const { emulator, request } = await failing(
      retryAfter === undefined ? { kind: '429' } : { kind: '429', retryAfter },
    )
    const response = await emulator.handle(request)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, value])
    expect(await response.json()).not.toHaveProperty('error_code')
  })

  test('redirect: a 307 to another origin, or to where the fault says', async () => {
    const { emulator, request } = await failing('redirect', { kind: 'redirect', location: 'https://foreign.example/x' })
    const again = request.clone()
    const response = await emulator.handle(request)
    expect([response.status, response.headers.get('location')]).toEqual([307, 'https://elsewhere.invalid/'])
    expect((await emulator.handle(again)).headers.get('location')).toBe('https://foreign.example/x')
  })

  test('no-cors: a good answer without any CORS header', async () => {
    const { emulator, request } = await failing('no-cors')
    const response = await emulator.handle(request)
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(response.status).toBe(200)
  })
})

describe('bad id_tokens', () => {
  async function badToken(fault: Fault) {
    const { emulator, request } = await failing(fault)
    const { id_token: idToken } = (await (await emulator.handle(request)).json()) as { id_token: string }
    const { keys } = (await (await emulator.handle(new Request(`${ORIGIN}/api/v1/oauth2/keys`))).json()) as {
      keys: JWK[]
    }
    const headers = { Authorization: `Bearer ${idToken}` }
    const { status } = await emulator.handle(new Request(ORIGIN + SAMPLE_API_PATH, { headers }))
    return { emulator, idToken, key: await importJWK(keys[0] as JWK, 'RS256'), apiStatus: status }
  }

  test('expired-token: genuine, of the usual length, ended by the service’s clock, refused by the API', async () => {
    const { emulator, idToken, key, apiStatus } = await badToken('expired-token')
    await expect(jwtVerify(idToken, key)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' })
    const { exp = 0, iat = 0 } = decodeJwt(idToken)
    expect(exp - iat).toBe(300)
    expect(exp * 1000).toBeLessThan(emulator.clock.now())
    expect(apiStatus).toBe(401)
  })

  test('no-exp: genuine, without exp, refused by the API', async () => {
    const { idToken, key, apiStatus } = await badToken('no-exp')
    expect((await jwtVerify(idToken, key)).payload).not.toHaveProperty('exp')
    expect(apiStatus).toBe(401)
  })

  test('undecodable: neither its header nor its payload can be decoded', async () => {
    const { idToken } = await badToken('undecodable')
    expect(idToken.split('.')).toHaveLength(3)
    expect(() => decodeProtectedHeader(idToken)).toThrow(TypeError)
    expect(() => decodeJwt(idToken)).toThrow('decode the payload')
    expect(() => atob(idToken.split('.')[1] ?? '')).toThrow()
  })

  test('huge: genuine, and above a megabyte', async () => {
    const { idToken, key } = await badToken('huge')
    expect(idToken.length).toBeGreaterThan(1_048_576)
    expect((await jwtVerify(idToken, key)).payload.userName).toBe('demo')
  })
})

describe('the line', () => {
  test('faults are met in order, one per refresh request, and then none', async () => {
    const { emulator, token } = await failing('busy', '500')
    emulator.fail('html-502')
    const statuses: number[] = []
    for (let count = 0; count < 4; count += 1) statuses.push((await emulator.handle(refreshRequest(token))).status)
    expect(statuses).toEqual([400, 500, 502, 200])
  })

  test('other requests meet none', async () => {
    const { emulator, token } = await failing('busy')
    const keys = await emulator.handle(new Request(`${ORIGIN}/api/v1/oauth2/keys`))
    const preflight = await emulator.handle(new Request(refreshRequest(token), { method: 'OPTIONS' }))
    expect([keys.status, preflight.status]).toEqual([200, 204])
    expect((await refresh(emulator, token)).body.error_code).toBe('IDAAS.SDK.COM.0002')
  })

  test.each([
    ['an unknown name', 'cut-sideways', 'There is no fault "cut-sideways". There are: 429, 500, cut-before'],
    ['an unknown kind', { kind: 'nothing' }, 'There is no fault "nothing"'],
    ['no kind', null, 'There is no fault'],
    ['an inherited name', 'toString', 'There is no fault "toString"'],
    ['a Retry-After that is no header value', { kind: '429', retryAfter: 'a\nb' }, '"retryAfter"'],
    ['a Retry-After that is no date', { kind: '429', retryAfter: new Date(NaN) }, '"retryAfter"'],
    ['a location that is no URL', { kind: 'redirect', location: 'nowhere' }, '"location"'],
    ['committed that is no boolean', { kind: '500', committed: 1 }, '"committed"'],
    ['an altered answer without a refresh', { kind: 'huge', committed: false }, 'always committed'],
  ])('%s is refused, and the whole list with it', async (_what, fault, message) => {
    const { emulator, token } = await failing()
    expect(() => emulator.fail(['busy', fault as Fault])).toThrow(TypeError)
    expect(() => emulator.fail(fault as Fault)).toThrow(message)
    expect((await refresh(emulator, token)).status).toBe(200)
  })
})

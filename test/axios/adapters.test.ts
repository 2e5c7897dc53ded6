// attachCiam by real HTTP, with each adapter that axios has: the rules of client.fetch hold for all of them.
import { isAxiosError, type ResponseType } from 'axios'
import { isCiamError } from 'react-ciam'
import { expectNoTokenIn } from 'react-ciam/testing'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHttpScene, PROFILE, type HttpScene } from './http-scene'

const nodeFetch = globalThis.fetch // Taken before a test: the setup puts one in its place that refuses.

describe.each(['xhr', 'fetch', 'http'])('with the adapter %s', (adapter) => {
  let scene: HttpScene

  beforeEach(async () => {
    // The page's signal is not one of node's, which its fetch refuses.
    const pageFetch: typeof fetch = (input, init) => nodeFetch(input, { ...init, signal: null })
    scene = await createHttpScene({ axios: { adapter, env: { fetch: pageFetch } } })
  })

  const tokens = () => scene.calls.map(({ headers }) => headers.authorization)
  /** From now on the API holds the client's token for ended. */
  const endToken = () => scene.emulator.clock.advance(301_000)

  test('a call has the id_token, which the API takes', async () => {
    const { data, status } = await scene.api.get<unknown>(PROFILE)
    expect(status).toBe(200)
    expect(data).toMatchObject({ profile: { userName: 'demo' } })
    expect(tokens()).toEqual([`Bearer ${await scene.client.getIdToken()}`])
    expect(Object.keys(scene.calls[0]!.headers)).not.toContain('x-client-id')
  })

  test.each(['401', '400'] as const)('a refusal with %s: one refresh for all, one repeat each', async (apiRefusal) => {
    scene.emulator.configure({ apiRefusal })
    endToken()
    const answers = await Promise.all(Array.from({ length: 4 }, () => scene.api.post(PROFILE, { a: 1 })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    expect(answers[0]!.data).toMatchObject({ received: '{"a":1}' })
    expect(scene.refreshes()).toBe(1)
    expect(scene.calls).toHaveLength(8)
    expect(new Set(scene.calls.map(({ body, headers }) => `${body} ${headers['content-type']}`)).size).toBe(1)
    expect(new Set(tokens()).size).toBe(2)
  })

  test('an API that refuses for ever: one refresh, one repeat, and then none, shared with client.fetch', async () => {
    scene.answer = () => new Response('{"no":1}', { status: 401 })
    const error: unknown = await scene.api.get('/x').catch((reason: unknown) => reason)
    expect(isAxiosError(error) && [error.response?.status, error.response?.data]).toEqual([401, { no: 1 }])
    expect([scene.refreshes(), scene.calls.length]).toEqual([1, 2])
    await scene.api.get('/y').catch(() => {})
    expect([scene.refreshes(), scene.calls.length]).toEqual([1, 3])
  })

  test('where the refresh fails, the first answer comes as axios gives it', async () => {
    scene.emulator.fail('busy')
    scene.answer = () => new Response('{"first":true}', { status: 401, headers: { 'x-first': '1' } })
    const error: unknown = await scene.api.get('/x').catch((reason: unknown) => reason)
    expect(isAxiosError(error) && [error.code, error.response?.data]).toEqual(['ERR_BAD_REQUEST', { first: true }])
    expect(scene.calls).toHaveLength(1)
  })

  test.each([
    ['validateStatus says so', { validateStatus: () => true }],
    ['validateStatus is off', { validateStatus: null }],
  ])('a refusal that resolves, for %s, is repeated as well', async (_title, config) => {
    endToken()
    expect((await scene.api.get(PROFILE, config)).status).toBe(200)
    expect(scene.refreshes()).toBe(1)
    scene.answer = () => new Response('', { status: 401 })
    expect((await scene.api.get(PROFILE, config)).status).toBe(401)
  })

  // A stream of node cannot be read twice, and no browser has one.
  const responseTypes = ['text', 'json', 'arraybuffer', 'blob', ...(adapter === 'http' ? [] : ['stream'])]

  test.each(responseTypes as ResponseType[])(
    'a 400 with PARAM.0016 is understood with the response type %s',
    async (responseType) => {
      scene.emulator.configure({ apiRefusal: '400' })
      endToken()
      expect((await scene.api.get(PROFILE, { responseType })).status).toBe(200)
      expect(scene.refreshes()).toBe(1)
    },
  )

  test('another 400 is handed on with its body', async () => {
    scene.answer = () => new Response('{"error_code":"IDAAS.SDK.PARAM.0001"}', { status: 400 })
    const error: unknown = await scene.api.get('/x').catch((reason: unknown) => reason)
    expect(isAxiosError(error) && error.response?.data).toEqual({ error_code: 'IDAAS.SDK.PARAM.0001' })
    expect([scene.refreshes(), scene.calls.length]).toEqual([0, 1])
  })

  test('below baseUrl the service headers come along, the content type also without a body', async () => {
    scene.answer = () => new Response('{"is_set_pwd":true}')
    await scene.api.get('/ciam/api/v2/sdk/pwd/check-exist')
    await scene.api.post('/ciam/api/v2/sdk/pwd/check-exist')
    await scene.api.post('/ciam/api/v2/sdk/pwd/change', { new_password: 'a' })
    const names = ['authorization', 'x-client-id', 'x-device-fingerprint', 'x-operating-sys-version', 'x-agent', 'x-l']
    for (const { headers } of scene.calls) {
      expect(Object.keys(headers)).toEqual(expect.arrayContaining(names))
      expect(headers['content-type']).toBe('application/json')
    }
    expect(scene.calls[0]!.headers['x-device-fingerprint']).toBe(scene.calls[1]!.headers['x-device-fingerprint'])
    await scene.api.get('/ciamx')
    expect(Object.keys(scene.calls.at(-1)!.headers)).not.toContain('x-client-id')
  })

  test('signed out, a call rejects with that error, and nothing is sent', async () => {
    await scene.client.signOut()
    const error: unknown = await scene.api.get(PROFILE).catch((reason: unknown) => reason)
    expect(isCiamError(error) && error.code).toBe('SIGNED_OUT')
    const headers = { Authorization: 'Basic own' }
    const own: unknown = await scene.api.get(PROFILE, { headers }).catch((reason: unknown) => reason)
    expect(isCiamError(own) && own.code).toBe('SIGNED_OUT')
    expect(scene.calls).toEqual([])
  })

  test.each([
    ['a header', { headers: { authorization: 'Basic own' } }, 'Basic own'],
    ['auth', { auth: { username: 'own', password: 'own' } }, 'Basic b3duOm93bg=='],
    ['a header that is to be left out', { headers: { Authorization: false } }, undefined],
  ])("the caller's own Authorization by %s stands, and its 401 causes no refresh", async (_title, config, sent) => {
    await expect(scene.api.get(PROFILE, config)).rejects.toMatchObject({ response: { status: 401 } })
    expect(tokens()).toEqual([sent])
    expect(scene.refreshes()).toBe(0)
  })

  test('another origin is called as without react-ciam, also signed out', async () => {
    const other = await createHttpScene()
    other.detach()
    const { status } = await scene.api.get(`${other.url}${PROFILE}`, { validateStatus: null })
    await scene.client.signOut()
    await scene.api.get(`${other.url}${PROFILE}`, { validateStatus: null })
    expect(status).toBe(401)
    expect(other.calls.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
    expect([scene.calls.length, scene.refreshes()]).toEqual([0, 0])
  })

  test('neither an answer nor an error shows the token', async () => {
    const { config } = await scene.api.get(PROFILE)
    scene.answer = () => new Response('{}', { status: 403 })
    const error: unknown = await scene.api.get('/x').catch((reason: unknown) => reason)
    scene.answer = () => Promise.reject(new TypeError('cut'))
    vi.spyOn(console, 'error').mockReturnValue() // The server's word on what it cannot answer.
    const cut: unknown = await scene.api.get('/x', { adapter }).catch((reason: unknown) => reason)
    const shown = JSON.stringify([config, error, isAxiosError(error) && error.response?.config, cut])
    expect(isAxiosError(error) && isAxiosError(cut)).toBe(true)
    expect(scene.calls).toHaveLength(3)
    expectNoTokenIn(shown, { tokens: [await scene.client.getIdToken()] })
    expect(shown).not.toMatch(/Bearer/)
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

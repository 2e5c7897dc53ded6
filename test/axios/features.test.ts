// What axios does around a request goes on working with attachCiam: once for a call that is repeated, and in its order.
import axios, { CanceledError, isAxiosError } from 'axios'
import { createCiamClient, isCiamError } from 'react-ciam'
import { attachCiam } from 'react-ciam/axios'
import { memoryStorage } from 'react-ciam/storage'
import { expect, test, vi } from 'vitest'
import { bearer, createApiScene } from '../fetch/api-scene'
import { advance, flush, gate, json, outcomeOf, settle, signIn } from '../client/scripted-service'
import { createAdapterScene, refreshes } from './adapter-scene'
import { createHttpScene, PROFILE } from './http-scene'

test('a repeat sends what was sent: transforms and interceptors run once', async () => {
  const ran: string[] = []
  let status = 401
  const { api, sent } = await createAdapterScene(() => ([status] = [200, status])[1])
  api.interceptors.request.use((config) => (ran.push('request'), config))
  api.interceptors.response.use((response) => (ran.push('response'), response))
  const transformRequest = (data: unknown) => (ran.push('transformRequest'), JSON.stringify(data))
  const transformResponse = (data: unknown) => (ran.push('transformResponse'), data)
  const call = api.post('/x', { a: 1 }, { transformRequest, transformResponse })
  expect((await settle(call)).status).toBe(200)
  expect(ran).toEqual(['request', 'transformRequest', 'transformResponse', 'response'])
  expect(sent.map(({ data }) => data as unknown)).toEqual(['{"a":1}', '{"a":1}'])
})

test('a later interceptor of the app that sends a failed call again gets the token of that moment', async () => {
  let status = 503
  const { api, scene, sent, tokens, idToken } = await createAdapterScene(() => status)
  api.interceptors.response.use(undefined, async (error: unknown) => {
    if (!isAxiosError(error) || !error.config || status === 200) throw error
    status = 200
    await scene.client.getIdToken({ force: true })
    return api.request(error.config)
  })
  const call = api.post('/x', 'body', { baseURL: 'https://tenant.test', params: { a: 1 } })
  await advance(2_000)
  expect((await settle(call)).status).toBe(200)
  expect(tokens()).toEqual([bearer(idToken), bearer(await scene.client.getIdToken())])
  expect(new Set(tokens()).size).toBe(2)
  expect(sent.map(({ url, params }) => [url, params as unknown])).toEqual(
    Array.from({ length: 2 }, () => ['https://tenant.test/x?a=1', null]),
  )
})

test('an answer has the config that the app gave', async () => {
  const { api } = await createAdapterScene()
  const { config } = await settle(api.get('x', { baseURL: '/v1', params: { a: 1 } }))
  expect(config).toMatchObject({ url: 'x', baseURL: '/v1', params: { a: 1 } })
  expect(config.adapter).toBe(api.defaults.adapter)
})

test('a stream is not sent twice', async () => {
  const { api, sent, scene } = await createAdapterScene(() => 401)
  await settle(api.post('/x', new ReadableStream(), { validateStatus: null }))
  expect([sent.length, refreshes(scene)]).toEqual([1, 0])
})

test.each([
  ['a signal', (controller: AbortController) => ({ signal: controller.signal })],
  [
    'a cancel token',
    (controller: AbortController) => {
      const source = axios.CancelToken.source()
      controller.signal.addEventListener('abort', () => source.cancel())
      return { cancelToken: source.token }
    },
  ],
])('an abort by %s during the wait for a token is axios’ own, and the refresh runs on', async (_title, configOf) => {
  const { api, sent, scene } = await createAdapterScene()
  await advance(301_000)
  const answer = gate<Response>()
  scene.service.next(() => answer.promise)
  const controller = new AbortController()
  const call = outcomeOf(api.get('/x', configOf(controller)))
  await flush()
  controller.abort()
  await flush()
  expect(call.error).toBeInstanceOf(CanceledError)
  expect(sent).toEqual([])
  answer.open(scene.service.rotate(scene.service.requests[0]!))
  await flush()
  expect(scene.stored()).toContain('session-token-2')
})

test('an abort during the refresh after a refusal is axios’ own, too', async () => {
  const { api, sent, scene } = await createAdapterScene(() => 401)
  scene.service.next(() => new Promise(() => {}))
  const controller = new AbortController()
  const call = outcomeOf(api.get('/x', { signal: controller.signal }))
  await flush()
  controller.abort()
  await flush()
  expect(call.error).toBeInstanceOf(CanceledError)
  expect(sent).toHaveLength(1)
})

test('what can cancel outlives its calls without gathering listeners', async () => {
  const { api } = await createAdapterScene()
  const { signal } = new AbortController()
  const { token: cancelToken } = axios.CancelToken.source()
  const added = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(cancelToken, 'subscribe')]
  const removed = [vi.spyOn(signal, 'removeEventListener'), vi.spyOn(cancelToken, 'unsubscribe')]
  for (let count = 0; count < 5; count += 1) await settle(api.get('/x', { signal, cancelToken }))
  expect(added.map(({ mock }) => mock.calls.length)).toEqual([5, 5])
  expect(removed.map(({ mock }) => mock.calls.map((call) => call.at(-1)))).toEqual(
    added.map(({ mock }) => mock.calls.map((call) => call.at(-1))),
  )
})

test('the memory of refused tokens is one with client.fetch', async () => {
  const { api, sent, scene } = await createAdapterScene(() => 401)
  await settle(api.get('/x', { validateStatus: null }))
  expect([sent.length, refreshes(scene)]).toEqual([2, 1])
  await advance(5_000)
  scene.service.next(() => json({}, 401))
  expect((await settle(scene.client.fetch('/y'))).status).toBe(401)
  expect(refreshes(scene)).toBe(2) // The call itself; no refresh, no repeat.
})

test('calls of an instance and of client.fetch share a refresh', async () => {
  const scene = createApiScene(({ headers }) => json({}, headers.authorization === old ? 401 : 200))
  const api = axios.create({ adapter: 'fetch', env: { fetch: (_input, init) => answerOf(init) } })
  const answerOf = async (init?: RequestInit) =>
    new Response('', { status: new Headers(init?.headers).get('authorization') === old ? 401 : 200 })
  attachCiam(api, scene.client)
  const old = bearer((await signIn(scene)).id_token)
  const answers = Promise.all([scene.client.fetch('/x'), api.get('/x'), scene.client.fetch('/y'), api.get('/y')])
  expect((await settle(answers)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(scene.refreshes()).toBe(1)
})

test('detached, an instance is a plain one again; a call that is under way keeps to the rules', async () => {
  const answer = gate<number>()
  const { api, sent, detach, tokens, scene } = await createAdapterScene(({ url }) =>
    url === '/y' ? 401 : answer.promise,
  )
  const call = outcomeOf(api.get('/x', { validateStatus: null }))
  await flush()
  detach()
  detach()
  await settle(api.get('/y', { validateStatus: null }))
  expect([sent.length, refreshes(scene), tokens()[1]]).toEqual([2, 0, undefined])
  answer.open(401)
  await flush()
  expect(call.value?.status).toBe(401)
  expect([sent.length, refreshes(scene)]).toEqual([3, 1])
})

test('attached twice, a call is repeated once', async () => {
  const { api, sent, scene } = await createAdapterScene(() => 401)
  attachCiam(api, scene.client)
  await settle(api.get('/x', { validateStatus: null }))
  expect([sent.length, refreshes(scene)]).toEqual([2, 1])
})

test('an instance of two clients asks each for its own origins', async () => {
  const { api, tokens, idToken } = await createAdapterScene()
  const other = createCiamClient({ baseUrl: 'https://other.test', clientId: 'other', storage: memoryStorage() })
  attachCiam(api, other)
  await settle(api.get('https://tenant.test/x'))
  const call = outcomeOf(api.get('https://other.test/x'))
  await flush()
  expect(tokens()).toEqual([bearer(idToken)])
  expect(isCiamError(call.error) && call.error.code).toBe('SIGNED_OUT')
})

test.each([null, undefined, {}, { fetch }, { fetch: null }])(
  'what is no client is refused with CONFIG: %o',
  (client) => {
    expect(() => attachCiam(axios.create(), client as never)).toThrowError(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('createCiamClient') as string }),
    )
  },
)

test('upload and download progress are told by XMLHttpRequest as before, for the repeat too', async () => {
  const scene = await createHttpScene({ axios: { adapter: 'xhr' } })
  scene.emulator.clock.advance(301_000)
  const progress: string[] = []
  const onUploadProgress = () => progress.push('up')
  const onDownloadProgress = () => progress.push('down')
  const { status } = await scene.api.post(PROFILE, 'a'.repeat(1000), { onUploadProgress, onDownloadProgress })
  expect(status).toBe(200)
  expect(new Set(progress)).toEqual(new Set(['up', 'down']))
})

test('a stream that says something else than a bad token is handed on whole', async () => {
  const scene = createApiScene(() => json({}))
  const fetch = () => Promise.resolve(json({ error_code: 'IDAAS.SDK.PARAM.0001' }, 400))
  const api = axios.create({ adapter: 'fetch', env: { fetch }, responseType: 'stream', validateStatus: null })
  attachCiam(api, scene.client)
  await signIn(scene)
  const { data } = await settle(api.get<ReadableStream>('/x'))
  expect(await new Response(data).json()).toEqual({ error_code: 'IDAAS.SDK.PARAM.0001' })
})

test('a form is sent twice, each time whole', async () => {
  const scene = await createHttpScene({ axios: { adapter: 'xhr' } })
  scene.emulator.clock.advance(301_000)
  const form = new FormData()
  form.append('name', 'value')
  await scene.api.post(PROFILE, form)
  expect(scene.calls).toHaveLength(2)
  for (const { headers, body } of scene.calls) {
    expect(headers['content-type']).toMatch(/^multipart\/form-data; *boundary=/)
    expect(body).toContain('value')
  }
})

test('a timeout ends a sending as axios ends it', async () => {
  const scene = await createHttpScene({ axios: { adapter: 'xhr', timeout: 50 } })
  scene.answer = () => new Promise(() => {})
  const error: unknown = await scene.api.get('/x').catch((reason: unknown) => reason)
  expect(isAxiosError(error) && error.code).toBe('ECONNABORTED')
})

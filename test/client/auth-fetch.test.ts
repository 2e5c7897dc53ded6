// client.fetch: where the id_token may go, what comes with it, and what one refusal of an API causes.
// Long because each rule has a table of cases, which share one scene.
import { expect, test } from 'vitest'
import {
  advance,
  createScene,
  flush,
  json,
  outcomeOf,
  refusal,
  settle,
  signIn,
  type SentRequest,
} from './scripted-service'

const isRefresh = ({ url }: SentRequest): boolean => url.endsWith('/sso/session-token/id-token')

/** A scene whose API answers by `api`; refreshes go to the service. */
function createApiScene(api: (request: SentRequest) => Response, options = {}) {
  const calls: SentRequest[] = []
  const scene = createScene({
    ...options,
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (url.endsWith('/sso/session-token/id-token')) return scene.service.fetch(input, init)
      const request = { url, init: init ?? {}, headers: Object.fromEntries(new Headers(init?.headers)) }
      calls.push(request)
      return api(request)
    },
  })
  return { ...scene, calls, refreshes: () => scene.service.requests.filter(isRefresh).length }
}

const ok = (): Response => json({ ok: true })
const bearer = (token: string): string => `Bearer ${token}`

test.each([
  '/api/x',
  'api/x',
  '',
  '?q=1',
  `${location.origin}/x`,
  new URL('/x', location.href),
  'https://tenant.test/x',
  'https://TENANT.test/x',
  'https://tenant.test:443/x',
  'https://api.allowed.test/x',
  new Request('https://api.allowed.test/x'),
  new Request(`${location.origin}/x`),
  '/x/../y',
  `//${location.host}/x`,
])('the id_token goes to %s', async (input) => {
  const scene = createApiScene(ok, { apiOrigins: ['https://api.allowed.test'] })
  const { id_token } = await signIn(scene)
  await settle(scene.client.fetch(input))
  expect(scene.calls).toHaveLength(1)
  expect(scene.calls[0]!.headers.authorization).toBe(bearer(id_token))
})

test.each([
  'https://evil.test/x',
  '//evil.test/x',
  '\\\\evil.test/x',
  '/\\evil.test/x',
  ' //evil.test',
  '/\t/evil.test',
  'http://tenant.test/x',
  'https://tenant.test:444/x',
  'https://tenant.test./x',
  'https://tenant.test.evil.test/x',
  'https://tenant.test@evil.test/x',
  'https://user@tenant.test/x',
  'https://user:password@tenant.test/x',
  'https://sub.tenant.test/x',
  'http://api.allowed.test/x',
  'https://api.allowed.test:8443/x',
  `blob:${location.origin}/5b1e6a3e`,
  'blob:https://tenant.test/5b1e6a3e',
  'data:text/plain,x',
  'javascript:alert(1)',
  'file:///etc/hosts',
  'about:blank',
  'ws://localhost/x',
  'https://',
  'http://[bad',
  new URL('https://evil.test/'),
  new Request('https://evil.test/x'),
])('a call to %s is refused with CONFIG before anything is sent', async (input) => {
  const scene = createApiScene(ok, { apiOrigins: ['https://api.allowed.test'] })
  await signIn(scene)
  const call = outcomeOf(scene.client.fetch(input))
  const own = outcomeOf(scene.client.fetch(input, { headers: { Authorization: 'Basic own' } }))
  await flush()
  for (const { error } of [call, own]) expect(error).toMatchObject({ name: 'CiamError', code: 'CONFIG' })
  expect(scene.calls).toEqual([])
})

test('a <base> element does not send the id_token of a relative URL to another origin', async () => {
  document.head.innerHTML = '<base href="https://evil.test/">'
  const scene = createApiScene(ok)
  await signIn(scene)
  const call = outcomeOf(scene.client.fetch('/api/x'))
  await flush()
  // A browser resolves what it is handed against the document's base.
  const targets = scene.calls.map(({ url }) => new URL(url, document.baseURI).origin)
  document.head.innerHTML = ''
  expect(call.state).not.toBe('pending')
  expect(targets).not.toContain('https://evil.test')
})

test('an input that reads differently the second time does not get past the check', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  let reads = 0
  const input = { toString: () => ((reads += 1) === 1 ? '/api/x' : 'https://evil.test/x') } as unknown as string
  outcomeOf(scene.client.fetch(input))
  await flush()
  expect(scene.calls.map(({ url }) => new URL(url, location.href).origin)).not.toContain('https://evil.test')
})

test.each([
  ['init', '/x', { headers: { authorization: 'Basic own' } }],
  ['a Request', new Request(`${location.origin}/x`, { headers: { Authorization: 'Basic own' } }), undefined],
] as const)("a caller's own Authorization in %s stands, and its 401 causes no refresh", async (_title, input, init) => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  const response = await settle(scene.client.fetch(input, init))
  expect(response.status).toBe(401)
  expect(scene.calls.map(({ headers }) => headers.authorization)).toEqual(['Basic own'])
  expect(scene.refreshes()).toBe(0)
})

test.each([
  ['https://tenant.test', 'https://tenant.test/api/v2/sdk/pwd', true],
  ['https://tenant.test', '/api', false],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam', true],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam/x?y', true],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam2/x', false],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam/../x', false],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam/%2e%2e/x', false],
  ['https://tenant.test/ciam', 'https://tenant.test/', false],
  ['/ciam', '/ciam/x', true],
  ['/ciam', '/ciamx', false],
  ['/ciam', '/x', false],
  ['/ciam', 'https://api.allowed.test/ciam/x', false],
])('with baseUrl %s, a call to %s has the service headers: %s', async (baseUrl, url, expected) => {
  const scene = createApiScene(ok, { baseUrl, apiOrigins: ['https://api.allowed.test'] })
  await signIn(scene)
  await settle(scene.client.fetch(url, { headers: { 'x-own': '1' } }))
  const { headers } = scene.calls[0]!
  expect(['x-client-id', 'x-device-fingerprint', 'x-agent'].map((name) => name in headers)).toEqual([
    expected,
    expected,
    expected,
  ])
  expect(headers['x-own']).toBe('1')
  expect(headers['session-token']).toBeUndefined()
})

test.each([
  ['plain', {}],
  ['with an own Authorization', { headers: { Authorization: 'Basic own' } }],
])('signed out, a call %s rejects and nothing is sent, also as the first use of a client', async (_title, init) => {
  const scene = createApiScene(ok)
  const first = outcomeOf(scene.client.fetch('/x', init))
  await flush()
  const second = outcomeOf(scene.client.fetch('/x', init))
  await flush()
  expect(second.error).toMatchObject({ code: 'SIGNED_OUT' })
  expect(first.error).toMatchObject({ code: 'SIGNED_OUT' })
  expect(scene.calls).toEqual([])
})

test('after a rejected session, a call rejects with the error that ended it', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  scene.service.next(() => refusal('IDAAS.SDK.PARAM.0023'))
  outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(2_000)
  const call = outcomeOf(scene.client.fetch('/x'))
  await flush()
  expect(call.error).toMatchObject({ code: 'SESSION_REJECTED' })
  expect(scene.calls).toEqual([])
})

const refusals: [string, () => Response][] = [
  ['a 401', () => json({}, 401)],
  ['a 400 with PARAM.0016', () => refusal('IDAAS.SDK.PARAM.0016')],
  ['a 400 with PARAM.0016 and spaces', () => refusal(' IDAAS.SDK.PARAM.0016')],
]

test.each(refusals)(
  '%s causes one refresh for all callers, and one repeat each with the new token',
  async (_title, refuse) => {
    let old = ''
    const scene = createApiScene(({ headers }) => (headers.authorization === bearer(old) ? refuse() : ok()))
    old = (await signIn(scene)).id_token
    await advance(5_000)
    const body = JSON.stringify({ a: 1 })
    const calls = Array.from({ length: 5 }, () => scene.client.fetch('/x', { method: 'POST', body }))
    const responses = await settle(Promise.all(calls))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await responses[0]!.json()).toEqual({ ok: true })
    expect(scene.refreshes()).toBe(1)
    expect(scene.calls).toHaveLength(10)
    expect(scene.calls.every(({ init }) => init.body === body && init.method === 'POST')).toBe(true)
  },
)

test.each([
  ['a 400 with another code', () => refusal('IDAAS.SDK.PARAM.0001')],
  ['a 400 without JSON', () => new Response('<html>', { status: 400 })],
  ['a 403', () => json({ error_code: 'IDAAS.SDK.PARAM.0016' }, 403)],
  ['a 500', () => json({}, 500)],
])('%s is handed on with its body unread, without a refresh', async (_title, answer) => {
  const scene = createApiScene(answer)
  await signIn(scene)
  const response = await settle(scene.client.fetch('/x'))
  expect(response.bodyUsed).toBe(false)
  expect(await response.text()).toBe(await answer().text())
  expect([scene.refreshes(), scene.calls.length]).toEqual([0, 1])
})

test('a Request with a body is repeated whole', async () => {
  const bodies: string[] = []
  const scene = createScene({
    fetch: async (input, init) => {
      if (!(input instanceof Request)) return scene.service.fetch(input, init)
      bodies.push(await input.text())
      return bodies.length === 1 ? json({}, 401) : ok()
    },
  })
  await signIn(scene)
  await advance(5_000)
  const call = scene.client.fetch(new Request(`${location.origin}/x`, { method: 'POST', body: 'the body' }))
  expect((await settle(call)).status).toBe(200)
  expect(bodies).toEqual(['the body', 'the body'])
})

test('a stream is not repeated: its first answer is returned', async () => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  const body = new ReadableStream({ start: (controller) => controller.close() })
  const response = await settle(scene.client.fetch('/x', { method: 'POST', body, duplex: 'half' } as RequestInit))
  expect(response.status).toBe(401)
  expect(scene.calls).toHaveLength(1)
})

test('a token that changed while the call was under way is used for the repeat, without a refresh', async () => {
  let old = ''
  const scene = createApiScene(({ headers }) => (headers.authorization === bearer(old) ? json({}, 401) : ok()))
  const { client } = scene
  old = (await signIn(scene)).id_token
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const other = scene.another({
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (url.includes('id-token')) return scene.service.fetch(input, init)
      const isOld = new Headers(init?.headers).get('authorization') === bearer(old)
      if (isOld) await held
      return isOld ? json({}, 401) : ok()
    },
  })
  const call = outcomeOf(other.fetch('/x'))
  await flush()
  await settle(client.getIdToken({ force: true }))
  await advance(5_000)
  release()
  await flush()
  expect(call.value?.status).toBe(200)
  expect(scene.refreshes()).toBe(1)
})

test.each([
  ['busy', () => refusal('IDAAS.SDK.COM.0002')],
  ['rejected', () => refusal('IDAAS.SDK.PARAM.0023')],
  ['cut', () => Promise.reject(new TypeError('cut'))],
])('where the refresh is %s, the first answer is returned, its body still readable', async (_title, answer) => {
  const scene = createApiScene(() => json({ first: true }, 401))
  await signIn(scene)
  scene.service.next(answer)
  const response = await settle(scene.client.fetch('/x'), 2_000)
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ first: true })
  expect(scene.calls).toHaveLength(1)
})

test('a repeat that is refused again is remembered: no further 401 causes a refresh until the token changes on schedule', async () => {
  let isRefusing = true
  const scene = createApiScene(() => (isRefusing ? json({}, 401) : ok()))
  await signIn(scene)
  await advance(5_000)
  expect((await settle(scene.client.fetch('/x'))).status).toBe(401)
  expect([scene.refreshes(), scene.calls.length]).toEqual([1, 2])
  for (let count = 0; count < 5; count += 1) {
    await advance(3_000)
    expect((await settle(scene.client.fetch('/y'))).status).toBe(401)
  }
  expect([scene.refreshes(), scene.calls.length]).toEqual([1, 7])
  const release = scene.client.keepFresh()
  await advance(260_000)
  expect(scene.refreshes()).toBe(2)
  await settle(scene.client.fetch('/x'))
  expect(scene.refreshes()).toBe(3)
  isRefusing = false
  release()
})

test('an abort ends the call with its reason, and not the refresh that it started', async () => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  await advance(5_000)
  let answer: (response: Response) => void = () => {}
  scene.service.next(() => new Promise((resolve) => (answer = resolve)))
  const controller = new AbortController()
  const call = outcomeOf(scene.client.fetch('/x', { signal: controller.signal }))
  await flush()
  expect(scene.refreshes()).toBe(1)
  const reason = new Error('enough')
  controller.abort(reason)
  await flush()
  expect(call.error).toBe(reason)
  answer(scene.service.rotate(scene.service.requests[0]!))
  await flush()
  expect(scene.stored()).toContain('session-token-2')
})

test('a call that is aborted before it begins sends nothing', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  const reason = new Error('enough')
  const call = outcomeOf(scene.client.fetch('/x', { signal: AbortSignal.abort(reason) }))
  await flush()
  expect(call.error).toBe(reason)
  expect(scene.calls).toEqual([])
})

// The refresh request as the service's page has it, and the headers that the app's own login call shares with it.
// Long because each rule has a table of cases, which share one scene.
import { expect, onTestFinished, test, vi } from 'vitest'
import {
  advance,
  createScene,
  createScriptedStorage,
  DEVICE,
  flush,
  outcomeOf,
  settle,
  signIn,
} from './scripted-service'

const PATH = '/api/v2/sdk/sso/session-token/id-token'

test('a refresh request has every header of the page, no body, no cookie, no redirect, no cache, no keepalive', async () => {
  const scene = createScene({ language: 'zh' })
  const reply = await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  const { init, headers, url } = scene.service.requests[0]!
  expect(scene.service.requests).toHaveLength(1)
  expect(url).toBe(`https://tenant.test${PATH}`)
  expect(headers).toEqual({
    'x-operating-sys-version': 'windows10.1.1',
    'x-device-fingerprint': 'print-1',
    'x-agent': 'Mozilla/5.0',
    'x-l': 'zh',
    'x-client-id': 'nTo1eRIub60vPb54WeE6aojPwYwImtl4',
    'content-type': 'application/json',
    'session-token': reply.session_token,
  })
  expect(init).toMatchObject({ method: 'POST', redirect: 'error', credentials: 'omit', cache: 'no-store' })
  expect(init.body ?? null).toBeNull()
  expect(init.keepalive ?? false).toBe(false)
})

test.each([
  ['https://tenant.test', `https://tenant.test${PATH}`],
  ['https://tenant.test/', `https://tenant.test${PATH}`],
  ['https://tenant.test:8443', `https://tenant.test:8443${PATH}`],
  ['https://tenant.test/a/b', `https://tenant.test/a/b${PATH}`],
  ['https://tenant.test/a/b/', `https://tenant.test/a/b${PATH}`],
  ['http://localhost:8080', `http://localhost:8080${PATH}`],
  ['http://127.0.0.1:9/x', `http://127.0.0.1:9/x${PATH}`],
  ['http://[::1]:9', `http://[::1]:9${PATH}`],
  ['/ciam', `${location.origin}/ciam${PATH}`],
  ['/ciam/', `${location.origin}/ciam${PATH}`],
  ['/', `${location.origin}${PATH}`],
])('baseUrl %s sends the refresh to %s', async (baseUrl, expected) => {
  const scene = createScene({ baseUrl })
  await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  expect(scene.service.requests.map(({ url }) => url)).toEqual([expected])
})

test('a path as baseUrl in a page without an address of its own is a CONFIG error, and nothing is sent', async () => {
  const scene = createScene({ baseUrl: '/ciam' })
  await signIn(scene)
  vi.stubGlobal('location', { href: 'about:srcdoc' })
  onTestFinished(() => void vi.unstubAllGlobals())
  const failure = outcomeOf(scene.client.getIdToken({ force: true }))
  await flush()
  expect(failure.error).toMatchObject({ code: 'CONFIG', retryable: false })
  await advance(70_000)
  expect(scene.service.requests).toHaveLength(0)
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'CONFIG' } })
  const call = outcomeOf(scene.client.fetch('/ciam/orders'))
  await flush()
  expect(call.error).toMatchObject({ code: 'CONFIG' })
})

test('a <base> element does not send the session_token of a same-origin baseUrl elsewhere', async () => {
  document.head.innerHTML = '<base href="https://elsewhere.test/">'
  const scene = createScene({ baseUrl: '/ciam' })
  await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  expect(new URL(scene.service.requests[0]!.url, document.baseURI).origin).toBe(location.origin)
  document.head.innerHTML = ''
})

test.each([
  ['session-token', 'x-session-token'],
  ['X-session-token', 'session-token'],
] as const)('sessionTokenHeader %s is the only header that carries the token', async (sessionTokenHeader, other) => {
  const scene = createScene({ sessionTokenHeader })
  const reply = await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  const { headers } = scene.service.requests[0]!
  expect(headers[sessionTokenHeader.toLowerCase()]).toBe(reply.session_token)
  expect(headers).not.toHaveProperty(other)
})

test.each([
  [{ ...DEVICE, ip: '192.168.1.2' }, '192.168.1.2'],
  [{ ...DEVICE, ip: '' }, undefined],
  [DEVICE, undefined],
])('X-device-ip is sent only when given: %j', async (device, expected) => {
  const scene = createScene({ device })
  await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  expect(scene.service.requests[0]!.headers['x-device-ip']).toBe(expected)
})

test('language as a function is asked for each request', async () => {
  let language = 'zh'
  const scene = createScene({ language: () => language })
  await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  language = 'en'
  await advance(2_000)
  await settle(scene.client.getIdToken({ force: true }))
  expect(scene.service.requests.map(({ headers }) => headers['x-l'])).toEqual(['zh', 'en'])
})

test.each([
  ['zh-CN', 'zh'],
  ['en-GB', 'en'],
  ['fr', 'en'],
])('without the language option, a page in %s asks for %s', async (lang, expected) => {
  document.documentElement.lang = lang
  const scene = createScene()
  const { client } = { client: scene.another({ language: undefined as never }) }
  expect((await settle(client.getServiceHeaders()))['X-L']).toBe(expected)
  document.documentElement.lang = ''
})

test.each(['浏览器 1.0', 'é', 'emoji 🎉', 'tab\there', 'line\r\nbreak: evil', 'nul\0'])(
  'a device value that is no header value is percent-encoded: %j',
  async (userAgent) => {
    const scene = createScene({ device: { ...DEVICE, userAgent } })
    await signIn(scene)
    await settle(scene.client.getIdToken({ force: true }))
    const sent = scene.service.requests[0]!.headers['x-agent']!
    expect(sent).toMatch(/^[ -~]+$/)
    expect(decodeURIComponent(sent)).toBe(userAgent)
  },
)

test('half a surrogate pair in a device value stops nothing', async () => {
  const scene = createScene({ device: { ...DEVICE, userAgent: 'a\ud800b' } })
  await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  expect(scene.service.requests[0]!.headers['x-agent']).toMatch(/^a[ -~]+b$/)
})

test.each([
  [
    'device throws',
    {
      device: () => {
        throw new Error('no')
      },
    },
  ],
  ['device rejects', { device: () => Promise.reject(new Error('no')) }],
  ['device gives null', { device: () => null as never }],
  ['device gives no fingerprint', { device: () => ({ osVersion: 'a', userAgent: 'b' }) as never }],
  ['a device value is blank', { device: { ...DEVICE, osVersion: '  ' } }],
  ['a device value is a number', { device: { ...DEVICE, userAgent: 5 as never } }],
  [
    'language throws',
    {
      language: () => {
        throw new Error('no')
      },
    },
  ],
  ['language gives a promise', { language: () => Promise.resolve('zh') as never }],
])('where %s, a refresh fails with CONFIG, nothing is sent, and the session stays', async (_title, options) => {
  const scene = createScene(options)
  await signIn(scene)
  const failed = outcomeOf(scene.client.getIdToken({ force: true }))
  const headers = outcomeOf(scene.client.getServiceHeaders())
  await flush()
  expect(failed.error).toMatchObject({ name: 'CiamError', code: 'CONFIG' })
  expect(headers.error).toMatchObject({ name: 'CiamError', code: 'CONFIG' })
  expect(scene.service.requests).toEqual([])
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

test('device and language that both fail leave no rejection unhandled', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  const fail = (): never => {
    throw new Error('no')
  }
  const scene = createScene({ device: () => Promise.reject(new Error('no')), language: fail })
  const headers = outcomeOf(scene.client.getServiceHeaders())
  await flush()
  vi.useRealTimers()
  await new Promise((resolve) => setTimeout(resolve, 0))
  process.off('unhandledRejection', unhandled)
  expect(headers.state).toBe('failed')
  expect(unhandled).not.toHaveBeenCalled()
})

test('a device function that never answers fails its callers in time, and holds up no other client of the session', async () => {
  const scene = createScene()
  await signIn(scene)
  const hanging = scene.another({ device: () => new Promise(() => {}) })
  const stuck = outcomeOf(hanging.getIdToken({ force: true }))
  await flush()
  const good = outcomeOf(scene.client.getIdToken({ force: true }))
  await flush()
  expect(good.state).toBe('done')
  await advance(30_000)
  expect(stuck.state).not.toBe('pending')
})

test.each(['device', 'language', 'fetch', 'storage'] as const)(
  'a getIdToken() awaited from %s does not deadlock the refresh',
  async (place) => {
    const inner: ReturnType<typeof outcomeOf<string>>[] = []
    const ask = async (): Promise<void> => {
      await Promise.resolve()
      if (inner.length > 2) return
      const call = scene.client.getIdToken({ force: true })
      inner.push(outcomeOf(call))
      await call.catch(() => {})
    }
    let isArmed = false
    const storage = createScriptedStorage()
    storage.before = (operation) => {
      if (!isArmed || place !== 'storage' || operation !== 'setItem' || inner.length > 0) return
      return ask()
    }
    const scene = createScene({
      storage,
      ...(place === 'device' ? { device: async () => (await ask(), DEVICE) } : {}),
      ...(place === 'language' ? { language: () => (void ask(), 'en') } : {}),
    })
    if (place === 'fetch') scene.service.next(async (request) => (await ask(), scene.service.rotate(request)))
    await settle(scene.client.signIn({ ...scene.service.login() }))
    isArmed = true
    const outer = outcomeOf(scene.client.getIdToken({ force: true }))
    await advance(60_000)
    expect(outer.state).not.toBe('pending')
    expect(inner.length).toBeGreaterThan(0)
    expect(inner.map(({ state }) => state)).not.toContain('pending')
    isArmed = false
    await advance(60_000)
    expect(scene.client.getSnapshot().status).toBe('signed-in')
  },
)

test('getServiceHeaders are the headers of a refresh without its token, and the app may change its copy', async () => {
  const scene = createScene()
  await signIn(scene)
  const headers = await settle(scene.client.getServiceHeaders())
  headers['X-client-id'] = 'changed'
  await settle(scene.client.getIdToken({ force: true }))
  const sent = { ...scene.service.requests[0]!.headers }
  delete sent['session-token']
  expect(sent['x-client-id']).toBe('nTo1eRIub60vPb54WeE6aojPwYwImtl4')
  expect(Object.fromEntries(new Headers(await settle(scene.client.getServiceHeaders())))).toEqual(sent)
})

const browserDevice = { device: undefined as never }

test('the fingerprint is one for login, refresh, after a sign-out, after a reload, and for the next session', async () => {
  const scene = createScene(browserDevice)
  const printOf = async (client = scene.client): Promise<string | undefined> =>
    (await settle(client.getServiceHeaders(), 1_000))['X-device-fingerprint']
  const first = await printOf()
  expect(first).toMatch(/^[!-~]{16,}$/)
  await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }), 1_000)
  await settle(scene.client.signOut())
  expect(await printOf()).toBe(first)
  const reloaded = scene.another()
  expect(await printOf(reloaded)).toBe(first)
  await settle(reloaded.signIn({ ...scene.service.login() }))
  await settle(reloaded.getIdToken({ force: true }), 1_000)
  expect(scene.service.requests.map(({ headers }) => headers['x-device-fingerprint'])).toEqual([first, first])
})

test.each(['synchronous', 'asynchronous'])(
  'two clients that boot on empty %s storage get one fingerprint',
  async (kind) => {
    const scene = createScene(browserDevice)
    if (kind === 'asynchronous') scene.storage.before = () => new Promise((resolve) => setTimeout(resolve, 20))
    const others = [scene.client, scene.another(), scene.another()]
    const prints = outcomeOf(Promise.all(others.map((client) => client.getServiceHeaders())))
    await advance(5_000)
    const made = new Set(prints.value!.map((headers) => headers['X-device-fingerprint']))
    expect(made.size).toBe(1)
  },
)

test('getServiceHeaders keep to the fingerprint that the session refreshes with, also where storage would not keep it', async () => {
  const scene = createScene(browserDevice)
  scene.storage.before = (operation, key) => {
    if (operation === 'setItem' && key.includes('fingerprint')) throw new Error('refused')
  }
  const first = (await settle(scene.client.getServiceHeaders(), 1_000))['X-device-fingerprint']
  await signIn(scene)
  const reloaded = scene.another()
  const headers = await settle(reloaded.getServiceHeaders(), 1_000)
  await settle(reloaded.getIdToken({ force: true }), 1_000)
  expect(scene.service.requests[0]!.headers['x-device-fingerprint']).toBe(first)
  expect(headers['X-device-fingerprint']).toBe(first)
})

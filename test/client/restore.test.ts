// The first read of a session: damaged, newer, failing and slow storage; what was seeded; and where there is no window.
// Long because each rule has a table of cases, which share one scene.
import { afterEach, expect, test, vi } from 'vitest'
import { createCiamClient } from 'react-ciam'
import { memoryStorage, webStorage } from 'react-ciam/storage'
import { sessionRecord } from 'react-ciam/testing'
import {
  advance,
  BASE_URL,
  CLIENT_ID,
  createScene,
  createScriptedService,
  createScriptedStorage,
  DEVICE,
  flush,
  gate,
  outcomeOf,
  RECORD_KEY,
  recordEvents,
  refusal,
  settle,
  signIn,
} from './scripted-service'

const good = {
  version: 1,
  sessionKey: 'key',
  order: 1,
  revision: 1,
  sessionToken: 'stored-session-token',
  idToken: null,
}

const garbage: string[] = [
  '',
  ' ',
  'null',
  'true',
  '0',
  '"text"',
  '[]',
  '{}',
  '{"version":1}',
  '{',
  'undefined',
  '\u0000',
  '<html>',
  '[object Object]',
  '{"__proto__":{"version":1}}',
  '{"version":"1"}',
  '{"version":null}',
  '{"version":1,"sessionKey":"__proto__"}',
  JSON.stringify({ ...good, sessionToken: '' }),
  JSON.stringify({ ...good, sessionToken: 'a\r\nb' }),
  JSON.stringify({ ...good, sessionToken: 5 }),
  JSON.stringify({ ...good, sessionToken: 'x'.repeat(100_000) }),
  JSON.stringify({ ...good, sessionKey: '' }),
  JSON.stringify({ ...good, revision: 'one' }),
  JSON.stringify({ ...good, order: null }),
  JSON.stringify({ access_token: 'of another library' }),
  JSON.stringify(good).slice(0, -5),
  `${'['.repeat(50_000)}`,
]

test.each(garbage.map((text) => [text.slice(0, 70), text]))(
  'the stored value %j boots signed-out; signOut and signIn work',
  async (_title, text) => {
    const scene = createScene()
    scene.storage.values.set(RECORD_KEY, text)
    expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'none' })
    const asked = outcomeOf(scene.client.getIdToken())
    await flush()
    expect(asked.state).toBe('failed')
    await settle(scene.client.signOut())
    expect(scene.stored()).toBeNull()
    scene.storage.values.set(RECORD_KEY, text)
    const { id_token } = await signIn({ client: scene.another(), service: scene.service })
    expect(await settle(scene.another().getIdToken())).toBe(id_token)
    expect(scene.service.requests).toEqual([])
  },
)

test.each([
  ['no id_token', {}],
  ['an illegal id_token', { idToken: 'a\nb', idTokenSentAt: 1 }],
  ['an id_token that cannot be decoded, of long ago', { idToken: 'opaque', idTokenSentAt: 1 }],
  ['an id_token without a time', { idToken: 'opaque' }],
  ['fields of nobody', { refreshedAt: 'x', fingerprint: {}, sessionExpiresAt: [], more: 1 }],
])('a stored session with %s stands: its token is refreshed when asked for', async (_title, fields) => {
  const scene = createScene()
  const { session_token } = scene.service.login()
  scene.storage.values.set(RECORD_KEY, JSON.stringify({ ...good, sessionToken: session_token, ...fields }))
  expect(scene.client.getSnapshot()).toMatchObject({
    status: 'signed-in',
    sessionKey: 'key',
    sessionExpiresAt: null,
    error: null,
  })
  expect(await settle(scene.client.getIdToken())).toMatch(/\./)
  expect(scene.service.requests).toHaveLength(1)
})

test.each(['garbage', '{"version":2,"keys":5}', '{"version":1,"keys":[5,null]}', '[]'])(
  'marks of ended sessions that are %s end no other session, and signOut writes over them',
  async (text) => {
    const scene = createScene()
    await signIn(scene)
    await settle(scene.client.signOut())
    const markKeys = [...scene.storage.values.keys()]
    const { id_token } = await signIn(scene)
    for (const key of markKeys) scene.storage.values.set(key, text)
    const reloaded = scene.another()
    expect(await settle(reloaded.getIdToken())).toBe(id_token)
    await settle(reloaded.signOut())
    expect(scene.another().getSnapshot().status).toBe('signed-out')
  },
)

const NEWER = JSON.stringify({ ...good, version: 2, sessionToken: { of: 'a later form' } })

test('a record of a newer version: restoring with RECORD_NEWER, left alone, no request, no write', async () => {
  const scene = createScene()
  scene.storage.values.set(RECORD_KEY, NEWER)
  scene.client.start()
  scene.client.keepFresh()
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'RECORD_NEWER' } })
  const calls = [scene.client.getIdToken(), scene.client.getIdToken({ force: true }), scene.client.fetch('/x')].map(
    (call) => outcomeOf<unknown>(call),
  )
  await advance(200_000)
  window.dispatchEvent(new Event('focus'))
  await flush()
  for (const { error } of calls) expect(error).toMatchObject({ code: 'RECORD_NEWER' })
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'RECORD_NEWER' } })
  expect([...scene.storage.values]).toEqual([[RECORD_KEY, NEWER]])
  expect(scene.storage.calls.filter(({ operation }) => operation !== 'getItem')).toEqual([])
  expect(scene.service.requests).toEqual([])
})

test('signIn replaces a record of a newer version, signOut removes one', async () => {
  const scene = createScene()
  scene.storage.values.set(RECORD_KEY, NEWER)
  scene.client.getSnapshot()
  await settle(scene.client.signOut())
  expect(scene.stored()).toBeNull()
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
  scene.storage.values.set(RECORD_KEY, NEWER)
  const other = scene.another()
  other.getSnapshot()
  const { id_token } = await signIn({ client: other, service: scene.service })
  expect(await settle(scene.another().getIdToken())).toBe(id_token)
})

test.each(['before it is asked', 'while a refresh is under way'])(
  'a newer record that appears %s is left alone while signed in',
  async (moment) => {
    const scene = createScene()
    await signIn(scene)
    if (moment === 'before it is asked') scene.storage.values.set(RECORD_KEY, NEWER)
    else {
      scene.service.next((request) => {
        scene.storage.values.set(RECORD_KEY, NEWER)
        return scene.service.rotate(request)
      })
    }
    const call = outcomeOf(scene.client.getIdToken({ force: true }))
    await advance(70_000)
    expect(call.error).toMatchObject({ code: 'RECORD_NEWER' })
    expect(scene.client.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'RECORD_NEWER' } })
    expect(scene.stored()).toBe(NEWER)
  },
)

test('an asynchronous storage restores: restoring first, callers wait for the read, no event, no request', async () => {
  const scene = createScene()
  const { id_token } = await signIn(scene)
  const reading = gate()
  scene.storage.before = () => reading.promise
  const client = scene.another()
  const events = recordEvents(client)
  expect(client.getSnapshot()).toEqual({ status: 'restoring', error: null })
  const call = outcomeOf(client.getIdToken())
  await advance(1_000)
  expect(call.state).toBe('pending')
  reading.open()
  await flush()
  expect(call.value).toBe(id_token)
  expect(client.getSnapshot()).toEqual(scene.client.getSnapshot())
  expect(events).toEqual([])
  expect(scene.service.requests).toEqual([])
})

test('a first read that fails is tried again after 1, 2, 4, 8, 16, 32, 60 and 60 s, and restores when it succeeds', async () => {
  const scene = createScene()
  const { id_token } = await signIn(scene)
  const client = scene.another()
  const events = recordEvents(client)
  const attempts: number[] = []
  let lastAt = Date.now()
  scene.storage.before = (operation, key) => {
    if (operation !== 'getItem' || key !== RECORD_KEY) return
    attempts.push(Math.round((Date.now() - lastAt) / 1000))
    lastAt = Date.now()
    throw new Error('no')
  }
  expect(client.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'STORAGE' } })
  await advance(184_000)
  expect(attempts).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60])
  expect(events[0]).toMatchObject(['storage-failed', { operation: 'read', error: { code: 'STORAGE' } }])
  scene.storage.before = () => {}
  await advance(60_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
  expect(await settle(client.getIdToken())).toBe(id_token)
  expect(events.map(([name]) => name)).not.toContain('signed-in')
})

test.each(['somebody asks', 'the page wakes'])('a first read that failed is tried again when %s', async (moment) => {
  const scene = createScene()
  const { id_token } = await signIn(scene)
  const client = scene.another()
  scene.storage.before = (operation) => {
    if (operation === 'getItem') throw new Error('no')
  }
  client.start()
  expect(client.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'STORAGE' } })
  const failed = outcomeOf(client.getIdToken())
  await flush()
  expect(failed.error).toMatchObject({ code: 'STORAGE' })
  await advance(20_000)
  scene.storage.before = () => {}
  if (moment === 'the page wakes') window.dispatchEvent(new Event('focus'))
  else expect(await settle(client.getIdToken())).toBe(id_token)
  await flush()
  expect(client.getSnapshot().status).toBe('signed-in')
})

test('a first read that hangs settles its callers', async () => {
  const scene = createScene()
  scene.storage.before = () => new Promise(() => {})
  const call = outcomeOf(scene.client.getIdToken())
  const fetching = outcomeOf(scene.client.fetch('/x'))
  await advance(10_000)
  expect(call.error).toMatchObject({ code: 'STORAGE' })
  expect(fetching.error).toMatchObject({ code: 'STORAGE' })
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'STORAGE' } })
})

test.each(['sign-in', 'sign-out', 'sign-in that is still being saved'])(
  'a restore that finishes after a %s changes nothing',
  async (kind) => {
    const scene = createScene()
    await signIn(scene)
    const reading = gate()
    let isFirst = true
    scene.storage.before = () => (isFirst ? reading.promise : undefined)
    const client = scene.another()
    client.getSnapshot()
    isFirst = false
    const second = scene.service.login('second')
    const writing = gate()
    if (kind.includes('saved'))
      scene.storage.before = (operation) => (operation === 'setItem' ? writing.promise : undefined)
    const done = outcomeOf(kind === 'sign-out' ? client.signOut() : client.signIn({ ...second }))
    await flush()
    const seen: string[] = []
    client.subscribe(() => seen.push(client.getSnapshot().status))
    const before = client.getSnapshot()
    reading.open()
    await flush()
    expect(client.getSnapshot()).toBe(before)
    expect(seen).toEqual([])
    writing.open()
    await flush()
    expect(done.state).toBe('done')
    const now = client.getSnapshot()
    if (kind === 'sign-out') expect(now).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
    else expect(now).toMatchObject({ status: 'signed-in', claims: { userName: 'second' } })
  },
)

test('a session that sessionRecord() seeded is restored, and ages from receivedAt', async () => {
  const scene = createScene()
  const reply = scene.service.login()
  const { key, value } = sessionRecord({ baseUrl: `${BASE_URL}/`, clientId: CLIENT_ID }, { ...reply })
  scene.storage.values.set(key, value)
  expect(await settle(scene.client.getIdToken())).toBe(reply.id_token)
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-in', claims: { userName: 'first' } })
  const old = sessionRecord(
    { baseUrl: BASE_URL, clientId: CLIENT_ID },
    { ...scene.service.login() },
    Date.now() - 400_000,
  )
  const storage = createScriptedStorage(new Map([[old.key, old.value]]))
  await settle(scene.another({ storage }).getIdToken())
  expect(scene.service.requests).toHaveLength(1)
})

test.each([[{}], [{ session_token: '' }], [{ session_token: 'a', status: 'MFA_AUTH' }], [null]])(
  'sessionRecord() refuses %j as signIn does',
  (reply) => {
    expect(() => sessionRecord({ baseUrl: BASE_URL, clientId: CLIENT_ID }, reply as never)).toThrow(
      expect.objectContaining({ name: 'CiamError' }) as Error,
    )
  },
)

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  localStorage.clear()
  sessionStorage.clear()
})

test('storage: localStorage is kept by the same keys as webStorage(), and storage: sessionStorage by its own', async () => {
  vi.useFakeTimers()
  const service = createScriptedService()
  const make = (storage?: Storage | ReturnType<typeof webStorage>) =>
    createCiamClient({
      baseUrl: BASE_URL,
      clientId: CLIENT_ID,
      device: DEVICE,
      fetch: service.fetch,
      ...(storage ? { storage } : {}),
    })
  const client = make(localStorage)
  const { id_token } = service.login()
  await settle(client.signIn({ session_token: 'in-local-storage', id_token, status: 'SUCCESS' }), 5_000)
  expect(await settle(make().getIdToken(), 3_000)).toBe(id_token)
  expect(await settle(make(webStorage('local')).getIdToken(), 3_000)).toBe(id_token)
  expect(make(sessionStorage).getSnapshot().status).toBe('signed-out')
  vi.useRealTimers()
})

test.each(['getSnapshot', 'start', 'getIdToken', 'signIn', 'subscribe'] as const)(
  'where localStorage is blocked, memory stands in and storage-failed is emitted, also if %s is the first use',
  async (first) => {
    vi.useFakeTimers()
    const spy = vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError')
    })
    const service = createScriptedService()
    const client = createCiamClient({ baseUrl: BASE_URL, clientId: CLIENT_ID, device: DEVICE, fetch: service.fetch })
    const events = recordEvents(client)
    const reply = service.login()
    if (first === 'signIn') await settle(client.signIn({ ...reply }), 3_000)
    else if (first === 'getIdToken') outcomeOf(client.getIdToken())
    else if (first === 'subscribe') client.subscribe(() => {})
    else client[first]()
    await advance(3_000)
    if (first !== 'signIn') await settle(client.signIn({ ...reply }), 3_000)
    expect(await settle(client.getIdToken(), 3_000)).toBe(reply.id_token)
    expect(events.map(([name]) => name)).toContain('storage-failed')
    await settle(client.signOut(), 3_000)
    client.stop()
    spy.mockRestore()
    vi.useRealTimers()
  },
)

test('without a window nothing is read, sent, listened to or kept, and calls reject with CONFIG', async () => {
  const storage = createScriptedStorage()
  const service = createScriptedService()
  vi.stubGlobal('window', undefined)
  const client = createCiamClient({
    baseUrl: BASE_URL,
    clientId: CLIENT_ID,
    device: DEVICE,
    fetch: service.fetch,
    storage,
  })
  const listener = vi.fn()
  client.start()
  const unsubscribe = client.subscribe(listener)
  client.keepFresh()()
  expect(client.getSnapshot()).toEqual({ status: 'restoring', error: null })
  const calls = [
    client.getIdToken(),
    client.getAuthHeaders(),
    client.getServiceHeaders(),
    client.fetch('https://tenant.test/x'),
    client.signOut(),
    client.signIn({ ...service.login() }),
  ]
  for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'CONFIG' })
  client.stop()
  unsubscribe()
  expect(client.getSnapshot()).toEqual({ status: 'restoring', error: null })
  expect(storage.calls).toEqual([])
  expect(service.requests).toEqual([])
  expect(listener).not.toHaveBeenCalled()
})

test('creating a client reads nothing, listens to nothing and starts no timer', () => {
  vi.useFakeTimers()
  const storage = createScriptedStorage()
  const listen = vi.spyOn(window, 'addEventListener')
  const device = vi.fn()
  const language = vi.fn()
  createCiamClient({ baseUrl: BASE_URL, clientId: CLIENT_ID, storage, device, language })
  createCiamClient({ baseUrl: BASE_URL, clientId: CLIENT_ID, storage: memoryStorage() })
  const local = vi.spyOn(globalThis, 'localStorage', 'get')
  createCiamClient({ baseUrl: BASE_URL, clientId: CLIENT_ID })
  expect([
    storage.calls.length,
    listen.mock.calls.length,
    device.mock.calls.length,
    language.mock.calls.length,
    vi.getTimerCount(),
  ]).toEqual([0, 0, 0, 0, 0])
  expect(local).not.toHaveBeenCalled()
  vi.useRealTimers()
})

test.each(['react-ciam', 'react-ciam/storage', 'react-ciam/testing'])(
  'importing %s reads no storage, adds no listener, starts no timer',
  async (entry) => {
    vi.resetModules()
    const touched: string[] = []
    const trap = (name: string) => (): never => {
      touched.push(name)
      throw new Error(`${name} was touched by an import.`)
    }
    const spies = [
      vi.spyOn(globalThis, 'localStorage', 'get').mockImplementation(trap('localStorage')),
      vi.spyOn(globalThis, 'sessionStorage', 'get').mockImplementation(trap('sessionStorage')),
      vi.spyOn(window, 'addEventListener').mockImplementation(trap('addEventListener')),
      vi.spyOn(document, 'addEventListener').mockImplementation(trap('document.addEventListener')),
      vi.spyOn(crypto, 'getRandomValues').mockImplementation(trap('getRandomValues')),
    ]
    vi.stubGlobal('fetch', trap('fetch'))
    vi.stubGlobal('indexedDB', { open: trap('indexedDB') })
    vi.stubGlobal('BroadcastChannel', trap('BroadcastChannel'))
    vi.useFakeTimers()
    const importing = import(/* @vite-ignore */ entry)
    const module = (await importing) as object
    const timers = vi.getTimerCount()
    vi.useRealTimers()
    for (const spy of spies) spy.mockRestore()
    expect(Object.keys(module).length).toBeGreaterThan(2)
    expect(touched).toEqual([])
    expect(timers).toBe(0)
  },
)

test('an end that was only restored past is told to nobody as an event', async () => {
  const scene = createScene()
  await signIn(scene)
  scene.service.next(() => refusal('IDAAS.SDK.PARAM.0023'))
  outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(1_000)
  const reloaded = scene.another()
  const events = recordEvents(reloaded)
  expect(reloaded.getSnapshot()).toEqual({ status: 'signed-out', reason: 'none', error: null })
  await advance(5_000)
  expect(events).toEqual([])
})

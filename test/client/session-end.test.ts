// Invariant 6: what ends a session, what does not, and what is believed only after another look into storage.
// Long because each rule has a table of cases, which share one scene.
import { expect, test, vi } from 'vitest'
import { createCiamClient } from 'react-ciam'
import {
  advance,
  BASE_URL,
  CLIENT_ID,
  createScene,
  createScriptedStorage,
  DEVICE,
  flush,
  idTokenOf,
  json,
  outcomeOf,
  RECORD_KEY,
  recordEvents,
  refusal,
  type Scene,
  settle,
  signIn,
} from './scripted-service'

async function recordOfAnotherTab(scene: Scene): Promise<{ text: string; idToken: string }> {
  const elsewhere = createScriptedStorage(new Map(scene.storage.values))
  const idToken = await settle(scene.another({ storage: elsewhere }).getIdToken({ force: true }))
  return { text: elsewhere.values.get(RECORD_KEY)!, idToken }
}

test.each(['IDAAS.SDK.PARAM.0023', 'SDK.COMMON.1005', ' IDAAS.SDK.PARAM.0023 '])(
  '%s ends the session as session-rejected',
  async (code) => {
    const scene = createScene()
    await signIn(scene)
    scene.service.next(() => refusal(code))
    const call = outcomeOf(scene.client.getIdToken({ force: true }))
    await advance(2_000)
    expect(scene.client.getSnapshot()).toMatchObject({
      status: 'signed-out',
      reason: 'session-rejected',
      error: { code: 'SESSION_REJECTED' },
    })
    expect(call.error).toBe((scene.client.getSnapshot() as { error: unknown }).error)
    expect(scene.stored()).toBeNull()
    expect(scene.events.at(-1)).toEqual(['signed-out', { reason: 'session-rejected' }])
    const later = outcomeOf(scene.client.getIdToken())
    await advance(70_000)
    expect(later.error).toMatchObject({ code: 'SESSION_REJECTED' })
    expect(scene.service.requests).toHaveLength(1)
    expect(scene.another().getSnapshot()).toMatchObject({ reason: 'none', error: null })
  },
)

test.each([
  ...['0001', '0002', '0003', '0022', '0016', '9999'].map(
    (code) => [code, () => refusal(`IDAAS.SDK.PARAM.${code}`)] as const,
  ),
  ...['1001', '1003', '1008', '1012'].map((code) => [code, () => refusal(`SDK.COMMON.${code}`)] as const),
  ['COM.0002', () => refusal('IDAAS.SDK.COM.0002')],
  ['401', () => json({}, 401)],
  ['401 that speaks of an expired session', () => json({ error_msg: 'Invalid or expired session token' }, 401)],
  ['403', () => new Response('no', { status: 403 })],
  ['404', () => new Response('', { status: 404 })],
  ['429', () => json({}, 429)],
  ['500', () => json({ error: 'x' }, 500)],
  ['502 HTML', () => new Response('<html>', { status: 502 })],
  ['200 HTML', () => new Response('<html>')],
  ['204', () => new Response(null, { status: 204 })],
  ['a code in the wrong place', () => json({ error: { error_code: 'IDAAS.SDK.PARAM.0023' } }, 400)],
  ['a code that only contains 0023', () => refusal('XIDAAS.SDK.PARAM.0023')],
  ['a code as a number', () => json({ error_code: 23 }, 400)],
  ['a cut', () => Promise.reject(new TypeError('cut'))],
] as [string, () => Response | Promise<Response>][])(
  '%s does not end the session, nor touch the record',
  async (_title, answer) => {
    const scene = createScene()
    const { id_token } = await signIn(scene)
    const before = scene.stored()
    scene.service.next(answer)
    const call = outcomeOf(scene.client.getIdToken({ force: true }))
    await advance(1_000)
    expect(call.state).toBe('failed')
    expect(scene.stored()).toBe(before)
    expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-in', error: call.error })
    expect(await settle(scene.client.getIdToken())).toBe(id_token)
  },
)

test.each([
  ['at once', 0],
  ['during the pause', 100],
])(
  'a rejection of a token that a sibling replaces %s is not believed: its newer record is adopted',
  async (_title, delay) => {
    const scene = createScene()
    const { client, service, storage } = scene
    await signIn(scene)
    const newer = await recordOfAnotherTab(scene)
    service.next(() => {
      if (delay) setTimeout(() => storage.values.set(RECORD_KEY, newer.text), delay)
      else storage.values.set(RECORD_KEY, newer.text)
      return refusal('IDAAS.SDK.PARAM.0023')
    })
    const call = outcomeOf(client.getIdToken({ force: true }))
    await advance(2_000)
    expect(call.value).toBe(newer.idToken)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
    expect(scene.stored()).toBe(newer.text)
    expect(scene.events.map(([name]) => name)).not.toContain('signed-out')
  },
)

test('a record that a sibling saves at any read after a rejection is not deleted', async () => {
  for (let at = 1; at <= 8; at += 1) {
    const scene = createScene()
    const { client, service, storage } = scene
    await signIn(scene)
    const newer = await recordOfAnotherTab(scene)
    let reads = -Infinity
    storage.before = (operation, key) => {
      if (operation === 'getItem' && key === RECORD_KEY && (reads += 1) === at)
        storage.values.set(RECORD_KEY, newer.text)
    }
    service.next(() => {
      reads = 0
      return refusal('IDAAS.SDK.PARAM.0023')
    })
    const call = outcomeOf(client.getIdToken({ force: true }))
    await advance(3_000)
    expect(call.state, `read ${at}`).not.toBe('pending')
    if (reads >= at) expect(scene.stored(), `read ${at}`).toBe(newer.text)
  }
})

test.each([
  ['a cut', () => Promise.reject(new TypeError('cut'))],
  ['HTML', () => new Response('<html>', { status: 502 })],
  ['half a JSON', () => new Response('{"session_')],
])('a rejection after %s ends the session as rotation-lost, also after a reload in between', async (_title, answer) => {
  for (const isReloaded of [false, true]) {
    const scene = createScene()
    await signIn(scene)
    scene.service.next(answer, () => refusal('IDAAS.SDK.PARAM.0023'))
    outcomeOf(scene.client.getIdToken({ force: true }))
    await advance(5_000)
    const client = isReloaded ? scene.another() : scene.client
    outcomeOf(client.getIdToken({ force: true }))
    await advance(2_000)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'rotation-lost' })
  }
})

test('a rejection after a service code that was readable is no lost rotation', async () => {
  const scene = createScene()
  await signIn(scene)
  scene.service.next(
    () => refusal('IDAAS.SDK.COM.0002'),
    () => refusal('IDAAS.SDK.PARAM.0023'),
  )
  outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(5_000)
  outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(2_000)
  expect(scene.client.getSnapshot()).toMatchObject({ reason: 'session-rejected' })
})

test('expire ends the session of a page that was open, without a request, and tells the others', async () => {
  const scene = createScene()
  const { client, service } = scene
  const other = scene.another()
  other.start()
  await settle(client.signIn({ ...service.login(), expire: 100 }))
  await advance(99_000)
  expect(await settle(client.getIdToken())).toMatch(/\./)
  await advance(1_500)
  const call = outcomeOf(client.getIdToken())
  await flush()
  expect(call.state).toBe('failed')
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
  expect(other.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
  expect(scene.stored()).toBeNull()
  expect(service.requests).toEqual([])
})

test('a wall clock that jumps past expire ends nothing: the service is asked, and its token goes on', async () => {
  const scene = createScene()
  await signIn(scene)
  vi.setSystemTime(Date.now() + 8 * 24 * 3_600_000)
  await settle(scene.client.getIdToken())
  expect(scene.service.requests).toHaveLength(1)
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

test.each([
  ['no lost answer', false],
  ['a lost answer', true],
])(
  'after a reload past expire the service is asked; its rejection is session-expired, with %s before',
  async (_title, isUnanswered) => {
    const scene = createScene()
    const { client, service } = scene
    await settle(client.signIn({ ...service.login(), expire: 100 }))
    if (isUnanswered) {
      service.next(() => Promise.reject(new TypeError('cut')))
      outcomeOf(client.getIdToken({ force: true }))
      await flush()
    }
    const asked = service.requests.length
    await advance(101_000)
    const reloaded = scene.another()
    expect(reloaded.getSnapshot().status).toBe('signed-in')
    service.next(() => refusal('IDAAS.SDK.PARAM.0023'))
    outcomeOf(reloaded.getIdToken({ force: true }))
    await advance(2_000)
    expect(service.requests).toHaveLength(asked + 1)
    expect(reloaded.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
  },
)

test.each([undefined, 0, -5, 'soon', null, Number.NaN])('a session with expire %s ends by no clock', async (expire) => {
  const scene = createScene()
  await settle(scene.client.signIn({ ...scene.service.login(), expire }))
  expect(scene.client.getSnapshot()).toMatchObject({ sessionExpiresAt: null })
  await advance(30 * 24 * 3_600_000)
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

test('sessionExpiresAt counts from the sign-in, and from each refresh', async () => {
  const scene = createScene()
  const now = Date.now()
  await settle(scene.client.signIn({ ...scene.service.login(), expire: 100 }))
  expect(scene.client.getSnapshot()).toMatchObject({ sessionExpiresAt: now + 100_000 })
  await advance(10_000)
  scene.service.next(() => json({ session_token: 'next-session-token', expire: 500, id_token: idTokenOf() }))
  await settle(scene.client.getIdToken({ force: true }))
  expect(scene.client.getSnapshot()).toMatchObject({ sessionExpiresAt: now + 510_000 })
  await advance(10_000)
  scene.service.next(() => json({ session_token: 'last-session-token', id_token: idTokenOf() }))
  await settle(scene.client.getIdToken({ force: true }))
  expect(scene.client.getSnapshot()).toMatchObject({ sessionExpiresAt: null })
})

test('a record that somebody removed ends the session when it is next asked for, and is not written back', async () => {
  const scene = createScene()
  await signIn(scene)
  scene.storage.values.clear()
  const call = outcomeOf(scene.client.getIdToken())
  await advance(70_000)
  expect(call.error).toMatchObject({ code: 'SIGNED_OUT' })
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
  expect(scene.stored()).toBeNull()
})

test('a record that is removed while a refresh is under way is not written back', async () => {
  const scene = createScene()
  await signIn(scene)
  scene.service.next((request) => {
    scene.storage.values.clear()
    return scene.service.rotate(request)
  })
  const call = outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(70_000)
  expect(call.error).toMatchObject({ code: 'SIGNED_OUT' })
  expect(scene.stored()).toBeNull()
})

test('an absent record ends nothing while its write was never confirmed', async () => {
  const scene = createScene()
  scene.storage.before = (operation) => {
    if (operation === 'setItem') throw new Error('full')
  }
  const { id_token } = await signIn(scene)
  expect(await settle(scene.client.getIdToken())).toBe(id_token)
  scene.storage.before = () => {}
  await advance(70_000)
  expect(scene.stored()).not.toBeNull()
})

test('localStorage.clear() in another tab ends the session of a started client by its storage event', async () => {
  const scene = createScene()
  const client = createCiamClient({
    baseUrl: BASE_URL,
    clientId: CLIENT_ID,
    device: DEVICE,
    fetch: scene.service.fetch,
  })
  client.start()
  const events = recordEvents(client)
  await settle(client.signIn({ ...scene.service.login() }), 3_000)
  localStorage.clear()
  window.dispatchEvent(new StorageEvent('storage', { key: null, storageArea: localStorage }))
  await advance(3_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
  expect(events.at(-1)).toEqual(['signed-out', { reason: 'signed-out' }])
  await advance(70_000)
  expect(Object.values({ ...localStorage }).join()).not.toContain('session-token')
  client.stop()
})

test('a rejection that a sibling announces counts only where the revision is not higher', async () => {
  const scene = createScene()
  const { client, service, storage } = scene
  await signIn(scene)
  const older = createScriptedStorage(new Map(storage.values))
  await settle(client.getIdToken({ force: true }))
  client.start()
  // A tab that still holds the first token, in a storage that lags, is told that it is dead.
  const behind = scene.another({ storage: older })
  behind.start()
  service.next(() => refusal('IDAAS.SDK.PARAM.0023'))
  outcomeOf(behind.getIdToken({ force: true }))
  await advance(3_000)
  expect(client.getSnapshot().status).toBe('signed-in')
  expect(scene.stored()).not.toBeNull()
})

test.each([
  ['sign-out', 'signed-out'],
  ['rejection', 'session-rejected'],
])('a %s reaches the other clients at once, with its reason', async (kind, reason) => {
  const scene = createScene()
  const { client, service } = scene
  const other = scene.another()
  const stranger = scene.another({ clientId: 'another-client-id', storage: createScriptedStorage() })
  for (const each of [client, other, stranger]) each.start()
  await signIn(scene)
  await settle(stranger.signIn({ ...service.login() }))
  expect(other.getSnapshot().status).toBe('signed-in')
  const events = recordEvents(other)
  if (kind === 'sign-out') void client.signOut()
  else {
    service.next(() => refusal('IDAAS.SDK.PARAM.0023'))
    outcomeOf(client.getIdToken({ force: true }))
    await advance(1_000)
  }
  expect(other.getSnapshot()).toMatchObject({ status: 'signed-out', reason })
  expect(events).toEqual([['signed-out', { reason }]])
  await flush()
  expect(stranger.getSnapshot().status).toBe('signed-in')
})

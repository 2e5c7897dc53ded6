// What is under way, kept or heard when something else happens leaves nothing behind: no flag, no note, no wrong token,
// no loop, no blockage.
import { expect, test, vi } from 'vitest'
import { memoryStorage } from 'react-ciam/storage'
import { createAnnouncer } from '../../src/tabs/announce'
import { BASE_URL, CLIENT_ID, createScene, follow, hang, json, late, NOTE_KEY, RECORD_KEY } from './plain-service'
import { createScriptedStorage } from './scripted-service'

test.each([
  ['sign-in', false],
  ['adoption of a session that a sibling signed in', true],
])('isRefreshing is over with the %s that comes during a refresh', async (_title, isSibling) => {
  const { client, service, signIn, another, now, advance } = createScene()
  await signIn()
  client.start()
  const { sessionKey } = client.getSnapshot() as { sessionKey: string }
  service.next.push(hang)
  follow(client.getIdToken({ force: true }))
  await advance(1_000)
  expect(client.getSnapshot()).toMatchObject({ sessionKey, isRefreshing: true })
  await now(() => (isSibling ? another() : client).signIn(service.login()))
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', isRefreshing: false })
  expect(client.getSnapshot()).not.toMatchObject({ sessionKey })
})

test.each(['signed out', 'signed in anew by a sibling', 'replaced by a record of a newer version'])(
  'a request that has timed out leaves no note of itself where its session was %s meanwhile',
  async (what) => {
    const storage = createScriptedStorage()
    const { client, service, signIn, another, now, advance } = createScene({ storage })
    await signIn()
    client.start()
    service.next.push(hang)
    const force = follow(client.getIdToken({ force: true }))
    await advance(1_000)
    expect(service.requests).toHaveLength(1)
    if (what.startsWith('signed out')) await now(() => client.signOut())
    else if (what.startsWith('signed in')) await now(() => another().signIn(service.login()))
    else {
      storage.values.set(RECORD_KEY, '{"version":2}')
      window.dispatchEvent(new Event('focus'))
    }
    storage.calls.length = 0
    await advance(40_000)
    expect(force.status).not.toBe('pending')
    expect(storage.calls.filter(({ operation, key }) => operation === 'setItem' && key === NOTE_KEY)).toEqual([])
    if (what.startsWith('signed out')) expect(storage.values.has(NOTE_KEY)).toBe(false)
  },
)

test('getIdToken() rejects with RECORD_NEWER where only the latest read of an adapter shows a newer version', async () => {
  let isNewer = false
  let reads = 0
  const store = createScriptedStorage()
  store.before = (operation) => {
    // Else a client that goes round in circles would never let the test end.
    if (operation === 'getItem' && (reads += 1) > 200) throw new Error('Too many reads')
  }
  const getLatest = async (key: string): Promise<string | null> => {
    const value = await store.getItem(key)
    return isNewer && key === RECORD_KEY ? '{"version":2}' : value
  }
  const { client, service, signIn, another, now } = createScene({ storage: { ...store, getLatest } })
  await signIn()
  isNewer = true
  reads = 0
  for (const each of [client, another()]) {
    await expect(now(() => each.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'RECORD_NEWER' })
    expect(each.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'RECORD_NEWER' } })
  }
  expect(reads).toBeLessThan(40)
  expect(service.requests).toHaveLength(0)
})

test.each([
  ['is told of it', true],
  ['finds it in storage', false],
])(
  'force does not give the token that was there, where the answer to a sibling brought none and the client %s',
  async (_title, isStarted) => {
    const { client, service, signIn, another, now, advance } = createScene()
    await signIn()
    if (isStarted) client.start()
    const present = await now(() => client.getIdToken())
    service.next.push(
      late(3_000, async (request) => {
        const reply = (await (await service.grant(request)).json()) as object
        return json({ ...reply, id_token: undefined })
      }),
    )
    const ofSibling = follow(another().getIdToken({ force: true }))
    await advance(500)
    const force = follow(client.getIdToken({ force: true }))
    await advance(4_500)
    expect(ofSibling).toMatchObject({ status: 'rejected', error: { code: 'INVALID_RESPONSE' } })
    expect(force).toMatchObject({ status: 'rejected', error: { code: 'INVALID_RESPONSE', retryable: true } })
    await advance(5_000)
    const fresh = await now(() => client.getIdToken({ force: true }))
    expect(fresh).not.toBe(present)
  },
)

test('a fingerprint that only the record could keep goes to the login, to the next session and beyond its end', async () => {
  const storage = createScriptedStorage()
  const { service, client, another, now, killPage, advance } = createScene({ storage })
  storage.before = (operation, key) => {
    if (operation === 'setItem' && key === 'react-ciam:fingerprint') throw new Error('Full')
  }
  const fingerprintOf = async (each: typeof client): Promise<string | undefined> =>
    (await now(() => each.getServiceHeaders()))['X-device-fingerprint']
  const first = await fingerprintOf(client)
  expect(first).toMatch(/./)
  await now(() => client.signIn(service.login()))
  killPage()
  const sent: (string | null)[] = []
  const reloaded = another({
    fetch: (input, init) => {
      sent.push(new Headers(init?.headers).get('x-device-fingerprint'))
      return service.fetch(input, init)
    },
  })
  expect(await fingerprintOf(reloaded)).toBe(first)
  await now(() => reloaded.signIn(service.login()))
  await advance(2_000)
  await now(() => reloaded.getIdToken({ force: true }))
  expect(sent).toEqual([first])
  await now(() => reloaded.signOut())
  expect(await fingerprintOf(reloaded)).toBe(first)
})

const announcer = createAnnouncer(`react-ciam:${CLIENT_ID}@${BASE_URL}`)

test.each([
  [Infinity, { isRotated: true }],
  [Infinity, { reason: 'session-expired' }],
  [NaN, { isRotated: true }],
  [NaN, { reason: 'session-expired' }],
])('an announcement of revision %s with %o blocks nothing', async (revision, rest) => {
  const { client, storage, signIn, now, advance } = createScene()
  await signIn()
  client.start()
  const { sessionKey } = client.getSnapshot() as { sessionKey: string }
  const present = await now(() => client.getIdToken())
  announcer.post({ sessionKey, revision, ...rest })
  await advance(2_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  expect(await now(() => client.getIdToken({ force: true }))).not.toBe(present)
  const record = (await storage.getItem(RECORD_KEY))!
  // What is true is heard as before: the token was replaced, and later the session was signed out.
  announcer.post({ sessionKey, revision: 9, isRotated: true })
  await advance(2_000)
  await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'STORAGE' })
  await now(() => client.signOut())
  await storage.removeItem(`react-ciam:ended:${CLIENT_ID}@${BASE_URL}`)
  await storage.setItem(RECORD_KEY, record)
  window.dispatchEvent(new Event('focus'))
  await advance(2_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
})

test('start() does not throw where the adapter cannot subscribe, and siblings are heard all the same', async () => {
  const subscribe = vi.fn(() => {
    throw new Error('No events here')
  })
  const { client, service, another, now } = createScene({ storage: { ...memoryStorage(), subscribe } })
  expect(() => client.start()).not.toThrow()
  expect(subscribe).toHaveBeenCalled()
  const reply = service.login()
  await now(() => another().signIn(reply))
  expect(await now(() => client.getIdToken())).toBe(reply.id_token)
  client.stop()
})

test('signIn and signOut do without locks where the browser refuses them to a page that is being closed', async () => {
  const request = vi.fn(() =>
    Promise.reject(new DOMException('The document is not fully active.', 'InvalidStateError')),
  )
  vi.stubGlobal('navigator', { locks: { request } })
  const { client, service, storage, now } = createScene()
  const reply = service.login()
  await now(() => client.signIn(reply))
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
  expect(await storage.getItem(RECORD_KEY)).toContain(reply.session_token)
  await now(() => client.signOut())
  expect(await storage.getItem(RECORD_KEY)).toBeNull()
  expect(request).toHaveBeenCalled()
})

// Invariants 4, 5 and 6: what a tab that has a newer token, or none any more, does while storage shows something else.
import { expect, test, vi } from 'vitest'
import type { CiamClient, StorageAdapter } from 'react-ciam'
import { BASE_URL, CLIENT_ID, createScene, follow, readStored, RECORD_KEY, type Scene } from './plain-service'
import { createScriptedStorage, type ScriptedStorage } from './scripted-service'

const focus = (): boolean => window.dispatchEvent(new Event('focus'))

/** Says something to the clients of this page, as another copy of the package in it would. */
function announce(message: object): void {
  const { bus } = (globalThis as never as Record<symbol, { bus: EventTarget }>)[Symbol.for('react-ciam.announcements')]!
  const name = `react-ciam:${CLIENT_ID}@${BASE_URL}`
  bus.dispatchEvent(new CustomEvent(name, { detail: { sender: 'another', message } }))
}

/** A second tab, whose writes of the record storage refuses until it is told otherwise. */
function withRefusedWrites({ another, storage }: Scene): { sibling: CiamClient; accept: () => void } {
  let isRefusing = true
  const refusing: StorageAdapter = {
    getItem: (key) => storage.getItem(key),
    removeItem: (key) => storage.removeItem(key),
    setItem(key, value) {
      if (isRefusing && key === RECORD_KEY) throw new Error('Full')
      return storage.setItem(key, value)
    },
  }
  return { sibling: another({ storage: refusing }), accept: () => void (isRefusing = false) }
}

test('a session that another sign-in took the place of stays over when that one is signed out, though its record cannot be removed', async () => {
  const storage = createScriptedStorage()
  const { client, another, service, signIn, now, advance } = createScene({ storage })
  await signIn()
  const first = await readStored(storage)
  const sibling = another()
  await now(() => sibling.signIn(service.login()))
  let isRefused = true
  storage.before = (operation) => {
    if (isRefused && operation === 'removeItem') throw new Error('Refused')
  }
  await expect(now(() => sibling.signOut())).rejects.toMatchObject({ code: 'STORAGE' })
  await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  isRefused = false
  await advance(70_000)
  expect([...storage.values.values()].join()).not.toContain(first.sessionToken)
  await expect(now(() => another().getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
})

test('a rejection of a session_token that a sibling announces as replaced ends nothing, though storage does not show that yet', async () => {
  const scene = createScene({ storage: createScriptedStorage() })
  const { client, service, storage, signIn, now, advance } = scene
  await signIn()
  const { sibling, accept } = withRefusedWrites(scene)
  const newest = await now(() => sibling.getIdToken({ force: true }))
  await advance(40_000)
  client.start()
  const { sessionKey } = client.getSnapshot() as { sessionKey: string }
  service.next.push((request) => {
    // What the sibling said is late: it is heard while this page's request is under way.
    announce({ sessionKey, revision: 2, isRotated: true })
    return service.answer(request)
  })
  const force = follow(client.getIdToken({ force: true }))
  await advance(2_000)
  expect(service.requests.map(({ token }) => token)).toEqual(Array(2).fill(service.requests[0]!.token))
  expect(client.getSnapshot().status).toBe('signed-in')
  expect(await readStored(storage)).toMatchObject({ revision: 1 })
  expect(force.status).not.toBe('resolved')
  accept()
  await advance(70_000)
  focus()
  await advance(0)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  expect(await client.getIdToken()).toBe(newest)
  expect(await readStored(storage)).toMatchObject({ revision: 2 })
})

test('a session whose record is gone is had again once a sibling saves a newer token of it', async () => {
  const scene = createScene({ storage: createScriptedStorage() })
  const { client, storage, signIn, now, advance } = scene
  await signIn()
  client.start()
  const { sibling, accept } = withRefusedWrites(scene)
  const newest = await now(() => sibling.getIdToken({ force: true }))
  await storage.removeItem(RECORD_KEY)
  focus()
  await advance(0)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
  accept()
  await advance(10_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  expect(await client.getIdToken()).toBe(newest)
})

test('a session that was signed out does not come back with a newer token of it', async () => {
  const scene = createScene({ storage: createScriptedStorage() })
  const { client, another, storage, signIn, now, advance } = scene
  await signIn()
  client.start()
  const newer = { ...(await readStored(storage)), revision: 2, sessionToken: 'the-newer-session-token' }
  await now(() => another().signOut())
  expect(client.getSnapshot().status).toBe('signed-out')
  for (const key of (storage as ScriptedStorage).values.keys()) await storage.removeItem(key)
  await storage.setItem(RECORD_KEY, JSON.stringify(newer))
  focus()
  await advance(70_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
})

test('a sign-in stands above every session that was had before, though the clock went back and storage cannot be read', async () => {
  const storage = createScriptedStorage()
  const { client, another, service, signIn, now, advance } = createScene({ storage })
  await signIn()
  const sibling = another()
  await now(() => sibling.getIdToken())
  const { sessionKey } = client.getSnapshot() as { sessionKey: string }
  sibling.start()
  announce({ sessionKey, revision: 1, reason: 'session-rejected' })
  expect(sibling.getSnapshot().status).toBe('signed-out')
  vi.setSystemTime(Date.now() - 3_600_000)
  storage.before = (operation) => {
    if (operation === 'getItem') throw new Error('Refused')
  }
  const reply = service.login()
  await now(() => sibling.signIn(reply))
  storage.before = () => {}
  expect(await now(() => client.getIdToken())).toBe(reply.id_token)
  await advance(10_000)
  expect(await readStored(storage)).toMatchObject({ sessionToken: reply.session_token })
})

/** What `getItem` shows of the record stays as it is from `lag` on; `getLatest` shows the newest. */
function createLaggingStorage(storage: ScriptedStorage): { storage: StorageAdapter; lag: () => void } {
  let shown: string | null | undefined
  const lagging: StorageAdapter = {
    getItem: (key) => (shown !== undefined && key === RECORD_KEY ? shown : storage.getItem(key)),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
    getLatest: async (key) => storage.getItem(key),
  }
  return { storage: lagging, lag: () => void (shown = storage.values.get(RECORD_KEY)) }
}

test('a record that a lagging copy still shows after it was removed elsewhere is not had again', async () => {
  const storage = createScriptedStorage()
  const lagging = createLaggingStorage(storage)
  const { client, signIn, now, advance } = createScene({ storage: lagging.storage })
  await signIn()
  client.start()
  lagging.lag()
  storage.values.delete(RECORD_KEY)
  await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  focus()
  await advance(1_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out' })
})

test('a record that was removed elsewhere is not written again for what a lagging copy still shows', async () => {
  const storage = createScriptedStorage()
  const lagging = createLaggingStorage(storage)
  const { client, another, signIn, now, advance } = createScene({ storage })
  await signIn()
  const behind = another({ storage: lagging.storage })
  behind.start()
  lagging.lag()
  await now(() => client.getIdToken({ force: true }))
  expect(await now(() => behind.getIdToken())).toBe(await now(() => client.getIdToken()))
  storage.values.delete(RECORD_KEY)
  focus()
  await advance(70_000)
  expect(storage.values.has(RECORD_KEY)).toBe(false)
  expect(behind.getSnapshot().status).toBe('signed-out')
})

test('a refresh that waits while another tab saves a record without an id_token asks with that session_token', async () => {
  const { client, service, storage, signIn, advance, now, holdLock } = createScene()
  client.start()
  await signIn()
  const release = holdLock()
  const asked = follow(client.getIdToken({ force: true }))
  await advance(10)
  const stored = (await storage.getItem(RECORD_KEY))!
  const { session_token: replaced } = (await (
    await service.grant({ at: 0, token: (JSON.parse(stored) as { sessionToken: string }).sessionToken, signal: null })
  ).json()) as { session_token: string }
  const record = { ...(JSON.parse(stored) as object), revision: 2, sessionToken: replaced, idToken: null }
  await storage.setItem(RECORD_KEY, JSON.stringify(record))
  await now(() => Promise.resolve(window.dispatchEvent(new Event('focus'))))
  release()
  await advance(2_000)
  expect(asked.status).toBe('resolved')
  expect(service.requests.map(({ token }) => token)).toEqual([replaced])
})

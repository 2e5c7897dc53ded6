// Invariants 5 and 9: what sign-out leaves in storage: nothing of the session that it ended, and all of a later one.
import { expect, test, vi } from 'vitest'
import type { CiamClient } from 'react-ciam'
import {
  BASE_URL,
  CLIENT_ID,
  createScene,
  follow,
  readStored,
  RECORD_KEY,
  type Scene,
  serviceError,
} from './plain-service'
import { createScriptedStorage, type ScriptedStorage } from './scripted-service'

const ENDED_KEY = `react-ciam:ended:${CLIENT_ID}@${BASE_URL}`
const DAY = 86_400_000

const turnClock = (ms: number): void => void vi.setSystemTime(Date.now() + ms)

function refuse(storage: ScriptedStorage, refused: 'getItem' | 'removeItem', refusedKey: string): void {
  storage.before = (operation, key) => {
    if (operation === refused && key === refusedKey) throw new Error('Refused')
  }
}

/** A new load of the page finds nobody signed in. */
async function expectNothingLeft({ storage, killPage, another, now }: Scene): Promise<void> {
  expect(await storage.getItem(RECORD_KEY)).toBeNull()
  killPage()
  await expect(now(() => another().getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
}

test.each(['while the client restores', 'once it has restored'])(
  'signOut() %s removes a record that was made under a clock a day ahead',
  async (moment) => {
    const storage = createScriptedStorage()
    const scene = createScene({ storage })
    turnClock(DAY)
    await scene.signIn()
    scene.killPage()
    turnClock(-DAY)
    storage.before = () => Promise.resolve()
    const client = scene.another()
    expect(client.getSnapshot().status).toBe('restoring')
    if (!moment.startsWith('while')) await scene.advance(0)
    await scene.now(() => client.signOut())
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out' })
    await expectNothingLeft(scene)
  },
)

test('signOut() of a client that nobody started ends the session that a sibling began since, under a clock ahead', async () => {
  const scene = createScene()
  await scene.signIn()
  const sibling = scene.another()
  turnClock(DAY)
  await scene.now(() => sibling.signIn(scene.service.login()))
  turnClock(-DAY)
  await scene.now(() => scene.client.signOut())
  await expect(scene.now(() => sibling.getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  await expectNothingLeft(scene)
})

const signInAgain = ({ service, now }: Scene, client: CiamClient): Promise<void> =>
  now(() => client.signIn(service.login()))

const later: [string, (scene: Scene) => unknown][] = [
  [
    'a sign-in under a clock that was set back a day',
    (scene) => {
      turnClock(-DAY)
      return signInAgain(scene, scene.client)
    },
  ],
  ['a sign-in in the same millisecond', (scene) => signInAgain(scene, scene.client)],
  ['a sign-in of a sibling in the same millisecond', (scene) => signInAgain(scene, scene.another())],
  ['a record of a newer version', ({ storage }) => storage.setItem(RECORD_KEY, '{"version":2}')],
]

test.each(later)('a removal that failed at sign-out, and is tried again, leaves %s', async (_title, signInLater) => {
  const storage = createScriptedStorage()
  const scene = createScene({ storage })
  await scene.signIn()
  const old = await readStored(storage)
  await scene.advance(60_000)
  refuse(storage, 'removeItem', RECORD_KEY)
  await expect(scene.now(() => scene.client.signOut())).rejects.toMatchObject({ code: 'STORAGE' })
  expect(await readStored(storage)).toEqual(old)
  await signInLater(scene)
  const stored = storage.values.get(RECORD_KEY)
  expect(stored).not.toContain(old.sessionToken)
  storage.before = () => {}
  await scene.advance(70_000)
  expect(storage.values.get(RECORD_KEY)).toBe(stored)
})

test('a removal that failed at sign-out is tried again until the record is gone', async () => {
  const storage = createScriptedStorage()
  const scene = createScene({ storage })
  await scene.signIn()
  refuse(storage, 'removeItem', RECORD_KEY)
  await expect(scene.now(() => scene.client.signOut())).rejects.toMatchObject({ code: 'STORAGE' })
  await scene.advance(5_000)
  expect(storage.values.has(RECORD_KEY)).toBe(true)
  storage.before = () => {}
  await scene.advance(10_000)
  await expectNothingLeft(scene)
})

test.each(['throws', 'rejects'])(
  'a session that was signed out is not restored where the read of its mark %s: it is over once the mark can be read',
  async (kind) => {
    const storage = createScriptedStorage()
    const { client, signIn, now, killPage, another, advance } = createScene({ storage })
    await signIn()
    refuse(storage, 'removeItem', RECORD_KEY)
    await expect(now(() => client.signOut())).rejects.toMatchObject({ code: 'STORAGE' })
    killPage()
    storage.before = (operation, key) => {
      if (operation !== 'getItem' || key !== ENDED_KEY) return
      const error = new Error('Refused')
      if (kind === 'rejects') return Promise.reject(error)
      throw error
    }
    const reloaded = another()
    const statuses = [reloaded.getSnapshot().status]
    reloaded.subscribe(() => statuses.push(reloaded.getSnapshot().status))
    await expect(now(() => reloaded.getIdToken())).rejects.toMatchObject({ code: 'STORAGE' })
    await advance(5_000)
    expect(reloaded.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'STORAGE' } })
    storage.before = () => {}
    await advance(70_000)
    expect(reloaded.getSnapshot()).toMatchObject({ status: 'signed-out', error: null })
    expect(statuses).not.toContain('signed-in')
    expect(storage.values.has(RECORD_KEY)).toBe(false)
  },
)

test('the record of a session that the service ended is removed, though the first look for it reads half of it', async () => {
  const storage = createScriptedStorage()
  const { client, service, signIn, now, advance } = createScene({ storage })
  await signIn()
  service.answer = () => serviceError('IDAAS.SDK.PARAM.0023')
  const { getItem } = storage
  let reads = 0
  service.next.push((request) => {
    // Two looks before the rejection is believed; the third is that of the removal.
    storage.getItem = (key) => {
      const value = getItem(key) as string | null
      return key === RECORD_KEY && (reads += 1) === 3 ? value!.slice(0, 40) : value
    }
    return service.answer(request)
  })
  const asked = follow(client.getIdToken({ force: true }))
  await advance(500)
  expect(asked).toMatchObject({ status: 'rejected', error: { code: 'SESSION_REJECTED' } })
  expect(reads).toBeGreaterThan(2)
  expect(await now(async () => storage.values.has(RECORD_KEY))).toBe(true)
  await advance(2_000)
  expect(storage.values.has(RECORD_KEY)).toBe(false)
})

test('signOut() marks the session that it removes, though the marks of other sessions could not be read', async () => {
  const storage = createScriptedStorage()
  const { client, another, service, now, advance } = createScene({ storage })
  const sibling = another()
  let isFull = true
  storage.before = (operation, key) => {
    if (isFull && operation === 'setItem' && key === RECORD_KEY) throw new Error('Full')
  }
  // The sibling has the session in memory alone, and is not told of the sign-out: it would write it again.
  await now(() => sibling.signIn(service.login()))
  const session = sibling.getSnapshot() as { sessionKey: string }
  isFull = false
  const record = { version: 1, ...session, order: 1, revision: 1, sessionToken: 'the-token-of-the-sibling' }
  storage.before = () => {}
  storage.values.set(RECORD_KEY, JSON.stringify(record))
  refuse(storage, 'getItem', ENDED_KEY)
  await now(() => client.signOut()).catch(() => {})
  storage.before = () => {}
  await advance(70_000)
  expect(storage.values.get(ENDED_KEY)).toContain(session.sessionKey)
  expect(storage.values.has(RECORD_KEY)).toBe(false)
  await expect(now(() => sibling.getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
})

test('signOut() ends a sign-in that another took the place of too, though its write lands afterwards', async () => {
  const storage = createScriptedStorage()
  const { client, another, service, advance, now } = createScene({ storage })
  storage.before = (operation, key) => {
    if (operation !== 'setItem' || key !== RECORD_KEY) return
    storage.before = () => {}
    return new Promise((resolve) => setTimeout(resolve, 6_000))
  }
  const first = client.signIn(service.login())
  await advance(100)
  const calls = [first, client.signIn(service.login()), client.signOut()].map(follow)
  await advance(5_000)
  expect(calls.map(({ status }) => status)).toEqual(['resolved', 'resolved', 'resolved'])
  expect(storage.values.has(RECORD_KEY)).toBe(false)
  await advance(2_000)
  client.start()
  await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  await expect(now(() => another().getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
})

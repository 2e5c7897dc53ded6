// Sign-ins and sign-outs that meet: in one client, and with another tab.
import { expect, test, vi } from 'vitest'
import { createChannels } from '../fuzz/channels'
import { focus } from './counted-reads'
import {
  BASE_URL,
  CLIENT_ID,
  createScene,
  flush,
  gate,
  outcomeOf,
  RECORD_KEY,
  settle,
  signIn,
  type Scene,
} from './scripted-service'

const NOTE_KEY = `react-ciam:requests:${CLIENT_ID}@${BASE_URL}`
const storedOrder = (scene: Scene): number => (JSON.parse(scene.stored()!) as { order: number }).order

test('a sign-in is newer than the stored session that this client has not seen, also by a clock that was set back', async () => {
  const scene = createScene()
  await settle(scene.client.getIdToken().catch(() => ''))
  await signIn({ client: scene.another(), service: scene.service })
  const before = storedOrder(scene)
  vi.setSystemTime(Date.now() - 3_600_000)
  await signIn(scene, 'second')
  expect(storedOrder(scene)).toBe(before + 1)
})

test('who asks for a token while the later of two sign-ins is being saved waits for that one', async () => {
  const scene = createScene()
  const [reply, later] = [scene.service.login('first'), scene.service.login('second')]
  const writing = gate()
  scene.storage.before = (_operation, _key, value) =>
    value?.includes(later.session_token) ? writing.promise : undefined
  const first = outcomeOf(scene.client.signIn({ ...reply }))
  const second = outcomeOf(scene.client.signIn({ ...later }))
  await flush()
  expect([first.state, second.state]).toEqual(['done', 'pending'])
  const asked = outcomeOf(scene.client.getIdToken())
  await flush()
  expect(asked.state).toBe('pending')
  writing.open()
  await flush()
  expect(asked).toMatchObject({ state: 'done', value: later.id_token })
})

test('a sign-out tells other tabs once of each session that there was, and of none that there was not', async () => {
  const channels = createChannels()
  vi.stubGlobal('BroadcastChannel', channels.Channel)
  const ends = () =>
    channels.posted
      .map((data) => (data as { message: { sessionKey?: string; reason?: string } }).message)
      .filter(({ reason }) => reason)
  const scene = createScene()
  await settle(scene.client.signOut())
  expect(ends()).toEqual([])
  await signIn(scene)
  const { sessionKey } = JSON.parse(scene.stored()!) as { sessionKey: string }
  await settle(scene.client.signOut())
  expect(ends()).toMatchObject([{ sessionKey, reason: 'signed-out' }])
  await settle(scene.client.signOut())
  expect(ends()).toHaveLength(1)
})

test('a sign-in in another tab while a sign-out is clearing up is followed when that is done', async () => {
  const scene = createScene()
  scene.client.start()
  await signIn(scene)
  const other = createScene()
  await signIn(other, 'second')
  const clearing = gate()
  scene.storage.before = (operation, key) =>
    operation === 'removeItem' && key === NOTE_KEY ? clearing.promise : undefined
  const signedOut = outcomeOf(scene.client.signOut())
  await flush()
  expect(scene.stored()).toBeNull()
  scene.storage.values.set(RECORD_KEY, other.stored()!)
  focus()
  await flush()
  expect(signedOut.state).toBe('pending')
  expect(scene.client.getSnapshot().status).toBe('signed-out')
  clearing.open()
  await flush()
  expect(signedOut.state).toBe('done')
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-in', claims: { userName: 'second' } })
})

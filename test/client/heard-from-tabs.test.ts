// What a client makes of what another tab says: its messages are hints, and may have any form.
import { beforeEach, expect, test, vi } from 'vitest'
import { createChannels, type Channels } from '../fuzz/channels'
import { openSession, readsDuring } from './counted-reads'
import { advance, BASE_URL, CLIENT_ID, flush, outcomeOf, settle, type Scene } from './scripted-service'

let channels: Channels
beforeEach(() => {
  channels = createChannels()
  vi.stubGlobal('BroadcastChannel', channels.Channel)
})

const say = (message: unknown): void =>
  channels.deliver(`react-ciam:${CLIENT_ID}@${BASE_URL}`, { sender: 'a tab that the test plays', message })
const sessionOf = (scene: Scene): string => {
  const snapshot = scene.client.getSnapshot()
  if (snapshot.status !== 'signed-in') throw new Error(`The session is ${snapshot.status}.`)
  return snapshot.sessionKey
}

test('a message of a revision that is held already, or of a session that is over, is nothing to look for', async () => {
  const scene = await openSession()
  const sessionKey = sessionOf(scene)
  expect(await readsDuring(scene, () => say({ sessionKey, revision: 0 }))).toBe(0)
  expect(await readsDuring(scene, () => say({ sessionKey, revision: 1 }))).toBe(0)
  expect(await readsDuring(scene, () => say({ sessionKey, revision: 2 }))).toBe(1)
  expect(await readsDuring(scene, () => say({ sessionKey: 'another', revision: 0 }))).toBe(1)
  say({ sessionKey: 'another', revision: 5, reason: 'session-expired' })
  expect(await readsDuring(scene, () => say({ sessionKey: 'another', revision: 5 }))).toBe(0)
  expect(await readsDuring(scene, () => say({ sessionKey: 'another', revision: 6 }))).toBe(1)
})

test('a message of the end of another session leaves this one', async () => {
  const scene = await openSession()
  say({ sessionKey: 'another', revision: 9, reason: 'session-rejected' })
  say({ sessionKey: 'another', revision: 0, reason: 'signed-out' })
  await flush()
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

test('a message of a token that was replaced is remembered; of one that was not replaced, not', async () => {
  const scene = await openSession()
  const sessionKey = sessionOf(scene)
  say({ sessionKey, revision: 2, isRotated: false })
  await flush()
  await settle(scene.client.getIdToken({ force: true }), 2_000)
  expect(scene.service.requests).toHaveLength(1)
  say({ sessionKey, revision: 9, isRotated: true })
  await flush()
  const refused = outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(10_000)
  expect(refused).toMatchObject({ state: 'failed', error: { code: 'STORAGE' } })
  expect(scene.service.requests).toHaveLength(1)
})

test.each([
  ['no session', { revision: 2 }],
  ['a session that is no text', { sessionKey: 5, revision: 2 }],
  ['half a revision', { sessionKey: 'another', revision: 1.5 }],
  ['no revision', { sessionKey: 'another' }],
  ['a reason that is not known', { sessionKey: 'another', revision: 2, reason: 'tired' }],
])('a message with %s is nothing', async (_what, message) => {
  const scene = await openSession()
  expect(await readsDuring(scene, () => say(message))).toBe(0)
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

test('a message that the held session ended for a reason that is not known, is not believed', async () => {
  const scene = await openSession()
  say({ sessionKey: sessionOf(scene), revision: 9, reason: 'tired' })
  await flush()
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

// What sign-in and sign-out say: to the app, where storage refuses, and to other clients, of a session that was not held.
import { expect, test } from 'vitest'
import { advance, createScene, flush, gate, outcomeOf, settle, signIn } from './scripted-service'

test('a sign-in that could not be saved is reported once, as a write that failed, before anything is tried again', async () => {
  const scene = createScene()
  scene.storage.before = (operation, key) => {
    if (operation === 'setItem' && key.includes(':session:')) throw new Error('full')
  }
  await settle(scene.client.signIn({ ...scene.service.login() }))
  expect(scene.events.map(([name]) => name)).toEqual(['signed-in', 'storage-failed'])
  expect(scene.events[1]![1]).toMatchObject({ operation: 'write', error: { code: 'STORAGE', retryable: true } })
})

test('of two sign-ins at a time only the later one is saved and announced', async () => {
  const scene = createScene()
  const [reply, later] = [scene.service.login('first'), scene.service.login('second')]
  const first = outcomeOf(scene.client.signIn({ ...reply }))
  const second = outcomeOf(scene.client.signIn({ ...later }))
  await flush()
  expect([first.state, second.state]).toEqual(['done', 'done'])
  expect(scene.events.map(([name]) => name)).toEqual(['signed-in'])
  expect(scene.client.getSnapshot()).toMatchObject({ claims: { userName: 'second' } })
  expect(scene.storage.calls.some(({ value }) => value?.includes(reply.session_token))).toBe(false)
})

test('a sign-in during whose saving another begins is announced to nobody', async () => {
  const scene = createScene()
  const [reply, later] = [scene.service.login('first'), scene.service.login('second')]
  const writing = gate()
  scene.storage.before = (_operation, _key, value) =>
    value?.includes(reply.session_token) ? writing.promise : undefined
  const first = outcomeOf(scene.client.signIn({ ...reply }))
  await flush()
  const second = outcomeOf(scene.client.signIn({ ...later }))
  writing.open()
  await flush()
  expect([first.state, second.state]).toEqual(['done', 'done'])
  expect(scene.events.map(([name]) => name)).toEqual(['signed-in'])
  expect(scene.client.getSnapshot()).toMatchObject({ claims: { userName: 'second' } })
})

test('a sign-out before the first read is done tells the others of the session that it removed', async () => {
  const scene = createScene()
  await signIn(scene)
  scene.client.start()
  const reading = gate()
  const slow = { ...scene.storage, getItem: (key: string) => reading.promise.then(() => scene.storage.getItem(key)) }
  const other = scene.another({ storage: slow })
  const signedOut = outcomeOf(other.signOut())
  reading.open()
  await flush()
  expect(signedOut.state).toBe('done')
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
  expect(scene.stored()).toBeNull()
})

test('after a sign-out the client hears of other tabs as before', async () => {
  const scene = createScene()
  await signIn(scene)
  await settle(scene.client.signOut())
  scene.client.start()
  const other = scene.another()
  await signIn({ client: other, service: scene.service }, 'second')
  await advance(0)
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-in', claims: { userName: 'second' } })
})

// A tab that the browser duplicates: its sessionStorage is a copy, so that two tabs hold one session and share no store.
import { expect, test } from 'vitest'
import { createScene, follow } from './plain-service'
import { createScriptedStorage } from './scripted-service'

async function duplicated() {
  const storage = createScriptedStorage()
  const scene = createScene({ storage })
  scene.client.start()
  await scene.signIn()
  const duplicate = scene.another({ storage: createScriptedStorage(new Map(storage.values)) })
  duplicate.start()
  duplicate.keepFresh()
  expect(duplicate.getSnapshot()).toEqual(scene.client.getSnapshot())
  return { ...scene, duplicate }
}

test('a duplicated tab does not send the token that the other has replaced, and is signed in again by a sign-in of its own', async () => {
  const { client, duplicate, service, now, advance } = await duplicated()
  await now(() => client.getIdToken({ force: true }))
  await advance(30 * 60_000)
  const force = follow(duplicate.getIdToken({ force: true }))
  await advance(1_000)
  expect(force).toMatchObject({ status: 'rejected', error: { code: 'STORAGE' } })
  expect(service.requests).toHaveLength(1)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  const reply = service.login()
  await now(() => duplicate.signIn(reply))
  expect(await now(() => duplicate.getIdToken())).toBe(reply.id_token)
  expect(service.requests).toHaveLength(1)
})

test('a duplicated tab that is refused does not end the session of the one that has the newer token', async () => {
  const { client, duplicate, service, now, advance } = await duplicated()
  duplicate.stop()
  const token = await now(() => client.getIdToken({ force: true }))
  await advance(2_000)
  const force = follow(duplicate.getIdToken({ force: true }))
  await advance(2_000)
  expect(force).toMatchObject({ status: 'rejected', error: { code: 'SESSION_REJECTED' } })
  expect(service.requests).toHaveLength(2)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  expect(await now(() => client.getIdToken())).toBe(token)
})

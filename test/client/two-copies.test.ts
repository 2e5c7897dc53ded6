// Two evaluations of the package in one page: two bundles, ESM beside CommonJS, or a module that was replaced while it ran.
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createCiamClient, isCiamError, type CiamClient, type StorageAdapter } from 'react-ciam'
import type * as Package from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { BASE_URL, CLIENT_ID, createScene, follow, type Scene } from './plain-service'

let copy: typeof Package

beforeAll(async () => {
  vi.resetModules()
  copy = await import('react-ciam')
  expect(copy.createCiamClient).not.toBe(createCiamClient)
})

/** One of an app, which says nothing of itself. */
function ownAdapter(): StorageAdapter {
  const { getItem, setItem, removeItem } = memoryStorage()
  return { getItem, setItem, removeItem }
}

interface Copies extends Scene {
  one: CiamClient
  other: CiamClient
}

function createCopies(storage: StorageAdapter): Copies {
  const scene = createScene()
  const options = { baseUrl: BASE_URL, clientId: CLIENT_ID, fetch: scene.service.fetch, storage }
  // What one copy has named before must not matter to how both name this storage.
  copy.createCiamClient({ ...options, storage: ownAdapter() })
  const [one, other] = [createCiamClient(options), copy.createCiamClient(options)]
  onTestFinished(() => {
    for (const each of [one, other]) each.stop()
  })
  return { ...scene, one, other }
}

describe.each([
  ['a built-in storage', memoryStorage],
  ["an app's own storage", ownAdapter],
])('two copies of the package over %s', (_title, createStorage) => {
  test('share a session: a sign-in, a refresh and a sign-out of one are those of the other', async () => {
    const { one, other, service, now, advance } = createCopies(createStorage())
    for (const each of [one, other]) each.start()
    await now(() => one.signIn(service.login()))
    expect(other.getSnapshot()).toEqual(one.getSnapshot())
    expect(other.getSnapshot().status).toBe('signed-in')
    await advance(5_000)
    const token = await now(() => other.getIdToken({ force: true }))
    expect(await now(() => one.getIdToken())).toBe(token)
    await now(() => other.signOut())
    expect(one.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
    expect(service.requests).toHaveLength(1)
  })

  test.each([true, false])(
    'make one request when both ask at once, where they hear of each other: %s',
    async (hear) => {
      const { one, other, service, now, advance } = createCopies(createStorage())
      if (hear) for (const each of [one, other]) each.start()
      await now(() => one.signIn(service.login()))
      await advance(301_000)
      const tokens = await now(() => Promise.all([one.getIdToken(), other.getIdToken(), one.getIdToken()]))
      expect(new Set(tokens).size).toBe(1)
      expect(service.requests).toHaveLength(1)
    },
  )
})

test('a copy that is still held when its module was replaced adds no request', async () => {
  const { one, other, service, now, advance } = createCopies(memoryStorage())
  for (const each of [one, other]) each.start()
  await now(() => one.signIn(service.login()))
  for (const each of [one, other]) each.keepFresh()
  await advance(30 * 60_000)
  expect(service.requests).toHaveLength(7)
})

test("isCiamError knows the other copy's errors, which are not instances of its own class", async () => {
  const { other, advance } = createCopies(memoryStorage())
  const call = follow(other.getIdToken())
  await advance(10)
  expect(call.error).toMatchObject({ code: 'SIGNED_OUT' })
  expect(isCiamError(call.error)).toBe(true)
  expect(copy.isCiamError(call.error)).toBe(true)
})

// Details that an app may build on: what events say, which options are refused, what is left behind at a signal.
import { expect, test, vi } from 'vitest'
import { openSession } from './counted-reads'
import { advance, createScene, flush, recordEvents, settle, signIn } from './scripted-service'
import { createScene as createPlainScene, follow, late } from './plain-service'

test.each([true, false])('who takes over what a sibling refreshed says whether that rotated: %s', async (rotated) => {
  const { client, another, signIn, service, advance } = createPlainScene()
  client.start()
  const other = another()
  other.start()
  await signIn()
  await advance(10)
  const events = recordEvents(other)
  service.rotation = rotated
  client.getIdToken({ force: true }).catch(() => {})
  await advance(100)
  expect(events).toEqual([['refreshed', { rotated, adopted: true, durationMs: 0 }]])
})

test('a write that is owed and fails again says so, as the write that it is', async () => {
  const scene = createScene()
  scene.storage.before = (operation, key) => {
    if (operation === 'setItem' && key.includes(':session:')) throw new Error('full')
  }
  await signIn(scene)
  scene.events.length = 0
  await advance(1_000)
  const error = expect.objectContaining({ code: 'STORAGE' }) as unknown
  expect(scene.events).toEqual([['storage-failed', { operation: 'write', error }]])
})

test.each([
  { minValidity: '5000' },
  { minValidity: -1 },
  { minValidity: Number.NaN },
  { minValidity: null },
  { signal: 5 },
  { signal: {} },
])('getIdToken(%j) is CONFIG', async (options) => {
  const scene = await openSession()
  await expect(scene.client.getIdToken(options as never)).rejects.toMatchObject({ code: 'CONFIG' })
})

test('a signal that outlives its call keeps no listener of it', async () => {
  const scene = await openSession()
  const { signal } = new AbortController()
  const [add, remove] = [vi.spyOn(signal, 'addEventListener'), vi.spyOn(signal, 'removeEventListener')]
  await settle(scene.client.getIdToken({ signal }))
  await flush()
  expect(add.mock.calls).toEqual([['abort', expect.any(Function)]])
  expect(remove.mock.calls).toEqual(add.mock.calls)
})

test('an option that asks for a token while a refresh waits for it gets the one that is there', async () => {
  const given: unknown[] = []
  const scene = createScene({
    language: () => {
      void scene.client.getIdToken().then(
        (token) => given.push(token),
        (error: unknown) => given.push(error),
      )
      return 'en'
    },
  })
  const { id_token } = await signIn(scene)
  given.length = 0
  await settle(scene.client.getIdToken({ force: true }))
  await flush()
  expect(given).toEqual([id_token])
})

test('a token that has ended by the time it arrives is a TIMEOUT, which may be tried again', async () => {
  const { client, service, signIn, advance } = createPlainScene({}, 5)
  await signIn()
  await advance(6_000)
  service.next.push(late(7_000, service.grant))
  const asked = follow(client.getIdToken())
  await advance(7_100)
  expect(asked).toMatchObject({ status: 'rejected', error: { code: 'TIMEOUT', retryable: true } })
})

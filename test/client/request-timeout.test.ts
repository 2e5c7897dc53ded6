// At requestTimeout callers go and the lock is free, but the request runs on, and what it brings is saved if it still may.
// Long because each rule needs the whole course of one request, and all share the same few answers of the service.
import { describe, expect, test } from 'vitest'
import { createScene, cut, cutAfter, follow, hang, late, readStored, serviceError, type Scene } from './plain-service'

/** Signed in, with a forced refresh whose answer comes after 15 s, turned to the moment after the timeout. */
async function timedOut(options: Parameters<typeof createScene>[0] = {}): Promise<Scene & { first: string }> {
  const scene = createScene(options)
  const { client, signIn, service, advance } = scene
  await signIn()
  const first = await client.getIdToken()
  service.next.push(late(15_000, service.grant))
  const force = follow(client.getIdToken({ force: true }))
  await advance(9_999)
  expect(force.status).toBe('pending')
  await advance(1)
  expect(force).toMatchObject({ status: 'rejected', error: { code: 'TIMEOUT', retryable: true } })
  return { ...scene, first }
}

test('at requestTimeout force gets TIMEOUT, plain calls the present token, and the request is not aborted', async () => {
  const { client, service, now, first, events } = await timedOut()
  expect(await now(() => client.getIdToken())).toBe(first)
  expect(service.requests).toHaveLength(1)
  expect(service.requests[0]!.signal?.aborted).toBe(false)
  expect(events.at(-1)).toMatchObject(['refresh-failed', { error: { code: 'TIMEOUT' } }])
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', isRefreshing: false, error: { code: 'TIMEOUT' } })
})

test('requestTimeout counts in the ms that were asked for', async () => {
  const { client, signIn, service, advance } = createScene({ requestTimeout: 700 })
  await signIn()
  service.next.push(hang)
  const force = follow(client.getIdToken({ force: true }))
  await advance(699)
  expect(force.status).toBe('pending')
  await advance(1)
  expect(force).toMatchObject({ error: { code: 'TIMEOUT' } })
  await advance(1_399)
  expect(service.requests[0]!.signal?.aborted).toBe(false)
  await advance(1)
  expect(service.requests[0]!.signal?.aborted).toBe(true)
})

test('a late answer is saved, given out and announced', async () => {
  const { client, service, advance, now, first, events, storage, another } = await timedOut()
  const before = await readStored(storage)
  await advance(5_000)
  const after = await readStored(storage)
  expect(after.revision).toBe(before.revision + 1)
  expect(after.sessionToken).not.toBe(before.sessionToken)
  const token = await now(() => client.getIdToken())
  expect(token).not.toBe(first)
  expect(await now(() => another().getIdToken())).toBe(token)
  expect(service.requests).toHaveLength(1)
  expect(events.at(-1)).toMatchObject(['refreshed', { rotated: true, adopted: false }])
  expect(client.getSnapshot()).toMatchObject({ error: null })
})

test('the token of a late answer ages from when its request was sent', async () => {
  const { client, advance } = await timedOut()
  await advance(5_000)
  const snapshot = client.getSnapshot()
  expect(snapshot.status === 'signed-in' && snapshot.idTokenExpiresAt! - Date.now()).toBe(285_000)
})

test('the request is cut at three times requestTimeout, and what comes after is dropped', async () => {
  const { client, signIn, service, advance, storage } = createScene()
  await signIn()
  service.next.push(late(31_000, service.grant))
  follow(client.getIdToken({ force: true }))
  await advance(29_999)
  expect(service.requests[0]!.signal?.aborted).toBe(false)
  await advance(1)
  expect(service.requests[0]!.signal?.aborted).toBe(true)
  const before = await readStored(storage)
  await advance(900)
  expect(await readStored(storage)).toEqual(before)
  expect(service.requests).toHaveLength(1)
  expect(client.getSnapshot()).toMatchObject({ error: { code: 'TIMEOUT' } })
})

describe('while the request may still answer nobody sends another for that revision', () => {
  test.each([
    ['force', { force: true }],
    ['plain, with an ended token', {}],
  ])('%s, of this client, a sibling and a page load', async (_name, options) => {
    const { client, another, signIn, service, advance } = createScene()
    const sibling = another()
    await signIn()
    await advance(301_000)
    service.next.push(hang)
    follow(client.getIdToken())
    await advance(10_100)
    for (let second = 0; second < 19; second += 1) {
      const asked = [client, sibling, another()].map((each) => follow(each.getIdToken(options)))
      await advance(1_000)
      for (const progress of asked) expect(progress).toMatchObject({ status: 'rejected', error: { code: 'TIMEOUT' } })
    }
    expect(service.requests).toHaveLength(1)
  })

  test('nor the schedule, also not when the network comes back or the page is shown', async () => {
    const { client, signIn, service, advance } = createScene()
    client.start()
    await signIn()
    client.keepFresh()
    await advance(239_000)
    service.next.push(hang)
    await advance(1_000 + 10_000)
    for (let second = 0; second < 19; second += 1) {
      window.dispatchEvent(new Event('online'))
      window.dispatchEvent(new Event('focus'))
      document.dispatchEvent(new Event('visibilitychange'))
      await advance(1_000)
    }
    expect(service.requests).toHaveLength(1)
    await advance(10_000)
    expect(service.requests).toHaveLength(2)
  })

  test('also not after a reload', async () => {
    const { client, another, signIn, service, advance, killPage } = createScene()
    await signIn()
    service.next.push(hang)
    follow(client.getIdToken({ force: true }))
    await advance(10_100)
    killPage()
    const reloaded = another()
    const force = follow(reloaded.getIdToken({ force: true }))
    await advance(15_000)
    expect(force).toMatchObject({ status: 'rejected', error: { code: 'TIMEOUT' } })
    expect(service.requests).toHaveLength(1)
    await advance(6_000)
    const again = follow(reloaded.getIdToken({ force: true }))
    await advance(100)
    expect(again.status).toBe('resolved')
  })

  test('but a new session is not held back by it', async () => {
    const { client, signIn, service, advance, now } = createScene()
    await signIn()
    service.next.push(hang)
    follow(client.getIdToken({ force: true }))
    await advance(10_100)
    await signIn()
    await now(() => client.getIdToken({ force: true }))
    expect(service.requests).toHaveLength(2)
  })

  test('and it is free at once when a late failure says that nothing more will come', async () => {
    const { client, signIn, service, advance, now } = createScene()
    await signIn()
    service.next.push(cutAfter(12_000))
    follow(client.getIdToken({ force: true }))
    await advance(14_000)
    await now(() => client.getIdToken({ force: true }))
    expect(service.requests).toHaveLength(2)
  })
})

describe('a late answer is dropped', () => {
  test('after a sign-out', async () => {
    const { client, advance, now, storage } = await timedOut()
    await now(() => client.signOut())
    await advance(10_000)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
    expect(await readStored(storage)).toBeNull()
  })

  test('after a sign-in', async () => {
    const { client, advance, now, storage, signIn } = await timedOut()
    await signIn()
    const token = await now(() => client.getIdToken())
    const stored = await readStored(storage)
    await advance(10_000)
    expect(await now(() => client.getIdToken())).toBe(token)
    expect(await readStored(storage)).toEqual(stored)
  })

  test('after a sign-out in another client', async () => {
    const { client, advance, now, storage, another } = await timedOut()
    await now(() => another().signOut())
    await advance(10_000)
    expect(await readStored(storage)).toBeNull()
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out' })
  })

  test('a late rejection still ends the session it was sent for', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    service.next.push(late(15_000, () => serviceError('IDAAS.SDK.PARAM.0023')))
    follow(client.getIdToken({ force: true }))
    await advance(16_000)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-rejected' })
  })

  test('a late rejection does not end the session that took its place', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    service.next.push(late(15_000, () => serviceError('IDAAS.SDK.PARAM.0023')))
    follow(client.getIdToken({ force: true }))
    await advance(11_000)
    await signIn()
    await advance(5_000)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
  })
})

describe('nothing that a caller or the page does aborts the request', () => {
  test.each<[string, (scene: Scene, release: () => void, controller: AbortController) => unknown]>([
    ['the abort of every caller', (_scene, _release, controller) => controller.abort()],
    ['the release of keepFresh', (_scene, release) => release()],
    ['stop()', ({ client }) => client.stop()],
    ['a hidden page', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['pagehide', () => window.dispatchEvent(new Event('pagehide'))],
    ['offline', () => window.dispatchEvent(new Event('offline'))],
  ])('%s', async (_name, act) => {
    const scene = createScene()
    const { client, signIn, service, advance, now } = scene
    client.start()
    await signIn()
    const release = client.keepFresh()
    service.next.push(late(2_000, service.grant))
    const controller = new AbortController()
    const call = follow(client.getIdToken({ force: true, signal: controller.signal }))
    await advance(100)
    act(scene, release, controller)
    await advance(3_000)
    expect(call.status).not.toBe('pending')
    expect(service.requests[0]!.signal?.aborted ?? false).toBe(false)
    expect((await readStored(scene.storage)).revision).toBe(2)
    expect(await now(() => client.getIdToken())).toBe(await now(() => scene.another().getIdToken()))
    expect(service.requests).toHaveLength(1)
  })
})

test('the lock is free after the timeout: a sign-out and another session of it do not wait', async () => {
  const { client, signIn, service, advance, now } = createScene()
  await signIn()
  service.next.push(hang)
  follow(client.getIdToken({ force: true }))
  await advance(10_100)
  await signIn()
  service.next.push(cut)
  await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'NETWORK' })
  await now(() => client.signOut())
  expect(service.requests).toHaveLength(2)
})

test('a token that comes after requestTimeout is saved at once, though another tab has the refresh lock by then', async () => {
  const { client, service, storage, signIn, advance, holdLock } = createScene()
  await signIn()
  service.next.push(late(12_000, service.grant))
  const force = follow(client.getIdToken({ force: true }))
  await advance(10_500)
  expect(force).toMatchObject({ status: 'rejected', error: { code: 'TIMEOUT' } })
  const release = holdLock()
  await advance(2_000)
  expect(await readStored(storage)).toMatchObject({ revision: 2 })
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  release()
  await advance(0)
  expect(service.requests).toHaveLength(1)
})

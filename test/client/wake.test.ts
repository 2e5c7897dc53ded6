// Hidden pages, pages that come back, and pages that go away.
// Long because each rule has a table of cases, which share one scene.
import type { StorageAdapter } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { describe, expect, test, vi } from 'vitest'
import { internalsOf } from '../../src/client/internals'
import { createScene, cut, follow, late, RECORD_KEY, type Scene } from './plain-service'

const MINUTE = 60_000

function setVisible(isVisible: boolean): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(isVisible ? 'visible' : 'hidden')
  document.dispatchEvent(new Event('visibilitychange'))
}

const pageEvent = (type: string, persisted: boolean): void =>
  void window.dispatchEvent(Object.assign(new Event(type), { persisted }))

async function keptFresh(options: Parameters<typeof createScene>[0] = {}): Promise<Scene> {
  const scene = createScene(options)
  scene.client.start()
  await scene.signIn()
  scene.client.keepFresh()
  return scene
}

describe('a hidden page', () => {
  test('does not refresh on schedule', async () => {
    const { service, advance } = await keptFresh()
    setVisible(false)
    await advance(60 * MINUTE)
    expect(service.requests).toHaveLength(0)
  })

  test('refreshes when asked', async () => {
    const { client, service, advance, now } = await keptFresh()
    setVisible(false)
    await advance(60 * MINUTE)
    await now(() => client.getIdToken())
    expect(service.requests).toHaveLength(1)
  })

  test('refreshes at once when it is shown again', async () => {
    const { service, advance } = await keptFresh()
    setVisible(false)
    await advance(60 * MINUTE)
    setVisible(true)
    await advance(0)
    expect(service.requests).toHaveLength(1)
  })

  test('makes no request when it is shown again with a token that is not due', async () => {
    const { service, advance } = await keptFresh()
    setVisible(false)
    await advance(2 * MINUTE)
    setVisible(true)
    await advance(MINUTE)
    expect(service.requests).toHaveLength(0)
  })

  test('does not try a failed refresh again on schedule', async () => {
    const { service, advance } = await keptFresh()
    service.answer = cut
    await advance(4 * MINUTE)
    const before = service.requests.length
    setVisible(false)
    await advance(30 * MINUTE)
    expect(service.requests).toHaveLength(before)
  })

  test('refreshes on schedule with refreshInBackground', async () => {
    const { service, advance } = await keptFresh({ refreshInBackground: true })
    setVisible(false)
    await advance(20 * MINUTE)
    expect(service.requests).toHaveLength(5)
  })

  test('hands its view no ended token', async () => {
    const { client, advance, service } = await keptFresh()
    setVisible(false)
    await advance(6 * MINUTE)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
    expect(internalsOf(client)?.getIdTokenView()).toMatchObject({ status: 'pending', idToken: null })
    expect(service.requests).toHaveLength(0)
  })

  test('that was hidden from the start refreshes nothing, and all when it is shown', async () => {
    const scene = createScene()
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    scene.client.start()
    await scene.client.signIn({ session_token: scene.service.login().session_token, expire: 604_800 })
    scene.client.keepFresh()
    await scene.advance(5 * MINUTE)
    expect(scene.service.requests).toHaveLength(0)
    setVisible(true)
    await scene.advance(0)
    expect(scene.service.requests).toHaveLength(1)
  })

  test('of a client that nobody started refreshes within a minute of being shown', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    client.keepFresh()
    setVisible(false)
    await advance(60 * MINUTE)
    expect(service.requests).toHaveLength(0)
    setVisible(true)
    await advance(MINUTE)
    expect(service.requests).toHaveLength(1)
  })
})

const WAKES: [string, () => void][] = [
  ['visible', () => setVisible(true)],
  ['focus', () => void window.dispatchEvent(new Event('focus'))],
  ['online', () => void window.dispatchEvent(new Event('online'))],
  ['page restored from cache', () => pageEvent('pageshow', true)],
  ['resume', () => void document.dispatchEvent(new Event('resume'))],
]

describe.each(WAKES)('on wake by: %s', (_name, wake) => {
  test('a due refresh starts at once', async () => {
    const { service, advance } = await keptFresh()
    vi.setSystemTime(Date.now() + 10 * MINUTE)
    wake()
    await advance(0)
    expect(service.requests).toHaveLength(1)
  })

  test('a token that is not due is left alone', async () => {
    const { service, advance } = await keptFresh()
    await advance(MINUTE)
    for (let round = 0; round < 20; round += 1) wake()
    await advance(0)
    expect(service.requests).toHaveLength(0)
  })

  test("storage is read first: a sibling's token makes the refresh needless, and no request is made", async () => {
    const store = memoryStorage()
    const reads: string[] = []
    const storage: StorageAdapter = {
      ...store,
      getItem: (key) => {
        reads.push(key)
        return store.getItem(key)
      },
    }
    const { another, service, advance, events } = await keptFresh({ storage })
    const sibling = another()
    await advance(5_000)
    vi.setSystemTime(Date.now() + 10 * MINUTE)
    const refreshed = follow(sibling.getIdToken())
    await advance(0)
    expect(refreshed.status).toBe('resolved')
    reads.length = 0
    wake()
    expect(reads.length).toBeGreaterThan(0)
    await advance(0)
    expect(service.requests).toHaveLength(1)
    expect(events.at(-1)).toMatchObject(['refreshed', { adopted: true }])
  })

  test('storage is read first: where a tab that was not heard has refreshed, no refresh is shown', async () => {
    const { client, storage, another, service, advance } = await keptFresh()
    vi.setSystemTime(Date.now() + 10 * MINUTE)
    const elsewhere = memoryStorage()
    await elsewhere.setItem(RECORD_KEY, (await storage.getItem(RECORD_KEY))!)
    const newer = follow(another({ storage: elsewhere }).getIdToken())
    await advance(0)
    await storage.setItem(RECORD_KEY, (await elsewhere.getItem(RECORD_KEY))!)
    const shown: unknown[] = []
    client.subscribe(() => shown.push(client.getSnapshot()))
    wake()
    await advance(0)
    expect(shown).toMatchObject([{ status: 'signed-in', isRefreshing: false, error: null }])
    expect(await client.getIdToken()).toBe(newer.value)
    expect(service.requests).toHaveLength(1)
  })

  test('storage is read first, also where it answers by promises', async () => {
    const store = memoryStorage()
    const log: string[] = []
    const storage: StorageAdapter = {
      getItem: async (key) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        log.push('read')
        return store.getItem(key)
      },
      setItem: async (key, value) => store.setItem(key, value),
      removeItem: async (key) => store.removeItem(key),
    }
    const { client, service, advance } = createScene({ storage })
    client.start()
    const signingIn = client.signIn(service.login())
    await advance(500)
    await signingIn
    client.keepFresh()
    await advance(100)
    vi.setSystemTime(Date.now() + 10 * MINUTE)
    log.length = 0
    service.next.push((request) => {
      log.push('request')
      return service.grant(request)
    })
    wake()
    await advance(10)
    expect(log).toEqual([])
    await advance(500)
    expect(log[0]).toBe('read')
    expect(log).toContain('request')
    expect(service.requests).toHaveLength(1)
  })

  test('a session that was cleared meanwhile is signed out without a request', async () => {
    const { client, storage, service, advance } = await keptFresh()
    vi.setSystemTime(Date.now() + 10 * MINUTE)
    for (const part of ['session', 'requests', 'ended']) {
      await storage.removeItem(`react-ciam:${part}:client-of-the-tests@https://tenant.test`)
    }
    wake()
    await advance(0)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
    expect(service.requests).toHaveLength(0)
  })

  test('nothing happens after stop()', async () => {
    const { client, service, signIn, advance } = createScene()
    client.start()
    await signIn()
    client.stop()
    vi.setSystemTime(Date.now() + 10 * MINUTE)
    wake()
    await advance(0)
    expect(service.requests).toHaveLength(0)
  })
})

describe('a page that is going away', () => {
  test.each([
    ['pagehide', () => pageEvent('pagehide', false)],
    ['pagehide into the cache', () => pageEvent('pagehide', true)],
    ['freeze', () => void document.dispatchEvent(new Event('freeze'))],
  ])('starts no refresh after %s, by schedule or asked', async (_name, leave) => {
    const { client, service, advance } = await keptFresh()
    const first = await client.getIdToken()
    leave()
    const force = follow(client.getIdToken({ force: true }))
    await advance(0)
    expect(force.status).toBe('rejected')
    await advance(295_000)
    const plain = follow(client.getIdToken())
    await advance(0)
    expect(plain).toMatchObject({ status: 'resolved', value: first })
    await advance(10 * MINUTE)
    const ended = follow(client.getIdToken())
    await advance(0)
    expect(ended.status).toBe('rejected')
    expect(service.requests).toHaveLength(0)
  })

  test('lets a refresh that is under way finish, and saves it', async () => {
    const { client, service, advance, storage } = await keptFresh()
    service.next.push(late(2_000, service.grant))
    const force = follow(client.getIdToken({ force: true }))
    await advance(100)
    pageEvent('pagehide', true)
    await advance(3_000)
    expect(force.status).toBe('resolved')
    expect(await storage.getItem('react-ciam:session:client-of-the-tests@https://tenant.test')).toMatch(/"revision":2/)
  })

  test('sends nothing for a refresh that waited for the lock meanwhile', async () => {
    const { client, service, advance, holdLock } = await keptFresh()
    const release = holdLock()
    const force = follow(client.getIdToken({ force: true }))
    await advance(1_000)
    pageEvent('pagehide', false)
    release()
    await advance(1_000)
    expect(force.status).toBe('rejected')
    expect(service.requests).toHaveLength(0)
  })

  test('that came back goes on at once', async () => {
    const { client, service, advance, now } = await keptFresh()
    pageEvent('pagehide', true)
    await advance(10 * MINUTE)
    expect(service.requests).toHaveLength(0)
    pageEvent('pageshow', true)
    await advance(0)
    expect(service.requests).toHaveLength(1)
    await now(() => client.getIdToken())
  })

  test('is not remembered as a failure of the service', async () => {
    const { client, service, advance, now } = await keptFresh()
    pageEvent('pagehide', true)
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'NETWORK' })
    pageEvent('pageshow', true)
    await advance(0)
    await now(() => client.getIdToken({ force: true }))
    expect(service.requests).toHaveLength(1)
  })
})

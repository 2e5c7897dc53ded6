// What getIdToken() promises of force, minValidity and signal, and of the present token while refreshes fail.
// Long because each rule has a table of cases, which share one scene.
import type { CiamClientOptions, StorageAdapter } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { describe, expect, test, vi } from 'vitest'
import { busy, createScene, cutAfter, follow, late, serviceError } from './plain-service'

/** The same store behind promises. */
function asynchronous(storage: StorageAdapter): StorageAdapter {
  return {
    getItem: (key) => Promise.resolve(storage.getItem(key)),
    setItem: (key, value) => Promise.resolve(storage.setItem(key, value)),
    removeItem: (key) => Promise.resolve(storage.removeItem(key)),
  }
}

describe('a plain call', () => {
  test('gives a good token at once, without a request', async () => {
    const { client, signIn, service, now } = createScene()
    await signIn()
    await now(() => client.getIdToken())
    expect(service.requests).toHaveLength(0)
  })

  test.each([
    ['the default of 10 s', undefined, 289_000, 291_000],
    ['minValidity 0', 0, 299_000, 300_000],
    ['minValidity 100,000', 100_000, 199_000, 201_000],
    ['minValidity 3,600,000, cut to half of the life', 3_600_000, 149_000, 151_000],
    ['minValidity Infinity, cut to half of the life', Infinity, 149_000, 151_000],
  ])('takes the present token as long as %s is left, then refreshes', async (_name, minValidity, before, after) => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    const options = minValidity === undefined ? {} : { minValidity }
    const first = await client.getIdToken()
    await advance(before)
    expect(await now(() => client.getIdToken(options))).toBe(first)
    expect(service.requests).toHaveLength(0)
    await advance(after - before)
    expect(await now(() => client.getIdToken(options))).not.toBe(first)
    expect(service.requests).toHaveLength(1)
  })

  test('with a token that lives shorter than minValidity is not an endless row of refreshes', async () => {
    const { client, signIn, service, now } = createScene({}, 4)
    await signIn()
    for (let call = 0; call < 50; call += 1) await now(() => client.getIdToken({ minValidity: 60_000 }))
    expect(service.requests).toHaveLength(0)
  })

  test.each([NaN, -1, 'soon' as never])('rejects the minValidity %s with CONFIG', async (minValidity) => {
    const { client, signIn } = createScene()
    await signIn()
    await expect(client.getIdToken({ minValidity })).rejects.toMatchObject({ code: 'CONFIG' })
  })

  test('1,000 calls at once make one request and get one token', async () => {
    const { client, signIn, service, advance, now } = createScene()
    await signIn()
    await advance(301_000)
    const tokens = await now(() => Promise.all(Array.from({ length: 1_000 }, () => client.getIdToken())))
    expect(new Set(tokens).size).toBe(1)
    expect(service.requests).toHaveLength(1)
  })

  test('gives the present token while refreshes fail for a passing reason, and the error once it has ended', async () => {
    const { client, signIn, service, advance, now } = createScene()
    await signIn()
    const first = await client.getIdToken()
    service.answer = busy
    await advance(295_000)
    expect(await now(() => client.getIdToken())).toBe(first)
    await advance(6_000)
    await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'SERVICE_BUSY', retryable: true })
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'SERVICE_BUSY' } })
  })

  test('that waits while the token ends never gets the ended one', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    await advance(295_000)
    service.next.push(cutAfter(8_000))
    const call = follow(client.getIdToken())
    await advance(8_500)
    expect(call).toMatchObject({ status: 'rejected', error: { code: 'NETWORK' } })
  })

  test('signed out rejects with SIGNED_OUT, or the error that ended the session, and sends nothing', async () => {
    const { client, signIn, service, advance, now } = createScene()
    await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SIGNED_OUT' })
    await signIn()
    service.answer = () => serviceError('IDAAS.SDK.PARAM.0023')
    const call = follow(client.getIdToken({ force: true }))
    await advance(1_000)
    expect(call).toMatchObject({ status: 'rejected', error: { code: 'SESSION_REJECTED' } })
    await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'SESSION_REJECTED' })
    expect(service.requests).toHaveLength(1)
  })
})

describe('force', () => {
  test('does not accept the token that is there now', async () => {
    const { client, signIn, service, now } = createScene()
    await signIn()
    const first = await client.getIdToken()
    expect(await now(() => client.getIdToken({ force: true }))).not.toBe(first)
    expect(service.requests).toHaveLength(1)
  })

  test.each([
    [999, 1],
    [1_001, 2],
  ])('that begins %i ms after a refresh: %i requests in all', async (wait, requests) => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    const first = await now(() => client.getIdToken({ force: true }))
    await advance(wait)
    const second = await now(() => client.getIdToken({ force: true }))
    expect(second === first).toBe(requests === 1)
    expect(service.requests).toHaveLength(requests)
  })

  test('right after a sign-in is not given the token of the sign-in, though another session refreshed a moment ago', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    await now(() => client.getIdToken({ force: true }))
    await advance(300)
    await signIn()
    const ofSignIn = await now(() => client.getIdToken())
    expect(await now(() => client.getIdToken({ force: true }))).not.toBe(ofSignIn)
    expect(service.requests).toHaveLength(2)
  })

  test('100 calls within 10 s make at most one request a second', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    for (let call = 0; call < 100; call += 1) {
      await now(() => client.getIdToken({ force: true }))
      await advance(100)
    }
    expect(service.requests.length).toBeGreaterThan(5)
    expect(service.requests.length).toBeLessThanOrEqual(10)
  })

  test.each<[string, (storage: StorageAdapter) => StorageAdapter]>([
    ['an asynchronous', asynchronous],
    ['a synchronous', (storage) => storage],
  ])("is satisfied by a sibling's newer token in %s storage", async (_name, wrap) => {
    const { client, another, signIn, service, now, advance } = createScene({ storage: wrap(memoryStorage()) })
    await signIn()
    const sibling = another()
    expect(await now(() => sibling.getIdToken())).toBe(await now(() => client.getIdToken()))
    const newer = await now(() => sibling.getIdToken({ force: true }))
    await advance(5_000)
    expect(await now(() => client.getIdToken({ force: true }))).toBe(newer)
    expect(service.requests).toHaveLength(1)
  })

  test('rejects if the refresh fails, though the present token is good', async () => {
    const { client, signIn, service, now } = createScene()
    await signIn()
    const first = await client.getIdToken()
    service.answer = busy
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
    expect(await now(() => client.getIdToken())).toBe(first)
  })

  test('that joins a plain refresh rejects when that fails, while the plain call gets the present token', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    await advance(295_000)
    service.answer = late(100, busy)
    const plain = follow(client.getIdToken())
    const force = follow(client.getIdToken({ force: true }))
    await advance(200)
    expect(plain.status).toBe('resolved')
    expect(force).toMatchObject({ status: 'rejected', error: { code: 'SERVICE_BUSY' } })
    expect(service.requests).toHaveLength(1)
    await now(() => client.getIdToken())
  })

  test('never shortens the wait after a retryable failure, and gets the remembered error at once', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    service.next.push(() => new Response('', { status: 429, headers: { 'Retry-After': '60' } }))
    const error: unknown = await now(() => client.getIdToken({ force: true })).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'SERVICE_BUSY', httpStatus: 429 })
    for (let second = 0; second < 60; second += 1) {
      await expect(now(() => client.getIdToken({ force: true }))).rejects.toBe(error)
      await advance(1_000)
    }
    expect(service.requests).toHaveLength(1)
    await advance(600)
    await now(() => client.getIdToken({ force: true }))
    expect(service.requests).toHaveLength(2)
  })
})

describe('an error that waits until asked', () => {
  const refused = (): Response => serviceError('IDAAS.SDK.PARAM.0003')

  test('plain calls get the remembered error for 60 s, then one asks again', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    service.answer = refused
    await advance(301_000)
    const error: unknown = await now(() => client.getIdToken()).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'APP_NOT_REGISTERED', retryable: false })
    for (let second = 0; second < 59; second += 1) {
      await advance(1_000)
      await expect(now(() => client.getIdToken())).rejects.toBe(error)
    }
    expect(service.requests).toHaveLength(1)
    await advance(2_000)
    await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'APP_NOT_REGISTERED' })
    expect(service.requests).toHaveLength(2)
  })

  test('the schedule does not ask again', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    service.answer = refused
    client.keepFresh()
    await advance(3_600_000)
    expect(service.requests).toHaveLength(1)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'APP_NOT_REGISTERED' } })
  })

  test('force asks, at most once a second', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    service.answer = refused
    for (let call = 0; call < 51; call += 1) {
      await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'APP_NOT_REGISTERED' })
      await advance(100)
    }
    expect(service.requests.length).toBeGreaterThanOrEqual(5)
    expect(service.requests.length).toBeLessThanOrEqual(6)
  })

  test('a page load asks once, and then remembers again', async () => {
    const { client, signIn, service, now, advance, another, killPage } = createScene()
    await signIn()
    service.answer = refused
    await advance(301_000)
    await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'APP_NOT_REGISTERED' })
    await advance(5_000)
    killPage()
    const reloaded = another()
    for (let call = 0; call < 20; call += 1) {
      await expect(now(() => reloaded.getIdToken())).rejects.toMatchObject({ code: 'APP_NOT_REGISTERED' })
      await advance(1_000)
    }
    expect(service.requests).toHaveLength(2)
  })

  test('a force is an asking too if it joins a plain call that is held to a sibling failure', async () => {
    const { client, another, signIn, service, now, advance } = createScene()
    const sibling = another()
    await signIn()
    await advance(301_000)
    service.next.push(refused)
    await expect(now(() => sibling.getIdToken())).rejects.toMatchObject({ code: 'APP_NOT_REGISTERED' })
    await advance(5_000)
    const plain = follow(client.getIdToken())
    const force = follow(client.getIdToken({ force: true }))
    await advance(100)
    expect(plain.status).not.toBe('pending')
    expect(force.status).toBe('resolved')
    expect(service.requests).toHaveLength(2)
  })

  test('is over when the service answers well', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    service.next.push(refused)
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'APP_NOT_REGISTERED' })
    await advance(1_000)
    await now(() => client.getIdToken({ force: true }))
    expect(client.getSnapshot()).toMatchObject({ error: null })
  })
})

describe('signal', () => {
  test.each<[string, Partial<CiamClientOptions>]>([
    ['alone', {}],
    ['with a storage of promises', { storage: asynchronous(memoryStorage()) }],
  ])("ends the caller's wait with its reason, not the refresh, %s", async (_name, options) => {
    const { client, signIn, service, advance, events } = createScene(options)
    await signIn()
    service.next.push(late(500, service.grant))
    const controller = new AbortController()
    const aborted = follow(client.getIdToken({ force: true, signal: controller.signal }))
    const patient = follow(client.getIdToken({ force: true }))
    await advance(100)
    const reason = new Error('The caller left')
    controller.abort(reason)
    await advance(0)
    expect(aborted).toMatchObject({ status: 'rejected', error: reason })
    expect(aborted.error).toBe(reason)
    expect(patient.status).toBe('pending')
    expect(service.requests[0]?.signal?.aborted).toBe(false)
    await advance(500)
    expect(patient.status).toBe('resolved')
    expect(service.requests).toHaveLength(1)
    expect(events.at(-1)).toMatchObject(['refreshed', { rotated: true, adopted: false }])
  })

  test('that is aborted already rejects with its reason and starts nothing', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    await advance(301_000)
    const reason = { why: 'any value' }
    await expect(now(() => client.getIdToken({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason)
    expect(service.requests).toHaveLength(0)
  })

  test('leaves no listener behind', async () => {
    const { client, signIn, now } = createScene()
    await signIn()
    const { signal } = new AbortController()
    const add = vi.spyOn(signal, 'addEventListener')
    const remove = vi.spyOn(signal, 'removeEventListener')
    for (let call = 0; call < 10; call += 1) await now(() => client.getIdToken({ signal }))
    expect(remove.mock.calls.length).toBe(add.mock.calls.length)
  })
})

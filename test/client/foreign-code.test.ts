// Code of the app that throws, hangs, truncates, answers late or calls back: nothing is lost, and every call settles.
// Long because each rule has a table of cases, which share one scene.
import type { CiamClient, CiamEvents, StorageAdapter } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { describe, expect, test, vi } from 'vitest'
import { createScene, follow, json, late, readStored, RECORD_KEY, serviceError, type Scene } from './plain-service'

type Method = 'getItem' | 'setItem' | 'removeItem'

/** A store whose every call goes through `rule` while it is armed. */
function ruled(rule: (method: Method, key: string, call: () => unknown) => unknown): {
  storage: StorageAdapter
  store: StorageAdapter
  arm(isArmed?: boolean): void
} {
  const store = memoryStorage()
  let isArmed = false
  const through = (method: Method, key: string, call: () => unknown): unknown =>
    isArmed ? rule(method, key, call) : call()
  return {
    store,
    arm: (value = true) => (isArmed = value),
    storage: {
      getItem: (key) => through('getItem', key, () => store.getItem(key)) as string | null,
      setItem: (key, value) => through('setItem', key, () => store.setItem(key, value)) as undefined,
      removeItem: (key) => through('removeItem', key, () => store.removeItem(key)) as undefined,
    },
  }
}

const never = new Promise<never>(() => {})
const after = async (ms: number, call: () => unknown): Promise<unknown> => {
  await new Promise((resolve) => setTimeout(resolve, ms))
  return call()
}

describe('a listener that throws stops nothing and changes nothing; its error is reported', () => {
  test.each<keyof CiamEvents | 'subscribe'>([
    'signed-in',
    'signed-out',
    'refreshed',
    'refresh-failed',
    'storage-failed',
    'subscribe',
  ])('%s', async (name) => {
    const { storage, arm } = ruled((method, _key, call) => {
      if (method === 'setItem') throw new Error('Full')
      return call()
    })
    const { client, signIn, service, now, advance } = createScene({ storage })
    const report = vi.fn()
    vi.stubGlobal('reportError', report)
    const error = new Error('A listener')
    const calls: string[] = []
    const add = (listener: () => void): (() => void) =>
      name === 'subscribe' ? client.subscribe(listener) : client.on(name, listener)
    add(() => calls.push('before'))
    add(() => {
      throw error
    })
    add(() => calls.push('after'))
    await signIn()
    const token = await now(() => client.getIdToken({ force: true }))
    expect(await now(() => client.getIdToken())).toBe(token)
    await advance(2_000)
    arm()
    await now(() => client.getIdToken({ force: true }))
    await advance(2_000)
    service.next.push(() => serviceError('IDAAS.SDK.PARAM.0001'))
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({
      code: 'DEVICE_INFO_INCOMPLETE',
    })
    arm(false)
    await now(() => client.signOut())
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out' })
    expect(service.requests).toHaveLength(3)
    expect(calls.length).toBeGreaterThan(0)
    expect(calls.filter((call) => call === 'before')).toHaveLength(calls.length / 2)
    expect(report.mock.calls).toHaveLength(calls.length / 2)
    expect(report).toHaveBeenCalledWith(error)
  })

  test('a listener that signs out, or asks for a token, in the middle of it', async () => {
    const { client, signIn, now, advance, storage, service } = createScene()
    await signIn()
    const asked: unknown[] = []
    client.on('refreshed', () => {
      asked.push(follow(client.getIdToken({ force: true })))
      void client.signOut()
    })
    const call = follow(client.getIdToken({ force: true }))
    await advance(1_000)
    expect(call.status).not.toBe('pending')
    expect(asked).toMatchObject([{ status: expect.stringMatching(/resolved|rejected/) as string }])
    expect(await readStored(storage)).toBeNull()
    expect(service.requests).toHaveLength(1)
    await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  })
})

type Act = (scene: Scene) => Promise<unknown>
const ACTS: [string, Act][] = [
  ['getIdToken()', ({ client }) => client.getIdToken()],
  ['getIdToken({ force: true })', ({ client }) => client.getIdToken({ force: true })],
  ['signOut()', ({ client }) => client.signOut()],
  ['signIn()', ({ client, service }) => client.signIn(service.login())],
  ['getServiceHeaders()', ({ client }) => client.getServiceHeaders()],
  ['getIdToken() of a new page', ({ another }) => another().getIdToken()],
]

describe.each(ACTS)('with an adapter that misbehaves, %s settles', (name, act) => {
  const RULES: [string, Parameters<typeof ruled>[0]][] = [
    ['hangs in everything', () => never],
    ['hangs in reads', (method, _key, call) => (method === 'getItem' ? never : call())],
    ['hangs in writes', (method, _key, call) => (method === 'setItem' ? never : call())],
    ['hangs in removals', (method, _key, call) => (method === 'removeItem' ? never : call())],
    ['answers after 2.9 s', (_method, _key, call) => after(2_900, call)],
    ['answers after 5 s', (_method, _key, call) => after(5_000, call)],
    ['rejects with nothing', () => rejection(undefined)],
    ['rejects with an object that has no text', () => rejection(Object.create(null))],
    ['throws null', () => failWith(null)],
    ['throws an object that has no text', () => failWith(Object.create(null))],
    ['throws an error without a message text', () => failWith(Object.assign(new Error('x'), { message: undefined }))],
    ['gives a thenable that throws', () => ({ then: () => failWith(new Error('then')) })],
    ['gives numbers', () => 42],
    ['truncates', (method, _key, call) => (method === 'getItem' ? String(call()).slice(0, 30) : call())],
  ]
  test.each(RULES)('%s', async (rule, rules) => {
    const { storage, arm } = ruled(rules)
    const scene = createScene({ storage })
    await scene.signIn()
    arm()
    const progress = follow(act(scene))
    await scene.advance(60_000)
    expect(progress.status, `${name}: ${rule}`).not.toBe('pending')
    if (name.startsWith('getIdToken(') && !name.includes('page')) {
      expect(progress).toMatchObject({ status: 'resolved' })
      expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-in' })
    }
  })
})

const rejection = (value: unknown): Promise<never> => Promise.reject(value)

function failWith(value: unknown): never {
  throw value
}

describe('an adapter that misbehaves loses no token that memory has', () => {
  test.each<[string, Parameters<typeof ruled>[0]]>([
    ['hangs', () => never],
    ['throws', () => failWith(new Error('Full'))],
    ['drops writes', (method, _key, call) => (method === 'setItem' ? undefined : call())],
    ['truncates reads', (method, _key, call) => (method === 'getItem' ? String(call()).slice(0, 40) : call())],
  ])('%s: the next refresh sends the newest token, and it is saved when storage works again', async (_name, rules) => {
    const { storage, store, arm } = ruled(rules)
    const { client, signIn, service, advance, events } = createScene({ storage })
    await signIn()
    arm()
    for (let round = 0; round < 2; round += 1) {
      const force = follow(client.getIdToken({ force: true }))
      await advance(60_000)
      expect(force.status).toBe('resolved')
    }
    expect(service.requests).toHaveLength(2)
    expect(service.requests[1]!.token).not.toBe(service.requests[0]!.token)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
    expect(events.some(([name]) => name === 'storage-failed')).toBe(true)
    arm(false)
    await advance(61_000)
    expect(await readStored(store)).toMatchObject({ revision: 3 })
  })

  test('a write that lands late does not roll the token back for good', async () => {
    let slow = 1
    const { storage, store, arm } = ruled((method, key, call) => {
      if (method !== 'setItem' || key !== RECORD_KEY || slow-- <= 0) return call()
      return after(20_000, call)
    })
    const { client, signIn, advance } = createScene({ storage })
    client.start()
    await signIn()
    arm()
    const first = follow(client.getIdToken({ force: true }))
    await advance(8_000)
    expect(first.status).toBe('resolved')
    const second = follow(client.getIdToken({ force: true }))
    await advance(5_000)
    expect(second.status).toBe('resolved')
    expect(await readStored(store)).toMatchObject({ revision: 3 })
    await advance(20_000)
    window.dispatchEvent(new Event('focus'))
    await advance(2_000)
    expect(await readStored(store)).toMatchObject({ revision: 3 })
  })

  test('a read that fails once is no sign-out', async () => {
    const { storage, arm } = ruled((method, _key, call) => (method === 'getItem' ? '{"version":1,"sess' : call()))
    const { client, signIn, advance, now } = createScene({ storage })
    client.start()
    await signIn()
    arm()
    window.dispatchEvent(new Event('focus'))
    await advance(100)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
    await now(() => client.getIdToken())
  })

  test('each call is limited to 3 s: a token that is there is given at once, a read of a page load fails after 3 s', async () => {
    const { storage, arm } = ruled(() => never)
    const { client, another, signIn, now, advance } = createScene({ storage })
    await signIn()
    arm()
    await now(() => client.getIdToken())
    const call = follow(another().getIdToken())
    await advance(2_900)
    expect(call.status).toBe('pending')
    await advance(200)
    expect(call).toMatchObject({ status: 'rejected', error: { code: 'STORAGE' } })
  })
})

describe('a fetch that misbehaves', () => {
  test.each<[string, () => unknown]>([
    ['rejects with nothing', () => rejection(undefined)],
    ['rejects with null', () => rejection(null)],
    ['rejects with an object that has no text', () => rejection(Object.create(null))],
    ['rejects with a symbol', () => rejection(Symbol('x'))],
    ['throws', () => failWith(new TypeError('sync'))],
    [
      'rejects with an error without a message text',
      () => Promise.reject(Object.assign(new Error('x'), { message: 7 })),
    ],
  ])('%s: NETWORK, and it is tried again', async (_name, fail) => {
    const scene = createScene()
    const { client, signIn, service, advance, now } = scene
    await signIn()
    service.next.push(fail as never)
    const force = follow(client.getIdToken({ force: true }))
    await advance(100)
    expect(force).toMatchObject({ status: 'rejected', error: { code: 'NETWORK', retryable: true } })
    await advance(2_000)
    await now(() => client.getIdToken({ force: true }))
    expect(service.requests).toHaveLength(2)
  })

  test.each<[string, () => unknown]>([
    ['gives nothing', () => undefined],
    ['gives an object without a body', () => ({ status: 200, ok: true })],
    ['gives a response that was read already', () => spent()],
  ])('%s: INVALID_RESPONSE', async (_name, answer) => {
    const { client, signIn, service, now } = createScene()
    await signIn()
    service.next.push(answer as never)
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'INVALID_RESPONSE' })
  })

  test('a body that never ends is cut at requestTimeout', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    service.next.push(() => new Response(new ReadableStream({ start() {} })))
    const force = follow(client.getIdToken({ force: true }))
    await advance(10_000)
    expect(force).toMatchObject({ status: 'rejected', error: { code: 'TIMEOUT' } })
  })
})

async function spent(): Promise<Response> {
  const response = json({})
  await response.text()
  return response
}

describe('a getIdToken() awaited from what the refresh itself waits for does not deadlock', () => {
  /** Runs the action in the place, with a token that is good, soon to end, or ended. */
  const AGES: [string, number][] = [
    ['a good token', 0],
    ['a token soon to end', 295_000],
    ['an ended token', 310_000],
  ]
  const WAYS: [string, (client: CiamClient) => Promise<unknown>][] = [
    ['at once', (client) => client.getIdToken()],
    ['at once, with force', (client) => client.getIdToken({ force: true })],
    [
      'after a while',
      async (client) => {
        await Promise.resolve()
        return client.getIdToken()
      },
    ],
  ]
  const cases = AGES.flatMap(([age, ms]) => WAYS.map(([way, ask]) => [way, age, ms, ask] as const))

  test.each(cases)('in fetch, %s, with %s', async (_way, _age, ms, ask) => {
    const page: { client?: CiamClient } = {}
    const inner: ReturnType<typeof follow>[] = []
    const scene: Scene = createScene({
      fetch: async (input, init) => {
        const asked = ask(page.client!)
        inner.push(follow(asked))
        await asked.catch(() => {})
        return scene.service.fetch(input, init)
      },
    })
    page.client = scene.client
    await scene.signIn()
    await scene.advance(ms)
    const outer = follow(scene.client.getIdToken({ force: true }))
    await scene.advance(40_000)
    expect(outer.status).not.toBe('pending')
    for (const progress of inner) expect(progress.status).not.toBe('pending')
    expect(scene.service.requests).toHaveLength(1)
    const token = follow(scene.client.getIdToken())
    await scene.advance(100)
    expect(token.status).toBe('resolved')
  })

  test('in fetch, at once, it does not wait for the refresh either', async () => {
    const inner: ReturnType<typeof follow>[] = []
    const scene: Scene = createScene({
      fetch: async (input, init) => {
        const asked = scene.client.getIdToken({ force: true })
        inner.push(follow(asked))
        await asked.catch(() => {})
        return scene.service.fetch(input, init)
      },
    })
    await scene.signIn()
    await scene.advance(310_000)
    const outer = follow(scene.client.getIdToken())
    await scene.advance(100)
    expect(outer.status).toBe('resolved')
    expect(inner).toMatchObject([{ status: 'rejected', error: { code: 'CONFIG' } }])
  })

  test.each(['getItem', 'setItem'] as const)('in %s of a started client', async (where) => {
    const page: { client?: CiamClient } = {}
    let depth = 0
    const { storage, arm } = ruled(async (method, _key, call) => {
      if (method === where && (depth += 1) < 500) await page.client!.getIdToken().catch(() => {})
      return call()
    })
    const scene = createScene({ storage })
    page.client = scene.client
    scene.client.start()
    await scene.signIn()
    await scene.advance(310_000)
    arm()
    const outer = follow(scene.client.getIdToken())
    await scene.advance(60_000)
    expect(outer.status).toBe('resolved')
    expect(scene.service.requests).toHaveLength(1)
  })

  test('in getItem of a client that was not started: reads do not breed reads', async () => {
    const page: { client?: CiamClient } = {}
    let calls = 0
    const { storage, arm } = ruled(async (method, _key, call) => {
      calls += 1
      // Ended here, for without this the test would never end.
      if (method === 'getItem' && calls < 5_000) await page.client!.getIdToken().catch(() => {})
      return call()
    })
    const scene = createScene({ storage })
    page.client = scene.client
    await scene.signIn()
    arm()
    const outer = follow(scene.client.getIdToken())
    await scene.advance(20_000)
    expect(outer.status).toBe('resolved')
    expect(calls).toBeLessThan(100)
  })

  test('in device', async () => {
    const page: { client?: CiamClient } = {}
    const scene = createScene({
      device: async () => {
        await page.client!.getIdToken().catch(() => {})
        return { fingerprint: 'a', osVersion: 'b', userAgent: 'c' }
      },
    })
    page.client = scene.client
    await scene.signIn()
    await scene.advance(310_000)
    const outer = follow(scene.client.getIdToken())
    await scene.advance(40_000)
    expect(outer.status).not.toBe('pending')
  })
})

describe('while somebody else holds the lock', () => {
  test('callers wait requestTimeout + 15 s, then get the present token, and nothing is sent', async () => {
    const { client, signIn, service, advance, holdLock } = createScene({ requestTimeout: 2_000 })
    await signIn()
    const first = await client.getIdToken()
    await advance(270_000)
    holdLock()
    const call = follow(client.getIdToken({ minValidity: 60_000 }))
    const force = follow(client.getIdToken({ force: true }))
    await advance(16_900)
    expect([call.status, force.status]).toEqual(['pending', 'pending'])
    await advance(200)
    expect(call).toMatchObject({ status: 'resolved', value: first })
    expect(force).toMatchObject({ status: 'rejected', error: { code: 'TIMEOUT', retryable: true } })
    expect(service.requests).toHaveLength(0)
  })

  test('with an ended token they get TIMEOUT, and nothing is sent', async () => {
    const { client, signIn, service, advance, holdLock } = createScene()
    await signIn()
    await advance(310_000)
    holdLock()
    const call = follow(client.getIdToken())
    await advance(24_900)
    expect(call.status).toBe('pending')
    await advance(200)
    expect(call).toMatchObject({ status: 'rejected', error: { code: 'TIMEOUT' } })
    expect(service.requests).toHaveLength(0)
  })

  test('it is never stolen, and the schedule goes on when it is free', async () => {
    const { client, signIn, service, advance, holdLock } = createScene()
    await signIn()
    client.keepFresh()
    const release = holdLock()
    await advance(20 * 60_000)
    expect(service.requests).toHaveLength(0)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'TIMEOUT' } })
    release()
    await advance(2 * 60_000)
    expect(service.requests).toHaveLength(1)
    expect(client.getSnapshot()).toMatchObject({ error: null })
  })

  test('a sign-in and a sign-out do not wait for it', async () => {
    const { client, signIn, now, holdLock, storage } = createScene()
    await signIn()
    holdLock()
    follow(client.getIdToken({ force: true }))
    await signIn()
    expect(await readStored(storage)).toMatchObject({ revision: 1 })
    await now(() => client.signOut())
    expect(await readStored(storage)).toBeNull()
  })

  test('callers of a refresh that waits for it get the token of the new session after a sign-in', async () => {
    const { client, signIn, now, holdLock, advance, service } = createScene()
    await signIn()
    await advance(310_000)
    holdLock()
    const call = follow(client.getIdToken())
    await advance(100)
    expect(call.status).toBe('pending')
    await signIn()
    await advance(10)
    expect(call).toMatchObject({ status: 'resolved', value: await now(() => client.getIdToken()) })
    expect(service.requests).toHaveLength(0)
  })

  test('a request under way keeps a sibling waiting, which then takes its token', async () => {
    const { client, another, signIn, service, advance } = createScene()
    const sibling = another()
    await signIn()
    await advance(310_000)
    service.next.push(late(9_000, service.grant))
    const calls = [follow(client.getIdToken()), follow(sibling.getIdToken())]
    await advance(10_000)
    expect(calls[0]!.status).toBe('resolved')
    expect(calls[1]!.value).toBe(calls[0]!.value)
    expect(service.requests).toHaveLength(1)
  })
})

// Invariants 3 and 7: what is in storage when, and what a storage that fails costs.
// Long because each rule has a table of cases, which share one scene.
import { expect, test, vi } from 'vitest'
import type { CiamClientOptions, CiamError } from 'react-ciam'
import {
  advance,
  createScene,
  createScriptedStorage,
  flush,
  gate,
  idTokenOf,
  json,
  outcomeOf,
  RECORD_KEY,
  recordEvents,
  refusal,
  type Scene,
  settle,
  signIn,
} from './scripted-service'

/** The record's text after `count` refreshes that another profile of the same session makes. */
async function recordAfterRefreshes(scene: Scene, count: number): Promise<string> {
  const elsewhere = createScriptedStorage(new Map(scene.storage.values))
  const client = scene.another({ storage: elsewhere })
  for (let done = 0; done < count; done += 1) {
    await settle(client.getIdToken({ force: true }))
    await advance(1_500)
  }
  return elsewhere.values.get(RECORD_KEY)!
}

test.each(['synchronous', 'slow'])(
  'a new session_token is in %s storage before decoding, claims, listeners, events and waiters',
  async (kind) => {
    const log: string[] = []
    const claims = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value: unknown) => (log.push('claims'), { value }),
      },
    } as NonNullable<CiamClientOptions['claims']>
    const scene = createScene({ claims })
    const { client, service, storage } = scene
    await signIn(scene)
    service.next(() => {
      const reply = { session_token: 'the-new-session-token', expire: 1000, id_token: idTokenOf() }
      log.length = 0
      return json(reply)
    })
    const writing = gate()
    storage.before = async (operation, key, value) => {
      if (operation !== 'setItem' || key !== RECORD_KEY || !value?.includes('the-new-session-token')) return
      if (kind === 'slow') await writing.promise
      log.push('saved')
    }
    if (kind === 'synchronous') {
      storage.before = (operation, _key, value) => {
        if (operation === 'setItem' && value?.includes('the-new-session-token')) log.push('saved')
      }
    }
    vi.spyOn(globalThis, 'atob').mockImplementation((text) => {
      log.push('decoded')
      return Buffer.from(text, 'base64').toString('latin1')
    })
    client.subscribe(() => log.push('listener'))
    client.on('refreshed', () => log.push('event'))
    const calls = [client.getIdToken({ force: true }), client.getIdToken({ force: true })]
    for (const call of calls) void call.then(() => log.push('waiter'))
    await flush()
    if (kind === 'slow') {
      expect(log).toEqual([])
      writing.open()
    }
    await flush()
    expect(log[0]).toBe('saved')
    for (const step of ['decoded', 'claims', 'listener', 'event', 'waiter']) expect(log).toContain(step)
  },
)

test.each([
  ['no id_token', {}],
  ['null', { id_token: null }],
  ['an empty id_token', { id_token: '' }],
  ['a number', { id_token: 5 }],
  ['an object', { id_token: {} }],
  ['a line break', { id_token: 'abc\r\ndef' }],
  ['a megabyte', { id_token: 'x'.repeat(1_048_576) }],
  ['wrong expire and no id_token', { expire: 'soon' }],
])(
  'a 2xx with a legal session_token and %s as id_token: the session_token is saved, and sent the next time',
  async (_title, rest) => {
    const scene = createScene()
    const { client, service } = scene
    await signIn(scene)
    service.next(
      () => json({ session_token: 'partial-session-token', ...rest }),
      () => json({ session_token: 'whole-session-token', id_token: idTokenOf() }),
    )
    const failed = outcomeOf(client.getIdToken({ force: true }))
    await flush()
    expect(scene.stored()).toContain('partial-session-token')
    expect(failed.error).toMatchObject({ code: 'INVALID_RESPONSE', retryable: true })
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'INVALID_RESPONSE' } })
    await advance(3_000)
    await settle(client.getIdToken({ force: true }))
    expect(service.requests.map(({ headers }) => headers['session-token'])[1]).toBe('partial-session-token')
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  },
)

test.each([
  ['missing', {}],
  ['null', { session_token: null }],
  ['empty', { session_token: '' }],
])('an id_token with a session_token that is %s means "not rotated"', async (_title, rest) => {
  const scene = createScene()
  const { client, service, events } = scene
  const { session_token } = await signIn(scene)
  const idToken = idTokenOf({ userName: 'first' })
  service.next(() => json({ id_token: idToken, expire: 1000, ...rest }))
  expect(await settle(client.getIdToken({ force: true }))).toBe(idToken)
  expect(events.at(-1)).toMatchObject(['refreshed', { rotated: false, adopted: false }])
  await advance(2_000)
  await settle(client.getIdToken({ force: true }))
  expect(service.requests[1]!.headers['session-token']).toBe(session_token)
})

test.each([
  ['an empty object', () => json({})],
  ['an array', () => json([])],
  ['an illegal session_token alone', () => json({ session_token: 'a b' })],
  [
    'a session_token in an error',
    () => json({ error_code: 'IDAAS.SDK.COM.0002', session_token: 'in-an-error-reply' }, 400),
  ],
  ['a session_token in a 500', () => json({ session_token: 'in-an-error-reply' }, 500)],
  ['half a JSON', () => new Response('{"session_token":"half-a-json-reply","id_')],
])('a reply with %s leaves the record as it is', async (_title, answer) => {
  const scene = createScene()
  await signIn(scene)
  const before = scene.stored()
  scene.service.next(answer)
  const failed = outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(100)
  expect(failed.state).toBe('failed')
  expect(scene.stored()).toBe(before)
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

test('what is remembered of requests is under another key; the record is not written for it', async () => {
  const scene = createScene()
  const { client, service, storage } = scene
  const { session_token } = await signIn(scene)
  storage.calls.length = 0
  service.next(() => {
    expect([...storage.values.values()].filter((value) => value.includes(session_token))).toHaveLength(1)
    throw new TypeError('cut')
  })
  outcomeOf(client.getIdToken({ force: true }))
  await flush()
  const written = storage.calls.filter(({ operation }) => operation === 'setItem').map(({ key }) => key)
  expect(written.length).toBeGreaterThan(0)
  expect(written).not.toContain(RECORD_KEY)
})

test('a refresh that brings the tokens that are there already writes no record', async () => {
  const scene = createScene()
  const { client, service, storage } = scene
  const { session_token, id_token } = await signIn(scene)
  storage.calls.length = 0
  service.next(() => json({ session_token, expire: 604_800, id_token }))
  await settle(client.getIdToken({ force: true }))
  expect(storage.calls.filter(({ operation, key }) => operation === 'setItem' && key === RECORD_KEY)).toEqual([])
})

test('a refresh makes one write of the record, and reads it back', async () => {
  const scene = createScene()
  await signIn(scene)
  scene.storage.calls.length = 0
  await settle(scene.client.getIdToken({ force: true }))
  const ofRecord = scene.storage.calls.filter(({ key }) => key === RECORD_KEY).map(({ operation }) => operation)
  expect(ofRecord.filter((operation) => operation !== 'getItem')).toEqual(['setItem'])
  expect(ofRecord.slice(ofRecord.indexOf('setItem'))).toContain('getItem')
})

test('a refresh does not write over a higher revision of its session', async () => {
  const scene = createScene()
  const { client, service, storage } = scene
  await signIn(scene)
  const first = scene.stored()!
  const newer = await recordAfterRefreshes(scene, 3)
  expect(newer).not.toBe(first)
  service.next(() => {
    storage.values.set(RECORD_KEY, newer)
    return json({ session_token: 'too-late-session-token', expire: 1000, id_token: idTokenOf() })
  })
  await settle(client.getIdToken({ force: true }))
  expect(scene.stored()).toBe(newer)
})

test.each([
  '{}',
  'garbage',
  '[]',
  '{"version":99}',
  'null',
  '{"version":1,"failure":5,"until":1e99,"phase":"running"}',
])('a note about requests that is %s does not stop a refresh', async (text) => {
  const scene = createScene()
  const { client, storage, service } = scene
  await signIn(scene)
  service.next(() => refusal('IDAAS.SDK.COM.0002'))
  outcomeOf(client.getIdToken({ force: true }))
  await advance(5_000)
  const noteKeys = [...storage.values.keys()].filter((key) => key !== RECORD_KEY)
  for (const key of noteKeys) storage.values.set(key, text)
  expect(await settle(scene.another().getIdToken({ force: true }))).toMatch(/\./)
})

test('a session_token that a sibling announced as replaced is not sent, and the newer one is adopted once storage shows it', async () => {
  const scene = createScene()
  const { client, service, storage } = scene
  await signIn(scene)
  client.start()
  const ahead = createScriptedStorage(new Map(storage.values))
  const sibling = scene.another({ storage: ahead })
  const newer = await settle(sibling.getIdToken({ force: true }))
  await advance(2_000)
  const held = outcomeOf(client.getIdToken({ force: true }))
  await advance(1_000)
  expect(held.error).toMatchObject({ code: 'STORAGE', retryable: true })
  expect(service.requests).toHaveLength(1)
  storage.values.set(RECORD_KEY, ahead.values.get(RECORD_KEY)!)
  window.dispatchEvent(new Event('focus'))
  await flush()
  expect(await settle(client.getIdToken())).toBe(newer)
  expect(service.requests).toHaveLength(1)
})

test('with rotation, no session_token is ever sent twice, and each is the one that storage held when it was sent', async () => {
  const scene = createScene()
  const { client, service, storage } = scene
  await signIn(scene)
  const clients = [client, scene.another(), scene.another()]
  const check = (): Response => {
    const request = service.requests.at(-1)!
    expect(storage.values.get(RECORD_KEY)).toContain(`"${request.headers['session-token']}"`)
    return service.rotate(request)
  }
  for (let round = 0; round < 5; round += 1) {
    service.next(check)
    await settle(Promise.all(clients.map((each) => each.getIdToken({ force: true }))))
    await advance(2_000)
  }
  const sent = service.requests.map(({ headers }) => headers['session-token'])
  expect(new Set(sent).size).toBe(sent.length)
})

const unreadable: [string, (scene: Scene) => void][] = [
  [
    'throws',
    ({ storage }) =>
      (storage.before = (operation) => {
        if (operation === 'getItem') throw new Error('no')
      }),
  ],
  [
    'rejects',
    ({ storage }) =>
      (storage.before = (operation) => (operation === 'getItem' ? Promise.reject(new Error('no')) : undefined)),
  ],
  [
    'gives half of the record',
    ({ storage }) => storage.values.set(RECORD_KEY, storage.values.get(RECORD_KEY)!.slice(0, 60)),
  ],
  ['gives no JSON', ({ storage }) => storage.values.set(RECORD_KEY, 'damaged')],
  ['gives an empty text', ({ storage }) => storage.values.set(RECORD_KEY, '')],
  ['gives an object', ({ storage }) => storage.values.set(RECORD_KEY, {} as never)],
]

test.each(unreadable)(
  'a read that %s signs nobody out while memory has the session, and a refresh goes on',
  async (_title, spoil) => {
    const scene = createScene()
    const { client, service } = scene
    const { id_token } = await signIn(scene)
    client.start()
    spoil(scene)
    expect(await settle(client.getIdToken(), 100)).toBe(id_token)
    window.dispatchEvent(new Event('focus'))
    await flush()
    expect(client.getSnapshot().status).toBe('signed-in')
    const fresh = await settle(client.getIdToken({ force: true }), 100)
    expect(fresh).not.toBe(id_token)
    await advance(2_000)
    await settle(client.getIdToken({ force: true }), 100)
    const sent = service.requests.map(({ headers }) => headers['session-token'])
    expect(new Set(sent).size).toBe(2)
    expect(client.getSnapshot().status).toBe('signed-in')
  },
)

test.each(unreadable.slice(0, 2))(
  'a rejection while storage %s is not believed: the session stays',
  async (_title, spoil) => {
    const scene = createScene()
    await signIn(scene)
    spoil(scene)
    scene.service.next(() => refusal('IDAAS.SDK.PARAM.0023'))
    outcomeOf(scene.client.getIdToken({ force: true }))
    await advance(1_000)
    expect(scene.client.getSnapshot().status).toBe('signed-in')
  },
)

test('a read that hangs signs nobody out, and the next refresh settles', async () => {
  const scene = createScene()
  await signIn(scene)
  scene.storage.before = (operation) => (operation === 'getItem' ? new Promise(() => {}) : undefined)
  const fresh = outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(60_000)
  expect(fresh.state).not.toBe('pending')
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

const failing: [string, (scene: Scene) => void][] = [
  [
    'throws',
    ({ storage }) =>
      (storage.before = (operation) => {
        if (operation === 'setItem') throw new Error('full')
      }),
  ],
  [
    'rejects',
    ({ storage }) =>
      (storage.before = (operation) => (operation === 'setItem' ? Promise.reject(new Error('full')) : undefined)),
  ],
  [
    'is silently dropped',
    ({ storage }) => {
      const kept = new Map(storage.values)
      storage.before = (operation, key) => {
        if (operation !== 'getItem') return
        if (kept.has(key)) storage.values.set(key, kept.get(key)!)
        else storage.values.delete(key)
      }
    },
  ],
]

test.each(failing)(
  'a refresh whose write %s: the waiter has its token, the failure is reported, the write is tried again',
  async (_title, spoil) => {
    const scene = createScene()
    const { client, storage, events, service } = scene
    const { session_token } = await signIn(scene)
    spoil(scene)
    const fresh = await settle(client.getIdToken({ force: true }), 100)
    expect(await settle(client.getIdToken())).toBe(fresh)
    expect(events).toContainEqual([
      'storage-failed',
      { operation: 'write', error: expect.objectContaining({ code: 'STORAGE' }) as CiamError },
    ])
    expect(scene.stored()).toContain(session_token)
    storage.before = () => {}
    await advance(5_000)
    expect(scene.stored()).not.toContain(session_token)
    await advance(2_000)
    await settle(client.getIdToken({ force: true }))
    const sent = service.requests.map(({ headers }) => headers['session-token'])
    expect(new Set(sent).size).toBe(2)
  },
)

test('a failed write is tried again after 1, 2, 4, 8, 16, 32, 60 and 60 s', async () => {
  const scene = createScene()
  const { client, storage } = scene
  const attempts: number[] = []
  let startedAt = Date.now()
  storage.before = (operation, key) => {
    if (operation !== 'setItem' || key !== RECORD_KEY) return
    attempts.push(Math.round((Date.now() - startedAt) / 1000))
    startedAt = Date.now()
    throw new Error('full')
  }
  await settle(client.signIn({ ...scene.service.login() }))
  expect(client.getSnapshot().status).toBe('signed-in')
  await advance(190_000)
  expect(attempts).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60])
})

test('an owed write is not made over a newer sign-in of another tab', async () => {
  const scene = createScene()
  const { client, storage, service } = scene
  await signIn(scene)
  const other = scene.another()
  other.getSnapshot()
  let isFull = true
  storage.before = (operation, key) => {
    if (isFull && operation === 'setItem' && key === RECORD_KEY) throw new Error('full')
  }
  await settle(client.getIdToken({ force: true }))
  isFull = false
  const second = service.login('second')
  await settle(other.signIn({ ...second }))
  await advance(5_000)
  expect(scene.stored()).toContain(second.session_token)
  expect(await settle(client.getIdToken())).toBe(second.id_token)
})

test('an owed write is tried at the next read: when the page is focused', async () => {
  const scene = createScene()
  const { client, storage } = scene
  client.start()
  storage.before = (operation, key) => {
    if (operation === 'setItem' && key === RECORD_KEY) throw new Error('full')
  }
  const reply = await signIn(scene)
  await advance(20_000)
  storage.before = () => {}
  expect(scene.stored()).toBeNull()
  window.dispatchEvent(new Event('focus'))
  await flush()
  expect(scene.stored()).toContain(reply.session_token)
})

test('a sign-in whose write succeeds only later signs the other clients in then', async () => {
  const scene = createScene()
  const { client, storage, service } = scene
  const other = scene.another()
  client.start()
  other.start()
  await flush()
  storage.before = (operation, key) => {
    if (operation === 'setItem' && key === RECORD_KEY) throw new Error('full')
  }
  const { id_token } = await signIn({ client, service })
  storage.before = () => {}
  await advance(1_500)
  expect(scene.stored()).not.toBeNull()
  expect(other.getSnapshot().status).toBe('signed-in')
  expect(await settle(other.getIdToken())).toBe(id_token)
})

test.each([
  [
    'throws',
    () => {
      throw new Error('full')
    },
  ],
  ['hangs', () => new Promise<void>(() => {})],
])('signIn resolves where setItem %s: the session is in memory and the failure is reported', async (_title, refuse) => {
  const scene = createScene()
  scene.storage.before = (operation) => (operation === 'setItem' ? refuse() : undefined)
  const events = recordEvents(scene.client)
  const reply = scene.service.login()
  await settle(scene.client.signIn({ ...reply }), 10_000)
  expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  expect(await settle(scene.client.getIdToken())).toBe(reply.id_token)
  expect(events.map(([name]) => name)).toEqual(expect.arrayContaining(['signed-in', 'storage-failed']))
})

test('one refresh is one refreshed event, also for somebody who asks while it is being saved', async () => {
  const scene = createScene()
  const { client, storage, events } = scene
  await signIn(scene)
  let asked: Promise<string> | null = null
  storage.before = async (operation, key) => {
    // After the write, before the read-back of an asynchronous store has answered.
    const isReadBack = operation === 'getItem' && key === RECORD_KEY && storage.calls.at(-2)?.operation === 'setItem'
    await Promise.resolve()
    if (isReadBack) asked ??= client.getIdToken()
  }
  const fresh = await settle(client.getIdToken({ force: true }))
  expect(await settle(asked!)).toMatch(/\./)
  expect(await settle(client.getIdToken())).toBe(fresh)
  expect(events.filter(([name]) => name === 'refreshed')).toEqual([
    ['refreshed', { rotated: true, adopted: false, durationMs: expect.any(Number) as number }],
  ])
})

// The snapshot: what each state holds, when it changes, and what the claims schema does to it.
import { expect, test, vi } from 'vitest'
import type { CiamClientOptions } from 'react-ciam'
import {
  advance,
  createScene,
  flush,
  gate,
  outcomeOf,
  rawIdToken,
  recordEvents,
  refusal,
  settle,
  signIn,
} from './scripted-service'

const schemaOf = (validate: (value: unknown) => unknown): NonNullable<CiamClientOptions['claims']> =>
  ({ '~standard': { version: 1, vendor: 'test', validate } }) as NonNullable<CiamClientOptions['claims']>

test('each state has exactly its fields, and is frozen', async () => {
  const scene = createScene()
  const now = Date.now()
  const { client } = scene
  expect(client.getSnapshot()).toEqual({ status: 'signed-out', reason: 'none', error: null })
  await signIn(scene)
  expect(client.getSnapshot()).toEqual({
    status: 'signed-in',
    sessionKey: expect.stringMatching(/.{8,}/) as string,
    claims: expect.objectContaining({ userName: 'first' }) as object,
    idTokenExpiresAt: now + 300_000,
    sessionExpiresAt: now + 604_800_000,
    isRefreshing: false,
    error: null,
  })
  expect(Object.isFrozen(client.getSnapshot())).toBe(true)
  await settle(client.signOut())
  expect(client.getSnapshot()).toEqual({ status: 'signed-out', reason: 'signed-out', error: null })
  expect(Object.isFrozen(client.getSnapshot())).toBe(true)
})

test('a sign-in without an id_token has null claims and expiry until one was had', async () => {
  const scene = createScene()
  const { session_token } = scene.service.login()
  await settle(scene.client.signIn({ session_token, expire: 10_000, status: 'SUCCESS' }))
  expect(scene.client.getSnapshot()).toMatchObject({
    status: 'signed-in',
    claims: null,
    idTokenExpiresAt: null,
    error: null,
  })
  await settle(scene.client.getIdToken())
  expect(scene.client.getSnapshot()).toMatchObject({
    claims: { userName: 'first' },
    idTokenExpiresAt: Date.now() + 300_000,
  })
})

test('the snapshot is the same object until something changes, and listeners are called only then', async () => {
  const scene = createScene()
  const { client, service } = scene
  let last = client.getSnapshot()
  let calls = 0
  client.subscribe(() => {
    calls += 1
    expect(client.getSnapshot()).not.toBe(last)
    last = client.getSnapshot()
  })
  const steps: (() => Promise<unknown>)[] = [
    () => signIn(scene),
    () => client.getIdToken(),
    () => client.getIdToken({ force: true }),
    () => (service.next(() => refusal('IDAAS.SDK.COM.0002')), client.getIdToken({ force: true }).catch(() => {})),
    () => client.getIdToken(),
    () => client.signOut(),
    () => client.signOut(),
  ]
  for (const step of steps) {
    const done = outcomeOf(step())
    await advance(2_500)
    expect(done.state).toBe('done')
    expect(client.getSnapshot()).toBe(last)
    expect(client.getSnapshot()).toBe(client.getSnapshot())
  }
  expect(calls).toBe(6)
})

test('isRefreshing is true while a refresh is under way, and error is the last one, null after a good one', async () => {
  const scene = createScene()
  const { client, service } = scene
  await signIn(scene)
  const answer = gate<Response>()
  service.next(() => answer.promise)
  const call = outcomeOf(client.getIdToken({ force: true }))
  await flush()
  expect(client.getSnapshot()).toMatchObject({ isRefreshing: true, error: null })
  answer.open(refusal('IDAAS.SDK.COM.0002'))
  await flush()
  expect(client.getSnapshot()).toMatchObject({ isRefreshing: false, error: { code: 'SERVICE_BUSY' } })
  expect(call.error).toBe((client.getSnapshot() as { error: unknown }).error)
  await advance(3_000)
  await settle(client.getIdToken({ force: true }))
  expect(client.getSnapshot()).toMatchObject({ isRefreshing: false, error: null })
})

test('an unsubscribed listener is not called, one that was added twice is called twice, and unsubscribing is of one', async () => {
  const scene = createScene()
  const listener = vi.fn()
  const ends = [scene.client.subscribe(listener), scene.client.subscribe(listener)]
  ends[0]!()
  ends[0]!()
  await signIn(scene)
  expect(listener).toHaveBeenCalledTimes(1)
  ends[1]!()
  await settle(scene.client.signOut())
  expect(listener).toHaveBeenCalledTimes(1)
})

test('the sessionKey is the same in all clients, through refreshes and a reload, and new with each sign-in', async () => {
  const scene = createScene()
  const { client, service } = scene
  const other = scene.another()
  other.start()
  const keyOf = (each = client): string => (each.getSnapshot() as { sessionKey: string }).sessionKey
  const reply = await signIn(scene)
  const key = keyOf()
  expect(keyOf(other)).toBe(key)
  await settle(client.getIdToken({ force: true }))
  expect([keyOf(), keyOf(other), keyOf(scene.another())]).toEqual([key, key, key])
  expect(reply.session_token).not.toContain(key)
  await settle(client.signIn({ ...service.login() }))
  expect(keyOf()).not.toBe(key)
  expect(keyOf(other)).toBe(keyOf())
})

test('signed-in carries the sessionKey, once in each client', async () => {
  const scene = createScene()
  const other = scene.another()
  other.start()
  const events = recordEvents(other)
  await signIn(scene)
  const { sessionKey } = scene.client.getSnapshot() as { sessionKey: string }
  expect(scene.events).toEqual([['signed-in', { sessionKey }]])
  expect(events).toEqual([['signed-in', { sessionKey }]])
})

test('claims: an own key __proto__ is dropped, at any depth, and reaches no prototype', async () => {
  const scene = createScene()
  const seconds = Math.floor(Date.now() / 1000)
  const payload = `{"iat":${seconds},"exp":${seconds + 300},"__proto__":{"admin":true},"a":{"__proto__":{"admin":true},"b":1},"api":"{\\"__proto__\\":{\\"admin\\":true},\\"name\\":\\"N\\"}"}`
  await settle(scene.client.signIn({ ...scene.service.login(), id_token: rawIdToken(payload) }))
  const { claims } = scene.client.getSnapshot() as { claims: Record<string, unknown> }
  expect(claims).toMatchObject({ name: 'N', a: { b: 1 } })
  expect(claims.admin).toBeUndefined()
  expect((claims.a as Record<string, unknown>).admin).toBeUndefined()
  expect(Object.keys(claims)).not.toContain('__proto__')
  expect(Object.assign({}, claims).admin).toBeUndefined()
  expect(({} as Record<string, unknown>).admin).toBeUndefined()
})

test('what the schema makes of the payload is claims', async () => {
  const scene = createScene({
    claims: schemaOf((value) => ({ value: { upper: String((value as { userName: string }).userName).toUpperCase() } })),
  })
  await signIn(scene)
  expect(scene.client.getSnapshot()).toMatchObject({ claims: { upper: 'FIRST' }, error: null })
})

test.each([
  ['refuses', () => ({ issues: [{ message: 'secret of the user', path: ['userName'] }] })],
  [
    'throws',
    () => {
      throw new Error('secret of the user')
    },
  ],
  ['is asynchronous', () => Promise.resolve({ value: {} })],
  ['is asynchronous and rejects', () => Promise.reject(new Error('secret of the user'))],
  ['gives nothing', () => undefined],
])(
  'a schema that %s gives claims null and CLAIMS_INVALID; the token stays usable, now and after a refresh',
  async (_title, validate) => {
    const scene = createScene({ claims: schemaOf(validate) })
    const { client, service } = scene
    const { id_token } = await signIn(scene)
    expect(client.getSnapshot()).toMatchObject({
      status: 'signed-in',
      claims: null,
      error: { code: 'CLAIMS_INVALID', retryable: false },
    })
    expect((client.getSnapshot() as { error: Error }).error.message).not.toContain('secret')
    expect(client.getSnapshot()).toMatchObject({ idTokenExpiresAt: expect.any(Number) as number })
    expect(await settle(client.getIdToken())).toBe(id_token)
    const fresh = await settle(client.getIdToken({ force: true }))
    expect(fresh).not.toBe(id_token)
    await advance(1_500)
    expect(await settle(client.getIdToken({ force: true }))).not.toBe(fresh)
    expect(service.requests).toHaveLength(2)
    expect(scene.another().getSnapshot()).toMatchObject({
      status: 'signed-in',
      claims: null,
      error: { code: 'CLAIMS_INVALID' },
    })
  },
)

test.each(['opaque', 'a.b.c', 'eyJhbGciOiJSUzI1NiJ9.bnVsbA.c', rawIdToken('[]'), rawIdToken('"text"'), 'a.b.c.d.e'])(
  'an id_token that cannot be decoded is used: %s',
  async (idToken) => {
    const scene = createScene()
    await settle(scene.client.signIn({ ...scene.service.login(), id_token: idToken }))
    expect(scene.client.getSnapshot()).toMatchObject({
      status: 'signed-in',
      claims: null,
      error: null,
      idTokenExpiresAt: Date.now() + 300_000,
    })
    expect(await settle(scene.client.getIdToken())).toBe(idToken)
  },
)

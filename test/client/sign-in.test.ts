// Sign-in and sign-out as an app calls them: bad replies, two at a time, two accounts.
// Long because each rule has a table of cases, which share one scene.
import { expect, test, vi } from 'vitest'
import {
  advance,
  createScene,
  everythingOf,
  flush,
  gate,
  outcomeOf,
  payloadOf,
  RECORD_KEY,
  settle,
  signIn,
} from './scripted-service'

const hostile = (): object =>
  Object.defineProperty({}, 'session_token', {
    enumerable: true,
    get: () => {
      throw new Error('no')
    },
  })

const badReplies: [string, unknown][] = [
  ['undefined', undefined],
  ['null', null],
  ['a string', '{"session_token":"a-session-token"}'],
  ['a number', 5],
  ['an array', [{ session_token: 'a-session-token' }]],
  ['an empty object', {}],
  ['no session_token', { id_token: 'a.b.c', expire: 5, status: 'SUCCESS' }],
  ['an empty session_token', { session_token: '', status: 'SUCCESS' }],
  ['a session_token that is a number', { session_token: 12_345, status: 'SUCCESS' }],
  ['a session_token with a line break', { session_token: 'abc\r\nX-evil: 1', status: 'SUCCESS' }],
  ['a session_token with a space', { session_token: 'abc def', status: 'SUCCESS' }],
  ['a session_token in Chinese', { session_token: '会话令牌', status: 'SUCCESS' }],
  ['a session_token without end', { session_token: 'x'.repeat(1_000_000), status: 'SUCCESS' }],
  ['an id_token that is an object', { session_token: 'a-session-token', id_token: {}, status: 'SUCCESS' }],
  ['an id_token with a line break', { session_token: 'a-session-token', id_token: 'a\nb', status: 'SUCCESS' }],
  ['a Response', new Response('{"session_token":"a-session-token"}')],
  ["axios' response", { data: { session_token: 'a-session-token' }, status: 200, headers: {} }],
  ['a promise', Promise.resolve({ session_token: 'a-session-token' })],
  ['a getter that throws', hostile()],
]

test.each(badReplies)(
  'signIn with %s rejects with INVALID_RESPONSE, and a good session is not lost by it',
  async (_title, bad) => {
    const scene = createScene()
    const { client } = scene
    const empty = outcomeOf(client.signIn(bad as never))
    await flush()
    expect(empty.error).toMatchObject({ name: 'CiamError', code: 'INVALID_RESPONSE' })
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'none' })
    const { id_token } = await signIn(scene)
    const [snapshot, stored] = [client.getSnapshot(), scene.stored()]
    const second = outcomeOf(client.signIn(bad as never))
    await flush()
    expect(second.error).toMatchObject({ code: 'INVALID_RESPONSE' })
    expect(everythingOf(second.error)).not.toMatch(/a-session-token|X-evil|令牌|xxxxx/)
    expect(client.getSnapshot()).toBe(snapshot)
    expect(scene.stored()).toBe(stored)
    expect(await settle(client.getIdToken())).toBe(id_token)
  },
)

test.each([
  ['IDAAS.SDK.COM.0002', 'SERVICE_BUSY'],
  ['IDAAS.SDK.PARAM.0003', 'APP_NOT_REGISTERED'],
  ['IDAAS.SDK.LOGIN.0007', 'SERVICE_ERROR'],
])("signIn with the service's error %s rejects with %s", async (serviceCode, code) => {
  const scene = createScene()
  const call = outcomeOf(scene.client.signIn({ error_code: serviceCode, error_msg: 'wrong' }))
  await flush()
  expect(call.error).toMatchObject({ code, serviceCode })
})

test.each([
  ['MFA_AUTH', 'MFA_AUTH', '{"a":[1]}', { a: [1] }],
  ['PASSWORD_WARN', 'PASSWORD_WARN', 'no json', 'no json'],
  ['leading space', ' SOCIAL_BIND', '{"flow":["VERIFY_PHONE"]}', { flow: ['VERIFY_PHONE'] }],
  ['data that is parsed already', 'USER_REGISTER', { b: 2 }, { b: 2 }],
  ['ACCESS_DENIED', 'ACCESS_DENIED', undefined, undefined],
])(
  'a login that is not done (%s) rejects with SIGN_IN_INCOMPLETE; stateToken and data are there, but not enumerable',
  async (_title, status, data, parsed) => {
    const scene = createScene()
    const { id_token } = await signIn(scene)
    const call = outcomeOf(scene.client.signIn({ status, state_token: 'the-state-token', data }))
    await flush()
    const error = call.error as Record<string, unknown>
    expect(error).toMatchObject({ code: 'SIGN_IN_INCOMPLETE', status: status.trim() })
    expect(error.stateToken).toBe('the-state-token')
    expect(error.data).toEqual(parsed)
    expect(Object.keys(error)).not.toEqual(expect.arrayContaining(['stateToken']))
    expect(Object.keys(error)).not.toEqual(expect.arrayContaining(['data']))
    expect(JSON.stringify(error)).not.toContain('the-state-token')
    expect(String(error.message)).not.toContain('the-state-token')
    expect(await settle(scene.client.getIdToken())).toBe(id_token)
  },
)

test('a status of SUCCESS with spaces around it, and one that is missing, are sign-ins', async () => {
  for (const status of [' SUCCESS ', 'SUCCESS', undefined]) {
    const scene = createScene()
    await settle(scene.client.signIn({ ...scene.service.login(), status }))
    expect(scene.client.getSnapshot().status).toBe('signed-in')
  }
})

test('a session_token beside a status that is not SUCCESS signs nobody in', async () => {
  const scene = createScene()
  outcomeOf(scene.client.signIn({ ...scene.service.login(), status: 'MFA_AUTH' }))
  await flush()
  expect(scene.client.getSnapshot().status).toBe('signed-out')
  expect(scene.stored()).toBeNull()
})

test.each(['synchronous', 'asynchronous'])(
  'of two sign-ins the second wins, in memory and in %s storage',
  async (kind) => {
    const scene = createScene()
    if (kind === 'asynchronous') scene.storage.before = () => new Promise((resolve) => setTimeout(resolve, 10))
    const [a, b] = [scene.service.login('first'), scene.service.login('second')]
    const done = outcomeOf(Promise.all([scene.client.signIn({ ...a }), scene.client.signIn({ ...b })]))
    const call = outcomeOf(scene.client.getIdToken())
    await advance(2_000)
    expect(done.state).toBe('done')
    expect(call.value).toBe(b.id_token)
    expect(scene.client.getSnapshot()).toMatchObject({ claims: { userName: 'second' } })
    expect(scene.stored()).toContain(b.session_token)
    expect(scene.events.map(([name]) => name).at(-1)).toBe('signed-in')
  },
)

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a signOut at step %i of a sign-in wins: nobody is signed in, nothing is stored',
  async (at) => {
    const scene = createScene()
    const other = scene.another()
    other.start()
    scene.client.start()
    await flush()
    let steps = 0
    let signOut: ReturnType<typeof outcomeOf<void>> | null = null
    scene.storage.before = async () => {
      steps += 1
      if (steps === at) signOut = outcomeOf(scene.client.signOut())
      await Promise.resolve()
    }
    const signingIn = outcomeOf(scene.client.signIn({ ...scene.service.login() }))
    await advance(1_000)
    signOut ??= outcomeOf(scene.client.signOut())
    await advance(1_000)
    expect(signingIn.state).toBe('done')
    expect((signOut as { state: string }).state).toBe('done')
    for (const client of [scene.client, other, scene.another()]) {
      const call = outcomeOf(client.getIdToken())
      await flush()
      expect(call.error).toMatchObject({ code: 'SIGNED_OUT' })
    }
    expect(scene.stored()).toBeNull()
  },
)

test('a caller that asks while a sign-in is being saved waits for it, and gets its token', async () => {
  const scene = createScene()
  const writing = gate()
  scene.storage.before = (operation) => (operation === 'setItem' ? writing.promise : undefined)
  const reply = scene.service.login()
  outcomeOf(scene.client.signIn({ ...reply }))
  const call = outcomeOf(scene.client.getIdToken())
  await flush()
  expect(call.state).toBe('pending')
  writing.open()
  await flush()
  expect(call.value).toBe(reply.id_token)
})

test('a sign-in of another account in one client changes the account in the other, all fields at once', async () => {
  const scene = createScene()
  const { client, service } = scene
  const other = scene.another()
  client.start()
  other.start()
  await signIn(scene)
  const pairs: string[] = []
  other.subscribe(() => {
    const snapshot = other.getSnapshot()
    if (snapshot.status === 'signed-in') pairs.push(`${snapshot.sessionKey} ${String(snapshot.claims?.userName)}`)
  })
  const key = (client.getSnapshot() as { sessionKey: string }).sessionKey
  const second = service.login('second')
  await settle(client.signIn({ ...second }))
  const newKey = (client.getSnapshot() as { sessionKey: string }).sessionKey
  expect(pairs).toEqual([`${newKey} second`])
  expect(newKey).not.toBe(key)
  expect(payloadOf(await settle(other.getIdToken()))).toMatchObject({ userName: 'second' })
})

test('a sign-in signs in a client that was signed out, and one that was never started when it is next asked', async () => {
  const scene = createScene()
  const started = scene.another()
  const idle = scene.another()
  started.start()
  expect(idle.getSnapshot().status).toBe('signed-out')
  const { id_token } = await signIn(scene)
  expect(started.getSnapshot().status).toBe('signed-in')
  expect(await settle(idle.getIdToken())).toBe(id_token)
})

test('sessions of another clientId, baseUrl or storage are not touched by a sign-in or sign-out', async () => {
  const scene = createScene()
  const strangers = [
    scene.another({ clientId: 'another-client' }),
    scene.another({ baseUrl: 'https://other.test' }),
    scene.another({ baseUrl: 'https://tenant.test/path' }),
  ]
  for (const each of [scene.client, ...strangers]) each.start()
  await signIn(scene)
  for (const stranger of strangers) {
    expect(stranger.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'none' })
    await settle(stranger.signIn({ ...scene.service.login('stranger') }))
  }
  expect(scene.client.getSnapshot()).toMatchObject({ claims: { userName: 'first' } })
  await settle(scene.client.signOut())
  for (const stranger of strangers) expect(stranger.getSnapshot()).toMatchObject({ status: 'signed-in' })
})

test('a sign-in while the clock is set back is still the newer session for every tab', async () => {
  const scene = createScene()
  await signIn(scene)
  const other = scene.another()
  other.getSnapshot()
  vi.setSystemTime(Date.now() - 24 * 3_600_000)
  const second = scene.service.login('second')
  await settle(scene.client.signIn({ ...second }))
  expect(await settle(other.getIdToken())).toBe(second.id_token)
  expect(await settle(scene.client.getIdToken())).toBe(second.id_token)
})

test('signOut is done by memory at once, leaves no token in storage, and does no harm when repeated', async () => {
  const scene = createScene()
  await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  const first = scene.client.signOut()
  expect(scene.client.getSnapshot()).toEqual({ status: 'signed-out', reason: 'signed-out', error: null })
  await settle(Promise.all([first, scene.client.signOut(), scene.client.signOut()]))
  expect(scene.storage.values.has(RECORD_KEY)).toBe(false)
  expect([...scene.storage.values.values()].join()).not.toMatch(/session-token|eyJ/)
  expect(scene.events.filter(([name]) => name === 'signed-out')).toHaveLength(1)
})

test('signOut as the first use of a client signs the stored session out', async () => {
  const scene = createScene()
  await signIn(scene)
  await settle(scene.another().signOut())
  expect(scene.stored()).toBeNull()
  expect(scene.another().getSnapshot().status).toBe('signed-out')
  const call = outcomeOf(scene.client.getIdToken())
  await flush()
  expect(call.error).toMatchObject({ code: 'SIGNED_OUT' })
})

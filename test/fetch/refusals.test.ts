// What one refusal of an API causes: one refresh for all callers and one repeat, and nothing where that does not help.
import { expect, test } from 'vitest'
import { advance, flush, gate, json, outcomeOf, refusal, settle, signIn } from '../client/scripted-service'
import { bearer, createApiScene, ok, otherAnswers, refusals, type ApiScene } from './api-scene'

test.each(refusals)(
  '%s causes one refresh for all callers, and one repeat each with the new token',
  async (_title, refuse) => {
    let old = ''
    const scene = createApiScene(({ headers }) => (headers.authorization === bearer(old) ? refuse() : ok()))
    old = (await signIn(scene)).id_token
    await advance(5_000)
    const body = JSON.stringify({ a: 1 })
    const calls = Array.from({ length: 5 }, () => scene.client.fetch('/x', { method: 'POST', body }))
    const responses = await settle(Promise.all(calls))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await responses[0]!.json()).toEqual({ ok: true })
    expect(scene.refreshes()).toBe(1)
    expect(scene.calls).toHaveLength(10)
    expect(scene.calls.every(({ init }) => init.body === body && init.method === 'POST')).toBe(true)
  },
)

test.each(otherAnswers)('%s is handed on with its body unread, without a refresh', async (_title, answer) => {
  const scene = createApiScene(answer)
  await signIn(scene)
  const response = await settle(scene.client.fetch('/x'))
  expect(response.bodyUsed).toBe(false)
  expect(await response.text()).toBe(await answer().text())
  expect([scene.refreshes(), scene.calls.length]).toEqual([0, 1])
})

test('a token that changed while the call was under way is used for the repeat, without a refresh', async () => {
  let old = ''
  const scene = createApiScene(({ headers }) => (headers.authorization === bearer(old) ? json({}, 401) : ok()))
  const { client } = scene
  old = (await signIn(scene)).id_token
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const other = scene.another({
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (url.includes('id-token')) return scene.service.fetch(input, init)
      const isOld = new Headers(init?.headers).get('authorization') === bearer(old)
      if (isOld) await held
      return isOld ? json({}, 401) : ok()
    },
  })
  const call = outcomeOf(other.fetch('/x'))
  await flush()
  await settle(client.getIdToken({ force: true }))
  await advance(5_000)
  release()
  await flush()
  expect(call.value?.status).toBe(200)
  expect(scene.refreshes()).toBe(1)
})

test.each([
  ['busy', () => refusal('IDAAS.SDK.COM.0002')],
  ['rejected', () => refusal('IDAAS.SDK.PARAM.0023')],
  ['cut', () => Promise.reject(new TypeError('cut'))],
])('where the refresh is %s, the first answer is returned, its body still readable', async (_title, answer) => {
  const scene = createApiScene(() => json({ first: true }, 401))
  await signIn(scene)
  scene.service.next(answer)
  const response = await settle(scene.client.fetch('/x'), 2_000)
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({ first: true })
  expect(scene.calls).toHaveLength(1)
})

test('a repeat that is refused again is remembered: no further 401 causes a refresh until the token changes on schedule', async () => {
  let isRefusing = true
  const scene = createApiScene(() => (isRefusing ? json({}, 401) : ok()))
  await signIn(scene)
  await advance(5_000)
  expect((await settle(scene.client.fetch('/x'))).status).toBe(401)
  expect([scene.refreshes(), scene.calls.length]).toEqual([1, 2])
  for (let count = 0; count < 5; count += 1) {
    await advance(3_000)
    expect((await settle(scene.client.fetch('/y'))).status).toBe(401)
  }
  expect([scene.refreshes(), scene.calls.length]).toEqual([1, 7])
  const release = scene.client.keepFresh()
  await advance(260_000)
  expect(scene.refreshes()).toBe(2)
  await settle(scene.client.fetch('/x'))
  expect(scene.refreshes()).toBe(3)
  isRefusing = false
  release()
})

test('a refusal right after the sign-in is worth a refresh, too', async () => {
  let old = ''
  const scene = createApiScene(({ headers }) => (headers.authorization === bearer(old) ? json({}, 401) : ok()))
  old = (await signIn(scene)).id_token
  expect((await settle(scene.client.fetch('/x'))).status).toBe(200)
  expect([scene.refreshes(), scene.calls.length]).toEqual([1, 2])
})

test('fifty calls that an API refuses for ever are one refresh and one repeat each, and then none', async () => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  await advance(5_000)
  const many = () => settle(Promise.all(Array.from({ length: 50 }, (_, number) => scene.client.fetch(`/${number}`))))
  expect(new Set((await many()).map(({ status }) => status))).toEqual(new Set([401]))
  expect([scene.refreshes(), scene.calls.length]).toEqual([1, 100])
  await advance(5_000)
  await many()
  expect([scene.refreshes(), scene.calls.length]).toEqual([1, 150])
})

test('an answer to an old token that comes after a repeat was refused is not repeated with the refused token', async () => {
  const slow = gate<Response>()
  const scene = createApiScene(({ url }) => (url.endsWith('/slow') ? slow.promise : json({}, 401)))
  await signIn(scene)
  await advance(5_000)
  const late = outcomeOf(scene.client.fetch('/slow'))
  await settle(scene.client.fetch('/x'))
  slow.open(json({}, 401))
  await flush()
  expect(late.value?.status).toBe(401)
  expect([scene.refreshes(), scene.calls.length]).toEqual([1, 3])
})

test('after a refused repeat another session starts afresh: its first refusal causes a refresh', async () => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  await advance(5_000)
  await settle(scene.client.fetch('/x'))
  await signIn(scene, 'second')
  await advance(5_000)
  await settle(scene.client.fetch('/x'))
  expect([scene.refreshes(), scene.calls.length]).toEqual([2, 4])
})

test.each([
  ['signed out', async (scene: ApiScene) => settle(scene.client.signOut())],
  ['signed in as another', async (scene: ApiScene) => signIn(scene, 'second')],
  [
    'signed out and in again',
    async (scene: ApiScene) => {
      await settle(scene.client.signOut())
      await signIn(scene)
    },
  ],
])('a call that is refused after the person %s is not repeated in the name of another session', async (_title, act) => {
  const answer = gate<Response>()
  const scene = createApiScene(({ init }) => (init.method === 'POST' ? answer.promise : ok()))
  const { id_token } = await signIn(scene)
  await advance(5_000)
  const call = outcomeOf(scene.client.fetch('/transfer', { method: 'POST', body: '{"to":"me"}' }))
  await flush()
  await act(scene)
  answer.open(json({}, 401))
  await advance(2_000)
  expect(call.value?.status).toBe(401)
  expect(scene.tokens()).toEqual([id_token])
  expect(scene.refreshes()).toBe(0)
})

test('a person who changes while the refresh is under way does not get the repeat of the one before', async () => {
  const scene = createApiScene(() => json({}, 401))
  const { id_token } = await signIn(scene)
  await advance(5_000)
  const answer = gate<Response>()
  scene.service.next(() => answer.promise)
  const call = outcomeOf(scene.client.fetch('/transfer', { method: 'POST', body: '{"to":"me"}' }))
  await flush()
  await signIn(scene, 'second')
  answer.open(json({}, 503))
  await flush()
  expect(call.value?.status).toBe(401)
  expect(scene.tokens()).toEqual([id_token])
})

test('a repeat that fails on its way rejects as that fetch did', async () => {
  const failure = new TypeError('cut')
  let count = 0
  const scene = createApiScene(() => {
    count += 1
    if (count === 2) throw failure
    return json({}, 401)
  })
  await signIn(scene)
  const call = outcomeOf(scene.client.fetch('/x'))
  await flush()
  expect(call.error).toBe(failure)
})

test('the body of a refused answer that nobody gets is cancelled', async () => {
  let cancelled = 0
  const body = new ReadableStream({ cancel: () => void (cancelled += 1) })
  let count = 0
  const scene = createApiScene(() => ((count += 1) === 1 ? new Response(body, { status: 401 }) : ok()))
  await signIn(scene)
  await settle(scene.client.fetch('/x'))
  expect(cancelled).toBe(1)
})

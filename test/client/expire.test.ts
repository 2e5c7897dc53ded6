// Invariants 2 and 6: what a page does at the `expire` that it knows, which a sibling's refresh may have put off since.
import { expect, test, vi } from 'vitest'
import { createScene, follow, readStored, RECORD_KEY } from './plain-service'
import { createScriptedStorage } from './scripted-service'

const show = (isVisible: boolean): void =>
  void vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(isVisible ? 'visible' : 'hidden')

test.each([
  ['stays', false],
  ['is replaced', true],
])(
  'a hidden page that missed the refresh of a sibling lives on past the old expire, where the session_token %s',
  async (_title, rotation) => {
    const { client, service, storage, another, advance, now, events } = createScene()
    service.rotation = rotation
    await now(() => client.signIn({ ...service.login(), expire: 600 }))
    show(false)
    client.keepFresh()
    const sibling = another()
    sibling.start()
    await advance(400_000)
    const idToken = await now(() => sibling.getIdToken({ force: true }))
    await advance(205_000)
    for (const each of [client, sibling]) expect(each.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
    expect(await now(() => client.getIdToken())).toBe(idToken)
    expect(await readStored(storage)).toMatchObject({ revision: 2 })
    expect(events.map(([name]) => name)).not.toContain('signed-out')
    expect(service.requests).toHaveLength(1)
  },
)

test.each([
  ['synchronous', (): void => {}],
  ['asynchronous', () => Promise.resolve()],
])(
  'getIdToken() of a client that nobody started gives the token of a sibling past the old expire, from %s storage',
  async (_title, before) => {
    const storage = createScriptedStorage()
    storage.before = before
    const { client, service, another, advance, now } = createScene({ storage })
    service.rotation = false
    await now(() => client.signIn({ ...service.login(), expire: 600 }))
    await advance(400_000)
    const idToken = await now(() => another().getIdToken({ force: true }))
    await advance(250_000)
    expect(await now(() => client.getIdToken())).toBe(idToken)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
    expect(await readStored(storage)).toMatchObject({ revision: 2 })
    expect(service.requests).toHaveLength(1)
  },
)

test.each([
  ['a page in front', true, {}],
  ['a hidden page', false, {}],
  ['a page whose last refresh failed', true, { isFailing: true }],
])(
  'the session of %s ends by itself at expire, without a request, and its record goes',
  async (_title, isVisible, { isFailing = false }: { isFailing?: boolean }) => {
    const { client, service, storage, advance, now, events } = createScene()
    show(isVisible)
    client.start()
    client.keepFresh()
    await now(() => client.signIn({ ...service.login(), expire: 100 }))
    await advance(90_000)
    const before = isFailing ? 1 : 0
    if (isFailing) {
      service.answer = () => new Response('Later.', { status: 503, headers: { 'retry-after': '60' } })
      await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ retryable: true })
    }
    await advance(9_000)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
    await advance(3_000)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
    expect(events.filter(([name]) => name === 'signed-out')).toEqual([['signed-out', { reason: 'session-expired' }]])
    expect(await storage.getItem(RECORD_KEY)).toBeNull()
    await advance(120_000)
    expect(service.requests).toHaveLength(before)
  },
)

test('a session that is over while another tab holds the refresh lock gives no token meanwhile, and ends afterwards', async () => {
  const { client, service, advance, now, holdLock } = createScene()
  await now(() => client.signIn({ ...service.login(), expire: 100 }))
  const release = holdLock()
  await advance(101_000)
  const call = follow(client.getIdToken())
  await advance(1_000)
  expect(call.status).toBe('pending')
  release()
  await advance(1_000)
  expect(call).toMatchObject({ status: 'rejected', error: { code: 'SIGNED_OUT' } })
  expect(client.getSnapshot()).toMatchObject({ reason: 'session-expired' })
  expect(service.requests).toHaveLength(0)
})

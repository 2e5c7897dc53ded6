// What must wait and what must not, when an option of the app fails, an answer is slow, or a clock jumps meanwhile.
import { expect, test, vi } from 'vitest'
import { busy, createScene, follow, hang, late, NOTE_KEY, readStored, RECORD_KEY } from './plain-service'
import { createScriptedStorage } from './scripted-service'

const DAY = 86_400_000

test.each(['throws', 'rejects'])('a session that is over ends, though the device option %s', async (how) => {
  let calls = 0
  let fails = false
  const device = () => {
    calls += 1
    if (calls > 500) return new Promise<never>(() => {}) // Ends what would go on for ever.
    if (!fails) return { fingerprint: 'p', osVersion: 'w', userAgent: 'u' }
    if (how === 'throws') throw new Error('no device')
    return Promise.reject(new Error('no device'))
  }
  const { client, service, now, advance } = createScene({ device })
  await now(() => client.signIn({ ...service.login(), expire: 3600 }))
  client.start()
  client.keepFresh()
  fails = true
  await advance(3_590_000)
  const before = calls
  await advance(20_000)
  expect(calls - before).toBeLessThan(30)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
})

test('an answer that is saved while its timeout is being noted leaves no error behind', async () => {
  const storage = createScriptedStorage()
  const { client, service, advance, signIn } = createScene({ storage })
  await signIn()
  await advance(2_000)
  storage.before = (operation, key, value) =>
    operation === 'setItem' && key === NOTE_KEY && value?.includes('running')
      ? new Promise((resolve) => setTimeout(resolve, 300))
      : undefined
  service.next.push(late(10_100, service.grant))
  follow(client.getIdToken({ force: true }))
  await advance(12_000)
  const again = follow(client.getIdToken({ force: true }))
  await advance(3_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  expect(again.status).toBe('resolved')
})

test('a clock that is set back by a day while a sibling waits for an answer forbids no request for a day', async () => {
  const { client, another, service, advance, signIn } = createScene()
  await signIn()
  await advance(2_000)
  const sibling = another()
  sibling.start()
  await advance(280_000)
  service.next.push(hang)
  follow(client.getIdToken({ force: true }))
  await advance(10_500)
  const held = follow(sibling.getIdToken({ force: true }))
  await advance(100)
  expect(held.status).toBe('rejected')
  vi.setSystemTime(Date.now() - DAY)
  await advance(120_000)
  const asked = follow(sibling.getIdToken())
  await advance(30_000)
  expect(asked.status).toBe('resolved')
})

test('a clock that jumps ahead during a slow request causes no second one while the first may still be answered', async () => {
  const { client, service, advance, signIn } = createScene()
  await signIn()
  await advance(2_000)
  service.next.push(late(20_000, service.grant))
  follow(client.getIdToken({ force: true }))
  await advance(5_000)
  vi.setSystemTime(Date.now() + DAY / 24)
  await advance(6_000)
  const second = follow(client.getIdToken({ force: true }))
  await advance(10_000)
  expect(second.status).toBe('rejected')
  expect(service.requests).toHaveLength(1)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
})

test('a failure of a request for a replaced token says nothing of the newer one that was adopted meanwhile', async () => {
  const { client, service, advance, signIn, storage } = createScene()
  client.start()
  await signIn()
  await advance(2_000)
  service.next.push(late(3_000, busy))
  const forced = follow(client.getIdToken({ force: true }))
  await advance(1_000)
  const record = await readStored(storage)
  const newer = await service.grant({ token: record.sessionToken, at: 0, signal: null })
  const { session_token, id_token } = (await newer.json()) as Record<'session_token' | 'id_token', string>
  const times = { idTokenSentAt: Date.now(), refreshedAt: Date.now() }
  await storage.setItem(
    RECORD_KEY,
    JSON.stringify({ ...record, ...times, revision: 2, sessionToken: session_token, idToken: id_token }),
  )
  window.dispatchEvent(new Event('focus'))
  await advance(5_000)
  expect(forced).toMatchObject({ status: 'resolved', value: id_token })
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
})

test.each([10_000, 600_000])(
  'with a requestTimeout of %i ms a sibling sends none while a request runs',
  async (limit) => {
    const { client, another, service, advance, signIn } = createScene({ requestTimeout: limit }, 10_000)
    await signIn()
    await advance(2_000)
    const sibling = another()
    sibling.start()
    service.next.push(late(limit * 2, service.grant))
    follow(client.getIdToken({ force: true }))
    await advance(limit + 100)
    follow(sibling.getIdToken({ force: true }))
    await advance(2_000)
    expect(service.requests).toHaveLength(1)
  },
)

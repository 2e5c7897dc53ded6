// A request that went out and got no readable answer is remembered: a rejection after it is a lost rotation, which a
// support desk can tell from an expiry.
import type { SignedOutReason } from 'react-ciam'
import { createCiamClient } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { createEmulator, EMULATOR_CLIENT_ID, type Fault } from 'react-ciam/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  BASE_URL,
  busy,
  createScene,
  cut,
  hang,
  json,
  lost,
  NOTE_KEY,
  serviceError,
  unavailable,
  type Answer,
  type Scene,
} from './plain-service'

const rejected: Answer = () => serviceError('IDAAS.SDK.PARAM.0023')
const wait = 62_000

/** Forces a refresh that meets each answer in turn, long enough apart; the reason of the sign-out at the end. */
async function reasonAfter({ client, service, advance }: Scene, answers: Answer[]): Promise<SignedOutReason | null> {
  for (const answer of answers) {
    service.next.push(answer)
    client.getIdToken({ force: true }).catch(() => {})
    await advance(wait)
  }
  const snapshot = client.getSnapshot()
  return snapshot.status === 'signed-out' ? snapshot.reason : null
}

const UNANSWERED: [string, Answer][] = [
  ['a cut connection', cut],
  ['a timeout', hang],
  ['HTML with 200', () => new Response('<html></html>')],
  ['HTML with 502', () => new Response('<html></html>', { status: 502 })],
  ['500 with JSON but no code', () => json({ status: 500 }, 500)],
  ['half of the JSON', () => new Response('{"session_token":"ab')],
  ['an empty 200', () => new Response('')],
  ['200 without any token', () => json({ ok: true })],
  [
    'a body that breaks off',
    () => {
      const body = new ReadableStream({ start: (controller) => controller.error(new TypeError('network error')) })
      return new Response(body)
    },
  ],
  ['a redirect', () => Promise.reject(new TypeError('unexpected redirect'))],
  ['a new session_token that no header can hold', () => json({ session_token: 'a\nb', id_token: 'a.b.c' })],
]

describe('a rejection ends the session as rotation-lost', () => {
  test.each(UNANSWERED)('after %s', async (_name, answer) => {
    const scene = createScene()
    await scene.signIn()
    expect(await reasonAfter(scene, [answer, rejected])).toBe('rotation-lost')
  })

  test.each(UNANSWERED)('after %s and then a busy service', async (_name, answer) => {
    const scene = createScene()
    await scene.signIn()
    expect(await reasonAfter(scene, [answer, busy, busy, rejected])).toBe('rotation-lost')
  })

  test.each(UNANSWERED.slice(0, 6))('after %s and a reload', async (_name, answer) => {
    const { signIn, client, another, service, killPage, advance } = createScene()
    await signIn()
    service.next.push(answer, rejected)
    client.getIdToken({ force: true }).catch(() => {})
    await advance(wait)
    killPage()
    const reloaded = another()
    await advance(301_000)
    reloaded.getIdToken().catch(() => {})
    await advance(2_000)
    expect(reloaded.getSnapshot()).toMatchObject({
      status: 'signed-out',
      reason: 'rotation-lost',
      error: { code: 'SESSION_REJECTED' },
    })
  })

  test('after a request under way when the page died, which is not sent again while it may still answer', async () => {
    const { signIn, client, another, service, killPage, advance } = createScene()
    await signIn()
    service.next.push(hang)
    client.getIdToken({ force: true }).catch(() => {})
    await advance(500)
    killPage()
    const early = another()
    early.getIdToken({ force: true }).catch(() => {})
    await advance(2_000)
    expect(service.requests).toHaveLength(1)
    killPage()
    await advance(400_000)
    service.next.push(rejected)
    const reloaded = another()
    reloaded.getIdToken().catch(() => {})
    await advance(2_000)
    expect(reloaded.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'rotation-lost' })
    expect(service.requests).toHaveLength(2)
  })

  test.each<[Fault]>([
    ['cut-in-body'],
    [{ kind: 'cut-after', committed: true }],
    [{ kind: 'html-502', committed: true }],
  ])('after the service replaced the token and the answer was lost: %j', async (fault) => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const emulator = createEmulator({ rotation: 'revoke' })
    const client = createCiamClient({
      baseUrl: BASE_URL,
      clientId: EMULATOR_CLIENT_ID,
      storage: memoryStorage(),
      fetch: emulator.fetch,
    })
    await client.signIn({ ...(await emulator.login()) })
    emulator.fail(fault)
    for (let attempt = 0; attempt < 2; attempt += 1) {
      client.getIdToken({ force: true }).catch(() => {})
      for (let round = 0; round < 4; round += 1) {
        await vi.advanceTimersByTimeAsync(1_000)
        await emulator.idle()
      }
    }
    await vi.advanceTimersByTimeAsync(1_000)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'rotation-lost' })
    expect(emulator.ledger.refreshes()).toHaveLength(2)
  })
})

describe('a rejection ends the session as session-rejected', () => {
  const ANSWERED: [string, Answer][] = [
    ['the busy code', busy],
    ['the busy code of EIAM, with 500', () => serviceError('SDK.COMMON.1008', 500)],
    ['429', () => new Response('', { status: 429 })],
    ['an unknown code', () => serviceError('IDAAS.SDK.PARAM.9999')],
    ['a code of the device', () => serviceError('IDAAS.SDK.PARAM.0001')],
  ]
  test.each(ANSWERED)('after %s, which is an answer', async (_name, answer) => {
    const scene = createScene()
    await scene.signIn()
    expect(await reasonAfter(scene, [answer, rejected])).toBe('session-rejected')
  })

  test('when nothing went before', async () => {
    const scene = createScene()
    await scene.signIn()
    expect(await reasonAfter(scene, [rejected])).toBe('session-rejected')
  })

  test.each(UNANSWERED)('after %s, then a good refresh', async (_name, answer) => {
    const scene = createScene()
    await scene.signIn()
    expect(await reasonAfter(scene, [answer, scene.service.grant, rejected])).toBe('session-rejected')
  })

  test('after an unanswered request and then a sign-in', async () => {
    const scene = createScene()
    await scene.signIn()
    expect(await reasonAfter(scene, [cut])).toBeNull()
    await scene.signIn()
    expect(await reasonAfter(scene, [rejected])).toBe('session-rejected')
  })

  test('after failures while navigator.onLine was already false: those were not sent', async () => {
    const scene = createScene()
    await scene.signIn()
    const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    expect(await reasonAfter(scene, [cut, cut])).toBeNull()
    onLine.mockReturnValue(true)
    expect(await reasonAfter(scene, [rejected])).toBe('session-rejected')
  })

  test('but what was sent while online and cut by going offline counts as unanswered', async () => {
    const scene = createScene()
    await scene.signIn()
    const goOffline: Answer = (request) => {
      vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
      return cut(request)
    }
    expect(await reasonAfter(scene, [goOffline, rejected])).toBe('rotation-lost')
  })
})

describe('the same tokens again are an answer', () => {
  test.each([
    ['in the page', false],
    ['after a reload', true],
  ])('a rejection after it is session-rejected, %s', async (_name, isReloaded) => {
    const { client, another, service, killPage, advance, now } = createScene()
    const reply = service.login()
    await now(() => client.signIn(reply))
    service.next.push(() => json(reply), rejected)
    await now(() => client.getIdToken({ force: true }))
    await advance(wait)
    if (isReloaded) killPage()
    const asking = isReloaded ? another() : client
    asking.getIdToken({ force: true }).catch(() => {})
    await advance(2_000)
    expect(asking.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-rejected' })
  })

  test.each([
    ['the same client', false],
    ['another client', true],
  ])('and the next refresh, of %s, is not held back by it', async (_name, isOther) => {
    const { client, another, service, advance, now } = createScene()
    const reply = service.login()
    await now(() => client.signIn(reply))
    service.next.push(() => json(reply))
    await now(() => client.getIdToken({ force: true }))
    await advance(2_000)
    const asking = isOther ? another() : client
    expect(await now(() => asking.getIdToken({ force: true }))).not.toBe(reply.id_token)
    expect(service.requests).toHaveLength(2)
  })
})

test('a rejection past the end of the session is session-expired, ahead of rotation-lost', async () => {
  const { client, service, advance, now, another, killPage } = createScene()
  await now(() => client.signIn({ ...service.login(), expire: 400 }))
  service.next.push(cut)
  client.getIdToken({ force: true }).catch(() => {})
  await advance(1_000)
  killPage()
  await advance(500_000)
  service.next.push(rejected)
  const reloaded = another()
  reloaded.getIdToken().catch(() => {})
  await advance(2_000)
  expect(reloaded.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
})

test('what is remembered names no token and does not roll the record back', async () => {
  const { client, signIn, service, storage, advance } = createScene()
  await signIn()
  service.next.push(lost(service.grant), unavailable)
  client.getIdToken({ force: true }).catch(() => {})
  await advance(10)
  const note = (await storage.getItem(NOTE_KEY)) ?? ''
  expect(JSON.parse(note)).toMatchObject({ unanswered: true })
  for (const secret of service.secrets) expect(note).not.toContain(secret.slice(0, 20))
})

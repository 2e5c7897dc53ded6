// A service that keeps failing gets few requests, and the session outlives it.
// Long because each rule has a table of cases, which share one scene.
import type { CiamError } from 'react-ciam'
import { describe, expect, test, vi } from 'vitest'
import { busy, createScene, cut, hang, json, serviceError, unavailable, type Answer, type Scene } from './plain-service'

const MINUTE = 60_000

const PASSING: [string, Answer, string][] = [
  ['a cut connection', cut, 'NETWORK'],
  ['503 with HTML', unavailable, 'SERVICE_BUSY'],
  ['the busy code', busy, 'SERVICE_BUSY'],
  ['the busy code of EIAM', () => serviceError('SDK.COMMON.1008', 500), 'SERVICE_BUSY'],
  ['429 without a wait', () => new Response('', { status: 429 }), 'SERVICE_BUSY'],
  ['HTML with 200', () => new Response('<html>Hello</html>'), 'INVALID_RESPONSE'],
  ['an empty 200', () => new Response(''), 'INVALID_RESPONSE'],
  ['204', () => new Response(null, { status: 204 }), 'INVALID_RESPONSE'],
  ['404 without a code', () => json({ error: 'Not Found' }, 404), 'INVALID_RESPONSE'],
  ['half of the JSON', () => new Response('{"session_token":"abc'), 'INVALID_RESPONSE'],
  ['an empty object', () => json({}), 'INVALID_RESPONSE'],
  ['nothing at all', () => undefined as never, 'INVALID_RESPONSE'],
]

/** Ms between the requests. */
const gaps = ({ service }: Scene): number[] =>
  service.requests.slice(1).map(({ at }, i) => at - service.requests[i]!.at)

describe('1,000 calls of getIdToken() in one second of an outage make one request', () => {
  test.each(PASSING)('%s', async (_name, answer, code) => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    await advance(301_000)
    service.answer = answer
    for (let call = 0; call < 1_000; call += 1) {
      await expect(settled(client.getIdToken(call % 2 ? {} : { force: true }))).rejects.toMatchObject({ code })
      await advance(1)
    }
    expect(service.requests).toHaveLength(1)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code } })
  })

  test.each(['started', 'not started'])('spread over ten clients of the session, %s', async (mode) => {
    const { client, another, signIn, service, advance } = createScene()
    const clients = [client, ...Array.from({ length: 9 }, () => another())]
    if (mode === 'started') clients.forEach((each) => each.start())
    await signIn()
    await advance(301_000)
    service.answer = unavailable
    for (let call = 0; call < 1_000; call += 1) {
      await expect(settled(clients[call % 10]!.getIdToken())).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
      await advance(1)
    }
    expect(service.requests).toHaveLength(1)
  })

  test('from a client that was made in the middle of it', async () => {
    const { client, another, signIn, service, advance } = createScene()
    await signIn()
    await advance(301_000)
    service.answer = unavailable
    await expect(settled(client.getIdToken())).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
    for (let call = 0; call < 20; call += 1) {
      await advance(50)
      const late = another()
      await expect(settled(late.getIdToken())).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
      await expect(settled(late.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
    }
    expect(service.requests).toHaveLength(1)
  })

  test('after the network came back under a wall clock that was an hour ahead and was then set right', async () => {
    const { client, signIn, service, advance } = createScene()
    client.start()
    await signIn()
    vi.setSystemTime(Date.now() + 60 * MINUTE)
    window.dispatchEvent(new Event('online'))
    await advance(10)
    vi.setSystemTime(Date.now() - 60 * MINUTE)
    await advance(301_000)
    service.answer = cut
    for (let call = 0; call < 1_000; call += 1) {
      await expect(settled(client.getIdToken())).rejects.toMatchObject({ code: 'NETWORK' })
      await advance(1)
    }
    expect(service.requests.length).toBeLessThanOrEqual(2)
  })
})

describe('the wait before the next attempt', () => {
  const inSeconds =
    (retryAfter: string): Answer =>
    () =>
      new Response('', { status: 429, headers: { 'Retry-After': retryAfter } })

  test.each([
    [0, [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000]],
    [0.5, [1_500, 2_000, 3_000, 5_000, 9_000, 17_000, 31_000, 31_000]],
    [0.999, [1_999, 2_998, 4_996, 8_992, 16_984, 32_968, 60_940, 60_940]],
  ])('is 1 s and a random share, here %f, of a window that doubles up to 60 s', async (random, expected) => {
    const scene = createScene()
    const { client, signIn, service, advance, events } = scene
    await signIn()
    vi.mocked(Math.random).mockReturnValue(random)
    service.answer = unavailable
    client.keepFresh()
    await advance(240_000)
    await advance(expected.reduce((sum, gap) => sum + gap, 5_000))
    const announced = events.flatMap(([, detail]) => ('willRetryInMs' in detail ? [detail.willRetryInMs!] : []))
    expect(announced.slice(0, 8).map(Math.round)).toEqual(expected)
    // The schedule looks at least once a minute, so what is due in 60.94 s is seen at 61.
    const lateBy = gaps(scene).map((gap, index) => gap - (expected[index] ?? gap))
    expect(lateBy.length).toBeGreaterThanOrEqual(8)
    for (const ms of lateBy) expect(ms >= 0 && ms < 100).toBe(true)
  })

  test.each([
    ['no header', null, 1_000],
    ['0 seconds', '0', 1_000],
    ['7 seconds', '7', 7_000],
    ['900 seconds', '900', 900_000],
    ['a day', '86400', 900_000],
    ['1e30 seconds in full', `1${'0'.repeat(30)}`, 900_000],
    ['-5', '-5', 1_000],
    ['soon', 'soon', 1_000],
    ['1.5', '1.5', 1_000],
  ])('is Retry-After, 1 s to 15 min: %s', async (_name, value, least) => {
    const { client, signIn, service, events, now } = createScene()
    await signIn()
    service.next.push(value === null ? () => new Response('', { status: 429 }) : inSeconds(value))
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
    expect(events.at(-1)).toMatchObject(['refresh-failed', { willRetryInMs: least + 500 }])
  })

  test.each([
    ['30 s ahead', 30_000, 30_500],
    ['a day ahead', 86_400_000, 900_500],
    ['in the past', -30_000, 1_500],
  ])('is Retry-After as a date %s', async (_name, ahead, wait) => {
    const { client, signIn, service, events, now } = createScene()
    vi.setSystemTime(Math.floor(Date.now() / 1000) * 1000)
    await signIn()
    service.next.push(inSeconds(new Date(Date.now() + ahead).toUTCString()))
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
    expect(events.at(-1)).toMatchObject(['refresh-failed', { willRetryInMs: wait }])
  })

  test('holds for a busy service that says 503 and Retry-After too', async () => {
    const { client, signIn, service, events, now } = createScene()
    await signIn()
    service.next.push(() => new Response('', { status: 503, headers: { 'Retry-After': '20' } }))
    await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
    expect(events.at(-1)).toMatchObject(['refresh-failed', { willRetryInMs: 20_500 }])
  })

  test('holds across a reload', async () => {
    const { client, another, signIn, service, now, advance, killPage } = createScene()
    await signIn()
    await advance(301_000)
    service.next.push(inSeconds('60'))
    await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
    killPage()
    const reloaded = another()
    await expect(now(() => reloaded.getIdToken())).rejects.toMatchObject({ code: 'SERVICE_BUSY', httpStatus: 429 })
    await advance(59_000)
    await expect(now(() => reloaded.getIdToken())).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
    expect(service.requests).toHaveLength(1)
    await advance(2_000)
    await now(() => reloaded.getIdToken())
    expect(service.requests).toHaveLength(2)
  })

  test('begins at 1 s again after a good answer', async () => {
    const { client, signIn, service, events, now, advance } = createScene()
    await signIn()
    for (let round = 0; round < 2; round += 1) {
      service.next.push(unavailable)
      await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
      expect(events.at(-1)).toMatchObject(['refresh-failed', { willRetryInMs: 1_500 }])
      await advance(1_500)
      await now(() => client.getIdToken({ force: true }))
      await advance(1_100)
    }
    expect(service.requests).toHaveLength(4)
  })
})

describe('an outage of ten minutes', () => {
  test.each(PASSING.filter(([name]) => name !== 'nothing at all'))(
    'that is %s gets at most 26 requests, and the schedule goes on after it',
    async (_name, answer) => {
      const { client, signIn, service, advance } = createScene()
      await signIn()
      client.keepFresh()
      await advance(239_000)
      service.answer = answer
      await advance(10 * MINUTE)
      expect(service.requests.length).toBeGreaterThan(15)
      expect(service.requests.length).toBeLessThanOrEqual(26)
      service.answer = service.grant
      await advance(61_000)
      expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
      const before = service.requests.length
      await advance(20 * MINUTE)
      expect(service.requests.length - before).toBe(5)
    },
  )

  test('costs no more requests with five started clients than with one', async () => {
    const { client, another, signIn, service, advance } = createScene()
    const clients = [client, another(), another(), another(), another()]
    clients.forEach((each) => each.start())
    await signIn()
    clients.forEach((each) => each.keepFresh())
    await advance(239_000)
    service.answer = unavailable
    await advance(10 * MINUTE)
    expect(service.requests.length).toBeLessThanOrEqual(26)
    service.answer = service.grant
    await advance(61_000)
    clients.forEach((each) => expect(each.getSnapshot()).toMatchObject({ status: 'signed-in', error: null }))
  })

  test('in which no answer comes: no second request while the first may still answer', async () => {
    const scene = createScene()
    const { client, signIn, service, advance } = scene
    await signIn()
    client.keepFresh()
    await advance(239_000)
    service.answer = hang
    await advance(10 * MINUTE)
    for (const gap of gaps(scene)) expect(gap).toBeGreaterThanOrEqual(30_000)
    expect(service.requests.length).toBeGreaterThan(5)
    service.answer = service.grant
    await advance(2 * MINUTE)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  })

  test('one 503 does not end the schedule', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    client.keepFresh()
    service.next.push(unavailable)
    await advance(260_000)
    expect(service.requests).toHaveLength(2)
    expect(client.getSnapshot()).toMatchObject({ error: null })
    await advance(240_000)
    expect(service.requests).toHaveLength(3)
  })
})

describe('NETWORK', () => {
  test('is tried again at once when the network is back', async () => {
    const { client, signIn, service, advance } = createScene()
    client.start()
    await signIn()
    client.keepFresh()
    service.answer = cut
    await advance(5 * MINUTE)
    const before = service.requests.length
    service.answer = service.grant
    await advance(2_000)
    expect(service.requests).toHaveLength(before)
    window.dispatchEvent(new Event('online'))
    await advance(0)
    expect(service.requests).toHaveLength(before + 1)
    expect(client.getSnapshot()).toMatchObject({ error: null })
  })

  test('is tried again at once by a caller when the network is back', async () => {
    const { client, signIn, service, advance, now } = createScene()
    client.start()
    await signIn()
    await advance(5 * MINUTE)
    service.next.push(cut)
    await expect(now(() => client.getIdToken())).rejects.toMatchObject({ code: 'NETWORK' })
    await advance(100)
    window.dispatchEvent(new Event('online'))
    await advance(0)
    await now(() => client.getIdToken())
    expect(service.requests).toHaveLength(2)
  })

  test.each([
    ['SERVICE_BUSY', unavailable],
    ['INVALID_RESPONSE', () => new Response('')],
  ] satisfies [string, Answer][])('only: %s waits out its time', async (_code, answer) => {
    const { client, signIn, service, advance } = createScene()
    client.start()
    await signIn()
    client.keepFresh()
    service.answer = answer
    await advance(5 * MINUTE)
    const before = service.requests.length
    await advance(2_000)
    expect(service.requests).toHaveLength(before)
    window.dispatchEvent(new Event('online'))
    await advance(0)
    expect(service.requests).toHaveLength(before)
  })

  test('a network that flaps gets no more than a request a second', async () => {
    const scene = createScene()
    const { client, signIn, service, advance } = scene
    client.start()
    await signIn()
    client.keepFresh()
    service.answer = cut
    await advance(4 * MINUTE)
    for (let round = 0; round < 100; round += 1) {
      await advance(100)
      window.dispatchEvent(new Event('online'))
    }
    expect(service.requests.length).toBeLessThanOrEqual(12)
    for (const gap of gaps(scene)) expect(gap).toBeGreaterThanOrEqual(1_000)
  })

  test('the third in a row names the origin, CORS and CSP, the first two do not', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    service.answer = cut
    const messages: string[] = []
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const error = await now(() => client.getIdToken({ force: true })).catch((cause: unknown) => cause as CiamError)
      messages.push((error as CiamError).message)
      await advance(61_000)
    }
    expect(messages.map((message) => /tenant\.test.*CORS.*session-token.*CSP/.test(message))).toEqual([
      false,
      false,
      true,
      true,
    ])
  })

  test.each([
    ['a busy service', [busy, cut, cut], []],
    ['a browser that was offline', [cut, cut, cut], [0]],
  ])('the third of a row that began with %s does not', async (_title, answers, offline) => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    service.next.push(...answers)
    const onLine = vi.spyOn(navigator, 'onLine', 'get')
    for (const attempt of answers.keys()) {
      onLine.mockReturnValue(!offline.includes(attempt))
      const error = await now(() => client.getIdToken({ force: true })).catch((cause: unknown) => cause as CiamError)
      expect((error as CiamError).message).not.toMatch(/CORS/)
      await advance(61_000)
    }
    expect(service.requests).toHaveLength(3)
  })

  test('while the browser is offline none of them names CORS', async () => {
    const { client, signIn, service, now, advance } = createScene()
    await signIn()
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    service.answer = cut
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const error = await now(() => client.getIdToken({ force: true })).catch((cause: unknown) => cause as CiamError)
      expect((error as CiamError).message).not.toMatch(/CORS/)
      await advance(61_000)
    }
    expect(service.requests).toHaveLength(4)
  })
})

/** Lets all that needs no time happen before the outcome is asked for. */
async function settled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {})
  await vi.advanceTimersByTimeAsync(0)
  return promise
}

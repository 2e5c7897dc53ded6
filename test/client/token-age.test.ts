// Tokens age by the older of two clocks since their request was sent, whatever the device's clock and the service say.
// Long because each rule has a table of cases, which share one scene.
import { createEmulator, EMULATOR_CLIENT_ID, sessionRecord } from 'react-ciam/testing'
import { memoryStorage } from 'react-ciam/storage'
import { createCiamClient } from 'react-ciam'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { BASE_URL, CLIENT_ID, createScene, late, type Scene } from './plain-service'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const turnWallClock = (ms: number): void => void vi.setSystemTime(Date.now() + ms)

/** Turns only the monotonic clock, on top of what timers turn. Once a test. */
function turnMonotonicClock(ms: number): void {
  const before = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => before() + ms)
}

/** The least time between two requests. */
function closest({ service }: Scene): number {
  const times = service.requests.map(({ at }) => at)
  return Math.min(...times.slice(1).map((at, index) => at - times[index]!))
}

describe("the device's clock", () => {
  test.each([
    ['right', 0],
    ['a day fast', DAY],
    ['a day slow', -DAY],
    ['ten years fast', 3_650 * DAY],
    ['at the epoch', -1e15],
  ])('that is %s causes no loop, and no ended token is given out', async (_name, offset) => {
    const { client, signIn, service, advance, now } = createScene()
    if (offset === -1e15) vi.setSystemTime(1_000)
    else turnWallClock(offset)
    await signIn()
    client.keepFresh()
    for (let minute = 0; minute < 40; minute += 1) {
      await advance(30_000)
      expect(service.hasEnded(await now(() => client.getIdToken()))).toBe(false)
    }
    expect(service.requests).toHaveLength(5)
  })

  test.each([
    ['a day ahead', [DAY]],
    ['a day back', [-DAY]],
    ['a day ahead and back again', [DAY, -DAY]],
    ['a day back and ahead again', [-DAY, DAY]],
    ['ten minutes ahead, again and again', [10 * MINUTE, 10 * MINUTE, 10 * MINUTE, 10 * MINUTE]],
    ['ten minutes back, again and again', [-10 * MINUTE, -10 * MINUTE, -10 * MINUTE, -10 * MINUTE]],
    ['an hour to and fro', [HOUR, -HOUR, HOUR, -HOUR, HOUR, -HOUR]],
    ['some seconds to and fro', [5_000, -5_000, 5_000, -5_000, 5_000, -5_000]],
  ])('that jumps %s costs at most one refresh a jump, and no ended token is given out', async (_name, jumps) => {
    const { client, signIn, service, advance, now } = createScene()
    await signIn()
    client.keepFresh()
    for (let minute = 0; minute < 40; minute += 1) {
      await advance(30_000)
      const jump = jumps[minute - 4]
      if (jump) turnWallClock(jump)
      expect(service.hasEnded(await now(() => client.getIdToken()))).toBe(false)
    }
    expect(service.requests.length).toBeGreaterThanOrEqual(4)
    expect(service.requests.length).toBeLessThanOrEqual(5 + jumps.length)
  })

  test('that jumps does not end the schedule: the next refresh comes in its time', async () => {
    const scene = createScene()
    const { client, signIn, service, advance } = scene
    await signIn()
    client.keepFresh()
    await advance(100_000)
    turnWallClock(-DAY)
    await advance(141_000)
    expect(service.requests).toHaveLength(1)
    turnWallClock(DAY)
    await advance(61_000)
    const afterJump = service.requests.length
    expect(afterJump).toBeLessThanOrEqual(2)
    await advance(241_000)
    expect(service.requests.length).toBe(afterJump + 1)
  })

  test('that stands still, or was set back during the outage, neither hides an end nor forbids requests', async () => {
    const { client, signIn, service, advance, now } = createScene()
    await signIn()
    for (let minute = 0; minute < 10; minute += 1) {
      await advance(30_000)
      turnWallClock(-30_000)
      expect(service.hasEnded(await now(() => client.getIdToken()))).toBe(false)
    }
    expect(service.requests).toHaveLength(1)
  })
})

describe('either clock alone', () => {
  test('ends a token by the wall clock, as after a sleep that the monotonic clock did not count', async () => {
    const { client, signIn, service, now } = createScene()
    await signIn()
    const first = await client.getIdToken()
    turnWallClock(10 * MINUTE)
    expect(await now(() => client.getIdToken())).not.toBe(first)
    expect(service.requests).toHaveLength(1)
  })

  test('ends a token by the monotonic clock, as after a wall clock that was set back meanwhile', async () => {
    const { client, signIn, service, now } = createScene()
    await signIn()
    const first = await client.getIdToken()
    turnMonotonicClock(10 * MINUTE)
    expect(await now(() => client.getIdToken())).not.toBe(first)
    expect(service.requests).toHaveLength(1)
  })

  test('lets the next tick see a sleep without an event, and makes one refresh then', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    client.keepFresh()
    await advance(10_000)
    turnWallClock(2 * HOUR)
    await advance(61_000)
    expect(service.requests).toHaveLength(1)
  })

  test('counts from when the request was sent, not from when its answer came', async () => {
    const { client, signIn, service, advance, now } = createScene({ requestTimeout: 60_000 })
    await signIn()
    service.next.push(late(50_000, service.grant))
    const forced = client.getIdToken({ force: true })
    await advance(50_000)
    await forced
    expect(service.requests).toHaveLength(1)
    const snapshot = client.getSnapshot()
    expect(snapshot.status === 'signed-in' && snapshot.idTokenExpiresAt! - Date.now()).toBe(250_000)
    await advance(241_000)
    await now(() => client.getIdToken())
    expect(service.requests).toHaveLength(2)
  })
})

describe('after a reload', () => {
  test.each([
    ['at once', 0, 0],
    ['after four minutes', 4 * MINUTE, 0],
    ['after its end', 6 * MINUTE, 1],
    ['with the clock set an hour back: a negative age counts as ended', -HOUR, 1],
    ['with the clock a day ahead', DAY, 1],
  ])('a stored token is aged by the wall clock: %s', async (_name, turned, requests) => {
    const { client, signIn, service, another, killPage, now } = createScene()
    await signIn()
    const first = await now(() => client.getIdToken())
    killPage()
    turnWallClock(turned)
    const reloaded = another()
    const token = await now(() => reloaded.getIdToken())
    expect(token === first).toBe(requests === 0)
    expect(service.requests).toHaveLength(requests)
  })

  test('with the clock set back, keepFresh makes one refresh and goes on in its rhythm', async () => {
    const { signIn, service, another, killPage, advance } = createScene()
    await signIn()
    killPage()
    turnWallClock(-HOUR)
    const reloaded = another()
    reloaded.keepFresh()
    await advance(30_000)
    expect(service.requests).toHaveLength(1)
    await advance(20 * MINUTE)
    expect(service.requests.length).toBeLessThanOrEqual(6)
  })

  test('a token that is younger by the wall clock than the page is old is aged by the monotonic clock from then on', async () => {
    const { signIn, service, another, killPage, advance, now } = createScene()
    await signIn()
    killPage()
    await advance(100_000)
    const reloaded = another()
    const first = await now(() => reloaded.getIdToken())
    await advance(150_000)
    expect(await now(() => reloaded.getIdToken())).toBe(first)
    turnMonotonicClock(50_000)
    expect(await now(() => reloaded.getIdToken())).not.toBe(first)
    expect(service.requests).toHaveLength(1)
  })
})

describe('a token that does not say how long it lives is used for 5 minutes', () => {
  const cases: [string, (payload: Record<string, unknown>) => unknown][] = [
    ['no exp', (payload) => ({ ...payload, exp: undefined })],
    ['no iat', (payload) => ({ ...payload, iat: undefined })],
    ['exp equal to iat', (payload) => ({ ...payload, exp: payload.iat })],
    ['exp before iat', (payload) => ({ ...payload, exp: Number(payload.iat) - 1 })],
    ['exp 0', (payload) => ({ ...payload, exp: 0 })],
    ['exp null', (payload) => ({ ...payload, exp: null })],
    ['exp as text', (payload) => ({ ...payload, exp: String(payload.exp) })],
    ['exp past all numbers', (payload) => ({ ...payload, exp: '1e999' })],
    ['a list as payload', () => [1, 2, 3]],
    ['null as payload', () => null],
  ]
  test.each(cases)('%s', async (_name, change) => {
    const { client, signIn, service, advance, now } = createScene()
    service.payload = change
    await signIn()
    client.keepFresh()
    const first = await client.getIdToken()
    await advance(239_000)
    expect(await now(() => client.getIdToken())).toBe(first)
    expect(service.requests).toHaveLength(0)
    await advance(2_000)
    expect(service.requests).toHaveLength(1)
    await advance(HOUR)
    expect(service.requests).toHaveLength(1 + 15)
  })

  test('one that is no JWT at all, through the emulator', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const emulator = createEmulator({ rotation: 'on' })
    const client = createCiamClient({
      baseUrl: BASE_URL,
      clientId: EMULATOR_CLIENT_ID,
      storage: memoryStorage(),
      fetch: emulator.fetch,
    })
    await client.signIn({ ...(await emulator.login()), id_token: 'no.jwt.atall' })
    expect(await client.getIdToken()).toBe('no.jwt.atall')
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', claims: null, error: null })
    await vi.advanceTimersByTimeAsync(289_000)
    expect(await client.getIdToken()).toBe('no.jwt.atall')
    expect(emulator.ledger.refreshes()).toHaveLength(0)
  })
})

describe('two scheduled refreshes are never closer than 1 s', () => {
  const lifetimes = [0.001, 0.5, 1, 1.5, 2, 0, -1, 5]
  const latencies = [0, 300, 1_500]
  const cases = lifetimes.flatMap((lifetime) => latencies.map((latency) => [lifetime, latency] as const))

  test.each(cases)('with a lifetime of %f s, answered after %i ms', async (lifetime, latency) => {
    const scene = createScene({}, lifetime)
    const { client, signIn, service, advance } = scene
    service.answer = latency ? late(latency, service.grant) : service.grant
    await signIn()
    client.keepFresh()
    await advance(60_000)
    expect(closest(scene)).toBeGreaterThanOrEqual(1_000)
    expect(service.requests.length > 5).toBe(lifetime > 0 && lifetime < 5 ? true : service.requests.length > 5)
    expect(service.requests.length).toBeLessThanOrEqual(61)
  })

  test('with what happens in the page: sign-outs of others, focus, visibility, network', async () => {
    const scene = createScene({}, 1)
    const { client, signIn, advance, service } = scene
    client.start()
    await signIn()
    client.keepFresh()
    for (let round = 0; round < 200; round += 1) {
      await advance(50)
      window.dispatchEvent(new Event(['focus', 'online'][round % 2]!))
      document.dispatchEvent(new Event('visibilitychange'))
    }
    expect(service.requests.length).toBeGreaterThan(5)
    expect(closest(scene)).toBeGreaterThanOrEqual(1_000)
  })

  test('when the lock was waited for', async () => {
    const scene = createScene({}, 1)
    const { client, signIn, advance, service, holdLock } = scene
    client.start()
    await signIn()
    const release = holdLock()
    client.keepFresh()
    await advance(3_000)
    release()
    for (let round = 0; round < 100; round += 1) {
      await advance(50)
      window.dispatchEvent(new Event('focus'))
    }
    expect(service.requests.length).toBeGreaterThan(3)
    expect(closest(scene)).toBeGreaterThanOrEqual(1_000)
  })

  test('when the device option was waited for', async () => {
    let wait = 2_000
    const device = { fingerprint: 'a', osVersion: 'b', userAgent: 'c' }
    const scene = createScene({ device: () => new Promise((resolve) => setTimeout(resolve, wait, device)) }, 1)
    const { client, signIn, advance, service } = scene
    await signIn()
    client.keepFresh()
    for (let second = 0; second < 20; second += 1) {
      await advance(1_000)
      wait = wait ? 0 : 2_000
    }
    expect(service.requests.length).toBeGreaterThan(3)
    expect(closest(scene)).toBeGreaterThanOrEqual(1_000)
  })

  test('with two clients of the session', async () => {
    const scene = createScene({}, 1)
    const { client, another, signIn, advance, service } = scene
    const sibling = another()
    for (const each of [client, sibling]) each.start()
    await signIn()
    for (const each of [client, sibling]) each.keepFresh()
    await advance(30_000)
    expect(service.requests.length).toBeGreaterThan(10)
    expect(closest(scene)).toBeGreaterThanOrEqual(1_000)
  })

  test('with two clients that look at different times', async () => {
    const scene = createScene({}, 1)
    const { client, another, signIn, advance, service } = scene
    const sibling = another()
    for (const each of [client, sibling]) each.start()
    await signIn()
    client.keepFresh()
    await advance(400)
    sibling.keepFresh()
    await advance(30_000)
    expect(closest(scene)).toBeGreaterThanOrEqual(1_000)
    expect(service.requests.length).toBeGreaterThan(10)
  })
})

describe('no timer overflows', () => {
  test.each([40 * 86_400, 1e9, 1e15, 1e300])('with a lifetime of %f s', async (lifetime) => {
    const { client, signIn, service, advance } = createScene({}, lifetime)
    const timeout = vi.spyOn(globalThis, 'setTimeout')
    const interval = vi.spyOn(globalThis, 'setInterval')
    await signIn()
    client.keepFresh()
    await advance(1_000)
    await client.getIdToken()
    expect(service.requests).toHaveLength(0)
    const delays = [...timeout.mock.calls, ...interval.mock.calls].map(([, delay]) => delay ?? 0)
    expect(delays.length).toBeGreaterThan(0)
    for (const delay of delays) expect(delay >= 0 && delay <= 2 ** 31 - 1).toBe(true)
    await advance(5 * MINUTE)
    expect(service.requests).toHaveLength(0)
  })

  test('with a token of 40 days and a session without a known end', async () => {
    const { client, service, advance } = createScene({}, 40 * 86_400)
    const interval = vi.spyOn(globalThis, 'setInterval')
    await client.signIn({ ...service.login(), expire: 0 })
    client.keepFresh()
    await advance(5 * MINUTE)
    const delays = interval.mock.calls.map(([, delay]) => delay ?? 0)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1_000)
    expect(Math.max(...delays)).toBeLessThanOrEqual(60_000)
    expect(service.requests).toHaveLength(0)
  })

  test('with a session that ends in 30,000 years, stored by an earlier page', async () => {
    const storage = memoryStorage()
    const { another, service, advance } = createScene({ storage })
    const { key, value } = sessionRecord(
      { baseUrl: BASE_URL, clientId: CLIENT_ID },
      { ...service.login(), expire: 1e300 },
    )
    await storage.setItem(key, value)
    const client = another()
    client.keepFresh()
    await advance(10_000)
    expect(client.getSnapshot().status).toBe('signed-in')
    expect(service.requests).toHaveLength(0)
  })
})

describe('one scheduling timer', () => {
  test.each([1, 2, 1_000])('with %i holders of keepFresh', async (holders) => {
    const { client, signIn, advance } = createScene()
    await signIn()
    expect(vi.getTimerCount()).toBe(0)
    const releases = Array.from({ length: holders }, () => client.keepFresh())
    await advance(5_000)
    expect(vi.getTimerCount()).toBe(1)
    await advance(5 * MINUTE)
    expect(vi.getTimerCount()).toBe(1)
    releases.slice(1).forEach((release) => release())
    expect(vi.getTimerCount()).toBe(1)
    releases.forEach((release) => release())
    await advance(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a release that is called twice lets go once', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    const release = client.keepFresh()
    client.keepFresh()
    release()
    release()
    await advance(250_000)
    expect(service.requests).toHaveLength(1)
  })

  test('1,000 holders make the requests of one', async () => {
    const { client, signIn, service, advance } = createScene()
    await signIn()
    for (let holder = 0; holder < 1_000; holder += 1) client.keepFresh()
    await advance(30 * MINUTE)
    expect(service.requests).toHaveLength(7)
  })
})

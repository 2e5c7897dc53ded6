// What an outage does to a service with many clients, and that the whole engine does what the simulation of it says.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createEnvironment } from '../../src/browser/environment'
import { createClient } from '../../src/client/create-client'
import { resolveOptions } from '../../src/client/options'
import { memoryStorage } from '../../src/storage'
import { createLock } from '../../src/tabs/lock'
import { createPlainService, unavailable } from '../client/plain-service'
import { cycle, createRandom, EPOCH, requestsOf, signInOf, simulateHerd, tenMinutes, type Outage } from './simulate'

const SEED = 20_270_115
const DEVICE = { fingerprint: 'one-device', osVersion: 'an OS', userAgent: 'a browser' }

describe('ten thousand clients and an outage of ten minutes', () => {
  const herd = simulateHerd(tenMinutes(10_000, SEED))
  const together = simulateHerd(tenMinutes(10_000, SEED, 1_000))

  test('before it each client asks once in each cycle', () => {
    expect(herd.steady).toBeCloseTo(10_000 / 240, 1)
    expect(together.steady).toBeCloseTo(10_000 / 240, 1)
  })

  test('the busiest second after it sees less than ten times the usual requests', () => {
    expect(herd.after.requests / herd.steady).toBeLessThan(10)
    expect(herd.after.requests / herd.steady).toBeGreaterThan(5) // A herd that does not come back proves nothing.
    expect(herd.allBackAfter).toBeLessThan(62)
  })

  test('clients that all failed in one second do not come back in one', () => {
    expect(together.during.requests).toBe(10_000)
    expect(together.after.requests / together.steady).toBeLessThan(10)
    expect(together.allBackAfter).toBeGreaterThan(50)
  })

  test('in it a client makes 26 requests or fewer on average, and none makes many more', () => {
    for (const { perClient } of [herd, together]) {
      const mean = perClient.reduce((sum, count) => sum + count, 0) / perClient.length
      expect(mean).toBeGreaterThan(15)
      expect(mean).toBeLessThanOrEqual(26)
      expect(perClient.at(-1)).toBeLessThan(45)
    }
  })
})

/** The same client as the simulation's of this number: the whole engine, with a service of its own. */
async function runEngine(outage: Outage, clients: number): Promise<number[][]> {
  vi.useFakeTimers({ now: EPOCH })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const begunAt = performance.now()
  const services = Array.from({ length: clients }, (_, index) => {
    const service = createPlainService(outage.lifetime / 1_000)
    service.answer = (request) => {
      const at = request.at - begunAt
      return at >= outage.from && at < outage.until ? unavailable(request) : service.grant(request)
    }
    const options = resolveOptions(
      { baseUrl: 'https://tenant.test', clientId: 'one-of-the-herd', storage: memoryStorage(), device: DEVICE },
      { storage: memoryStorage, language: () => 'en', fetch: service.fetch },
    )
    const client = createClient(options, {
      environment: { ...createEnvironment({ isLeaving: () => false }), random: createRandom(outage.seed, index) },
      wake: { subscribe: () => () => {} },
      lock: createLock(),
      createAnnouncer: () => ({ post: () => {}, subscribe: () => () => {} }),
      readDevice: () => Promise.reject(new Error('The device is given.')),
      nameArea: () => `herd-${index}`,
    })
    setTimeout(
      () => {
        void client.signIn(service.login())
        onTestFinished(client.keepFresh())
      },
      signInOf(outage, index),
    )
    return service
  })
  await vi.advanceTimersByTimeAsync(outage.end)
  return services.map(({ requests }) => requests.map(({ at }) => at - begunAt))
}

test(
  'a hundred clients of the real engine ask at the very moments that the simulation says',
  { timeout: 60_000 },
  async () => {
    const outage = { ...tenMinutes(100, SEED), end: 480_000 + 600_000 + cycle(300_000) }
    const asked = await runEngine(outage, 100)
    const simulated = asked.map((_, index) => requestsOf(outage, index))
    expect(asked.map((times) => times.length)).toEqual(simulated.map((times) => times.length))
    expect(asked).toEqual(simulated)
  },
)

// Tokens that are worth less than their lifetime says: issued from a cache, back-dated, or ended before they arrive. Only
// an API can tell, by refusing them; that costs a refresh, and never a row of them.
import { expect, test } from 'vitest'
import { createScene, json, type Scene } from './plain-service'

const MINUTE = 60_000
const EPOCH = 1_800_000_000

/** An API that believes a token's `exp`, by the service's clock. */
function createApiScene(): Scene & { call(): Promise<number> } {
  const scene: Scene = createScene({
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (!url.includes('/api/orders')) return scene.service.fetch(input, init)
      const payload = new Headers(init?.headers).get('authorization')!.split('.')[1]!
      const { exp } = JSON.parse(atob(payload)) as { exp: number }
      return Promise.resolve(json({}, exp > EPOCH + performance.now() / 1000 ? 200 : 401))
    },
  })
  return { ...scene, call: async () => (await scene.now(() => scene.client.fetch('/api/orders'))).status }
}

const shifted = (seconds: number) => (payload: Record<string, unknown>) => ({
  ...payload,
  iat: Number(payload.iat) + seconds,
  exp: Number(payload.exp) + seconds,
})

test('tokens that were issued 200 s before they arrive cost one early refresh each, and no call of an API is lost', async () => {
  const { client, signIn, service, advance, call } = createApiScene()
  service.payload = shifted(-200)
  await signIn()
  client.keepFresh()
  for (let seconds = 0; seconds < 600; seconds += 10) {
    expect(await call()).toBe(200)
    await advance(10_000)
  }
  expect(service.requests.length).toBeGreaterThanOrEqual(5)
  expect(service.requests.length).toBeLessThanOrEqual(6)
})

test('tokens that have ended when they arrive cost at most two refreshes for each life, however often an app calls', async () => {
  const { client, signIn, service, advance, call } = createApiScene()
  service.payload = shifted(-301)
  await signIn()
  client.keepFresh()
  for (let seconds = 0; seconds < 1_200; seconds += 5) {
    expect(await call()).toBe(401)
    await advance(5_000)
  }
  expect(service.requests.length).toBeGreaterThan(2)
  expect(service.requests.length).toBeLessThanOrEqual(2 * 6)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  service.payload = (payload) => payload
  await advance(4 * MINUTE)
  expect(await call()).toBe(200)
})

// The first calls of an app when its page is shown again: they go out with a token that has not ended, and a network that
// is not there yet costs nothing.
import { expect, onTestFinished, test, vi } from 'vitest'
import type { CiamClient } from 'react-ciam'
import { createPlainService, createScene, cut, json, type Scene } from './plain-service'

const MINUTE = 60_000

function setVisible(isVisible: boolean): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(isVisible ? 'visible' : 'hidden')
  document.dispatchEvent(new Event('visibilitychange'))
}

interface ApiScene extends Scene {
  /** Each token that the API was sent, and whether it had ended by then. */
  calls: { token: string; hasEnded: boolean }[]
}

/** A scene with an API of the page's own origin; refreshes go to the service. */
function createApiScene(): ApiScene {
  const calls: ApiScene['calls'] = []
  const scene: Scene = createScene({
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (!url.includes('/api/orders')) return scene.service.fetch(input, init)
      const token = new Headers(init?.headers).get('authorization')!.replace('Bearer ', '')
      calls.push({ token, hasEnded: scene.service.hasEnded(token) })
      return Promise.resolve(json([]))
    },
  })
  return { ...scene, calls }
}

/** What an app does when it is shown, and how often it was shown. */
function callWhenShown(client: CiamClient): { responses: Promise<Response>[] } {
  const responses: Promise<Response>[] = []
  const call = (): void => {
    if (document.visibilityState === 'visible') responses.push(client.fetch('/api/orders'))
  }
  document.addEventListener('visibilitychange', call)
  onTestFinished(() => document.removeEventListener('visibilitychange', call))
  return { responses }
}

test.each(['before', 'after'])(
  'calls that an app makes in the task that shows its page, told of it %s the client, go out with the new token',
  async (order) => {
    const { client, signIn, service, advance, calls } = createApiScene()
    const early = order === 'before' ? callWhenShown(client) : null
    client.start()
    const { responses } = early ?? callWhenShown(client)
    await signIn()
    client.keepFresh()
    setVisible(false)
    await advance(20 * MINUTE)
    expect(service.requests).toHaveLength(0)
    setVisible(true)
    setVisible(true)
    await advance(0)
    expect(responses).toHaveLength(2)
    for (const response of responses) expect((await response).status).toBe(200)
    expect(calls.map(({ hasEnded }) => hasEnded)).toEqual([false, false])
    expect(service.requests).toHaveLength(1)
  },
)

test('a fetch that was taken from the client before a refresh sends the token of after it', async () => {
  const { client, signIn, now, calls } = createApiScene()
  const kept = client.fetch
  await signIn()
  await now(() => kept('/api/orders'))
  const token = await now(() => client.getIdToken({ force: true }))
  await now(() => kept('/api/orders'))
  expect(calls[1]).toEqual({ token, hasEnded: false })
  expect(calls[0]!.token).not.toBe(token)
})

test.each([
  ['shown', () => setVisible(true)],
  ['restored from the cache', () => window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))],
  ['resumed', () => document.dispatchEvent(new Event('resume'))],
])(
  'a first request that is cut when the page is %s signs nobody out, and the next one brings a token',
  async (_how, comeBack) => {
    const { client, signIn, service, advance, now } = createScene()
    client.start()
    await signIn()
    client.keepFresh()
    window.dispatchEvent(Object.assign(new Event('pagehide'), { persisted: true }))
    await advance(20 * MINUTE)
    expect(service.requests).toHaveLength(0)
    service.next.push(cut)
    comeBack()
    await advance(100)
    expect(service.requests).toHaveLength(1)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'NETWORK' } })
    await advance(2_000)
    expect(service.requests).toHaveLength(2)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
    expect(service.hasEnded(await now(() => client.getIdToken()))).toBe(false)
  },
)

test('the service of this file does tell ended tokens from good ones', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const service = createPlainService()
  const token = service.login().id_token as string
  expect(service.hasEnded(token)).toBe(false)
  await vi.advanceTimersByTimeAsync(300_000)
  expect(service.hasEnded(token)).toBe(true)
})

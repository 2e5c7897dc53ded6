// Timers only make things earlier: a browser may stop them for minutes in a hidden page, and what is asked for is right.
import { expect, test, vi } from 'vitest'
import { createScene } from './plain-service'

test('getIdToken() gives a fresh token, and client.fetch sends it, where no timer ever fires', async () => {
  const scene = createScene({
    device: { fingerprint: 'a', osVersion: 'b', userAgent: 'c' },
    fetch: (input, init) => {
      const url = input instanceof Request ? input.url : String(input)
      if (!url.includes('/api/orders')) return scene.service.fetch(input, init)
      return Promise.resolve(new Response(new Headers(init?.headers).get('authorization')))
    },
  })
  const { client, signIn, service } = scene
  client.start()
  await signIn()
  client.keepFresh()
  const first = await client.getIdToken()
  vi.setSystemTime(Date.now() + 600_000)
  const timeout = vi.spyOn(globalThis, 'setTimeout').mockReturnValue(0 as never)
  const interval = vi.spyOn(globalThis, 'setInterval').mockReturnValue(0 as never)
  const token = await client.getIdToken()
  expect(token).not.toBe(first)
  const response = await client.fetch('/api/orders')
  expect(await response.text()).toBe(`Bearer ${token}`)
  expect(service.requests).toHaveLength(1)
  expect(timeout.mock.calls.length + interval.mock.calls.length).toBeGreaterThan(0)
})

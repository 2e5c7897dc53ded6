// Invariants 2 and 9: tabs that keep the token fresh share it. What one has refreshed, no other refreshes again, and each
// goes by the age of the token that it took.
import { describe, expect, test } from 'vitest'
import { createScene } from './plain-service'

const MINUTE = 60_000

describe.each([
  ['hear of each other', true],
  ['were never started', false],
])('clients that %s', (_title, areStarted) => {
  test('make the requests of one in half an hour, five of them, begun at different times', async () => {
    const { client, another, signIn, service, advance, now } = createScene()
    const clients = [client, another(), another(), another(), another()]
    if (areStarted) for (const each of clients) each.start()
    await signIn()
    for (const each of clients) {
      each.keepFresh()
      await advance(700)
    }
    await advance(30 * MINUTE)
    expect(service.requests).toHaveLength(7)
    expect(new Set(service.requests.map(({ token }) => token)).size).toBe(7)
    const tokens = await Promise.all(clients.map((each) => now(() => each.getIdToken())))
    expect(new Set(tokens).size).toBe(1)
  })

  test('put the next refresh off by a whole life when another has refreshed ahead of time', async () => {
    const { client, another, signIn, service, advance, now } = createScene()
    const sibling = another()
    if (areStarted) for (const each of [client, sibling]) each.start()
    await signIn()
    client.keepFresh()
    await advance(200_000)
    const token = await now(() => sibling.getIdToken({ force: true }))
    await advance(239_000)
    expect(service.requests).toHaveLength(1)
    expect(await now(() => client.getIdToken())).toBe(token)
    await advance(2_000)
    expect(service.requests).toHaveLength(2)
  })
})

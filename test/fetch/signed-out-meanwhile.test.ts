// A call that is being made ready while its user signs out.
import { expect, test } from 'vitest'
import { BASE_URL, createScene, follow } from '../client/plain-service'

test.each([
  ['signed out', false],
  ['made way for another', true],
])('a call is not sent for somebody who %s while the service headers were being made', async (_what, isReplaced) => {
  const sent: unknown[] = []
  let isSlow = false
  const device = async () => {
    if (isSlow) await new Promise((resolve) => setTimeout(resolve, 400))
    return { fingerprint: 'p', osVersion: 'w', userAgent: 'u' }
  }
  const { client, service, advance, now } = createScene({
    device,
    fetch: async (input) => {
      sent.push(input)
      return new Response('{}')
    },
  })
  await now(() => client.signIn(service.login()))
  isSlow = true
  const call = follow(client.fetch(`${BASE_URL}/api/v2/sdk/profile`, { method: 'POST', body: '{}' }))
  await advance(100)
  await now(() => client.signOut())
  if (isReplaced) await now(() => client.signIn(service.login()))
  await advance(1_000)
  expect(call).toMatchObject({ status: 'rejected', error: { code: 'SIGNED_OUT' } })
  expect(sent).toEqual([])
})

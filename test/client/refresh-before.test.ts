// The refreshBefore option and short tokens: ahead of the end, but never more than a quarter of the life.
import { expect, test } from 'vitest'
import { createScene } from './plain-service'

test.each([
  ['five minutes', 300_000],
  ['ten minutes, the most there is', 600_000],
])('with refreshBefore of %s, tokens of one minute are refreshed every 45 s and no oftener', async (_title, ms) => {
  const { client, signIn, service, advance } = createScene({ refreshBefore: ms }, 60)
  await signIn()
  client.keepFresh()
  await advance(44_900)
  expect(service.requests).toHaveLength(0)
  await advance(200)
  expect(service.requests).toHaveLength(1)
  await advance(600_000 - 45_100)
  expect(service.requests).toHaveLength(13)
})

test('a refreshBefore below a quarter of the life counts as it is', async () => {
  const { client, signIn, service, advance } = createScene({ refreshBefore: 20_000 })
  await signIn()
  client.keepFresh()
  await advance(279_900)
  expect(service.requests).toHaveLength(0)
  await advance(200)
  expect(service.requests).toHaveLength(1)
})

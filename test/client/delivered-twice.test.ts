// A request that reaches the service twice though it was sent once: a browser resends one whose reused connection breaks
// before the answer begins, and shows the second answer alone.
import { expect, test } from 'vitest'
import { createHarness } from './harness'

test.each([
  ['off', { status: 'signed-in', error: null }],
  ['grace', { status: 'signed-in', error: null }],
  ['on', { status: 'signed-out', reason: 'session-rejected' }],
  ['revoke', { status: 'signed-out', reason: 'session-rejected' }],
] as const)(
  'a refresh that is delivered twice is spent once by the client, with rotation %s',
  async (rotation, expected) => {
    let isDoubled = true
    const harness: ReturnType<typeof createHarness> = createHarness(
      {
        async fetch(input, init) {
          if (isDoubled) await harness.emulator.fetch(input, init)
          isDoubled = false
          return harness.emulator.fetch(input, init)
        },
      },
      { rotation },
    )
    const { client, emulator, another, advance } = harness
    const sibling = another()
    for (const each of [client, sibling]) each.start()
    await client.signIn(await emulator.login())
    for (const each of [client, sibling]) each.keepFresh()
    await advance(242_000)
    expect(emulator.ledger.refreshes()).toHaveLength(2)
    for (const each of [client, sibling]) expect(each.getSnapshot()).toMatchObject(expected)
    const later = expected.status === 'signed-in' ? 3 : 2
    await advance(240_000)
    expect(emulator.ledger.refreshes()).toHaveLength(later)
    for (const each of [client, sibling]) expect(each.getSnapshot()).toMatchObject(expected)
  },
)

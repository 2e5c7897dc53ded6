// A page that was signed in earlier, for the tests of hooks on a real client.
import { act } from '@testing-library/react'
import { createHarness, type Harness } from '../client/harness'

/** The client was not used yet; storage has its session. */
export async function createReturningPage(...options: Parameters<typeof createHarness>): Promise<Harness> {
  const harness = createHarness(...options)
  await harness.client.signIn(await harness.emulator.login())
  await harness.flush()
  return { ...harness, client: harness.another() }
}

/** Turns the clock with React looking on. */
export const advance = (harness: Harness, ms: number) => act(() => harness.advance(ms))

// What the tests of recipes share: each begins signed out, with a new emulator, and may turn the clock.
import { act } from '@testing-library/react'
import { beforeEach, onTestFinished, vi } from 'vitest'
import { client } from './ciam'
import { apiCalls, emulator } from './network'

/** Node's own signal: libraries hand theirs to Request, which refuses the one of the test environment. */
const NodeAbortController = await nodeAbortController()

async function nodeAbortController(): Promise<typeof AbortController> {
  const { transferableAbortController } = await import('node:util')
  return transferableAbortController().constructor as typeof AbortController
}

export function beginEachSignedOut(): void {
  beforeEach(async () => {
    vi.stubGlobal('AbortController', NodeAbortController)
    await client.signOut()
    localStorage.clear()
    emulator.reset()
    apiCalls.length = 0
    window.history.replaceState(null, '', '/')
  })
}

export const signIn = async (userName?: string): Promise<void> => client.signIn(await emulator.login(userName))

/** Fake timers until the test ends. */
export function forceClock(): { advance(ms: number): Promise<void> } {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const flush = async (): Promise<void> => {
    for (let round = 0; round < 5; round += 1) {
      await vi.advanceTimersByTimeAsync(0)
      await emulator.idle()
    }
  }
  return {
    advance: (ms) =>
      act(async () => {
        await flush()
        for (let left = ms; left > 0; left -= 1_000) {
          await vi.advanceTimersByTimeAsync(Math.min(left, 1_000))
          await flush()
        }
      }),
  }
}

/** As a browser does it: the tab is hidden, or shown again. */
export function setVisibility(state: 'hidden' | 'visible'): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

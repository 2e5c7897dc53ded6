// What the tests of useSessionExpiry share: sessions that end, the hook in StrictMode with its renders counted, and a clock.
import { act, renderHook } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { vi } from 'vitest'
import type { SessionSnapshot } from '../../src/client/types'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useSessionExpiry } from '../../src/react/useSessionExpiry'
import { createFakeClient, SIGNED_IN, type FakeClient } from './fake-client'

/** A session that ends so many ms from now; null: the service did not say when. */
export const endingIn = (ms: number | null): SessionSnapshot => ({
  ...SIGNED_IN,
  sessionExpiresAt: ms === null ? null : Date.now() + ms,
})

/** Turns the clock; what is due in one second renders before the next. */
export function turn(ms: number) {
  for (let left = ms; left > 0; left -= 1_000) {
    act(() => {
      vi.advanceTimersByTime(Math.min(left, 1_000))
    })
  }
}

/** `renders()` counts what was rendered, StrictMode's second time aside. */
export function renderExpiry(snapshot: SessionSnapshot, warnBefore: number, client: FakeClient = createFakeClient()) {
  client.setSnapshot(snapshot)
  let renders = 0
  const hook = renderHook(
    ({ warn }) => {
      renders += 1
      return useSessionExpiry({ warnBefore: warn })
    },
    {
      initialProps: { warn: warnBefore },
      wrapper: ({ children }: { children: ReactNode }) => (
        <StrictMode>
          <CiamProvider client={client}>{children}</CiamProvider>
        </StrictMode>
      ),
    },
  )
  return {
    ...hook,
    client,
    renders: () => renders / 2,
  }
}

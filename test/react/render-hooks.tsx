// What the tests of hooks share: rendering below a provider with a note of each render, and a console that stays silent.
import { cleanup, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, vi, type MockInstance } from 'vitest'
import type { CiamClient } from '../../src/client/types'
import { CiamProvider } from '../../src/react/CiamProvider'

/** A wrapper for `render` and `renderHook`. */
export function below(client: CiamClient) {
  return function Below({ children }: { children: ReactNode }) {
    return <CiamProvider client={client}>{children}</CiamProvider>
  }
}

/** Renders a hook below a provider; `values()` is what `read` made of its result in each render. */
export function renderReader<Result, Value = Result>(
  client: CiamClient,
  useResult: () => Result,
  read: (result: Result) => Value = (result) => result as unknown as Value,
) {
  const seen = vi.fn<(value: Value) => void>()
  const hook = renderHook(
    () => {
      const result = useResult()
      seen(read(result))
      return result
    },
    { wrapper: below(client) },
  )
  return { ...hook, values: () => seen.mock.calls.map(([value]) => value) }
}

/** From here on each test of the file fails if anything reaches `console.error`, its unmount included. */
export function expectSilentConsole(): void {
  let consoleError: MockInstance
  beforeEach(() => {
    consoleError = vi.spyOn(console, 'error')
  })
  afterEach(() => {
    cleanup()
    expect(consoleError).not.toHaveBeenCalled()
    consoleError.mockRestore()
  })
}

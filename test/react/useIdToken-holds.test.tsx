// @vitest-environment jsdom
// useIdToken: what it holds of the client, in StrictMode, in renders that are thrown away, and a thousand times.
import { act, render, renderHook } from '@testing-library/react'
import { lazy, StrictMode, startTransition, Suspense, type ReactNode } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useIdToken } from '../../src/react/useIdToken'
import { createFakeClient } from './fake-client'
import { below, expectSilentConsole, renderReader } from './render-hooks'

expectSilentConsole()

describe('what it holds', () => {
  test('in StrictMode one keepFresh and one listener while mounted, none after', () => {
    const client = createFakeClient()
    const { unmount } = renderHook(useIdToken, {
      wrapper: ({ children }: { children: ReactNode }) => (
        <StrictMode>
          <CiamProvider client={client}>{children}</CiamProvider>
        </StrictMode>
      ),
    })
    expect([client.held(), client.listeners()]).toEqual([1, 1])
    unmount()
    expect([client.held(), client.listeners()]).toEqual([0, 0])
  })

  test('one keepFresh through any number of renders', () => {
    const client = createFakeClient()
    const { rerender } = renderReader(client, useIdToken, ({ idToken }) => idToken)
    act(() => {
      client.setView({ idToken: 'token-2' })
    })
    rerender()
    expect([client.calls.keepFresh, client.held()]).toEqual([1, 1])
  })

  test('nothing for renders that are thrown away', () => {
    const client = createFakeClient()
    const Never = lazy(() => new Promise<never>(() => undefined))
    const rendered = vi.fn<(idToken: string | null) => void>()
    function Token() {
      rendered(useIdToken().idToken)
      return null
    }
    function Page({ shown }: { shown: boolean }) {
      return (
        <Suspense>
          {shown ? (
            <>
              <Token />
              <Never />
            </>
          ) : (
            'old'
          )}
        </Suspense>
      )
    }
    const { container, rerender } = render(<Page shown={false} />, {
      wrapper: below(client),
    })
    for (let attempt = 0; attempt < 3; attempt += 1) {
      startTransition(() => rerender(<Page shown />))
      expect(container.textContent).toBe('old')
      rerender(<Page shown={false} />)
    }
    expect(rendered.mock.calls.length).toBeGreaterThanOrEqual(3)
    expect([client.calls.keepFresh, client.listeners(), client.calls.start]).toEqual([0, 0, 1])
  })

  test('all parts of a transition show the same token, whatever changes in the midst of it', () => {
    const client = createFakeClient()
    const committed = vi.fn<(texts: string) => void>()
    function Token({ changesTo }: { changesTo?: string }) {
      const { idToken } = useIdToken()
      if (changesTo && idToken === 'token-1') client.setViewUnannounced({ idToken: changesTo })
      return <i>{idToken} </i>
    }
    function Page({ shown }: { shown: boolean }) {
      return shown ? (
        <p ref={(element) => void (element && committed(element.textContent))}>
          <Token />
          <Token changesTo="token-2" />
          <Token />
        </p>
      ) : null
    }
    const { rerender } = render(<Page shown={false} />, {
      wrapper: below(client),
    })
    startTransition(() => rerender(<Page shown />))
    expect(committed.mock.calls).toEqual([['token-2 token-2 token-2 ']])
  })
})

describe('1,000 hooks', () => {
  function Rows({ count, rendered }: { count: number; rendered: (part: string | null) => void }) {
    return Array.from({ length: count }, (_, index) => <Row key={index} even={index % 2 === 0} rendered={rendered} />)
  }
  function Row({ even, rendered }: { even: boolean; rendered: (part: string | null) => void }) {
    const result = useIdToken()
    rendered(even ? result.idToken : result.status)
    return null
  }

  test('have no timer of their own, render once each, and let go of everything', () => {
    vi.useFakeTimers()
    try {
      const client = createFakeClient()
      const rendered = vi.fn<(part: string | null) => void>()
      const { unmount } = render(
        <CiamProvider client={client}>
          <Rows count={1_000} rendered={rendered} />
        </CiamProvider>,
      )
      expect(vi.getTimerCount()).toBe(0)
      expect(rendered).toHaveBeenCalledTimes(1_000)
      expect(client.held()).toBe(1_000)
      rendered.mockClear()
      client.calls.getIdTokenView = 0
      act(() => {
        client.setView({ idToken: 'token-2', expiresAt: 600_000 })
      })
      expect(rendered.mock.calls).toEqual(Array.from({ length: 500 }, () => ['token-2']))
      expect(client.calls.getIdTokenView).toBeLessThan(5_000)
      unmount()
      expect([client.held(), client.listeners(), vi.getTimerCount()]).toEqual([0, 0, 0])
    } finally {
      vi.useRealTimers()
    }
  })
})

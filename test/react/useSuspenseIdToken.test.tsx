// @vitest-environment jsdom
// useSuspenseIdToken: what it gives, what its renders start and hold while they wait, and what re-renders it.
import { act, render } from '@testing-library/react'
import { lazy, Profiler, StrictMode, startTransition, Suspense, useState, type ReactElement } from 'react'
import { describe, expect, test, vi } from 'vitest'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useSuspenseIdToken, type SuspenseIdToken } from '../../src/react/useSuspenseIdToken'
import { createFakeClient, PENDING, READY, SIGNED_IN, type FakeClient } from './fake-client'
import { expectSilentConsole } from './render-hooks'

expectSilentConsole()

function Token({ seen }: { seen?: (result: SuspenseIdToken) => void }) {
  const result = useSuspenseIdToken()
  seen?.(result)
  return <i>{result.idToken}</i>
}

const tree = (client: FakeClient, children: ReactElement) => (
  <StrictMode>
    <CiamProvider client={client}>
      <Suspense fallback="waiting">{children}</Suspense>
    </CiamProvider>
  </StrictMode>
)

/** The attempt ends well: a token is there, and its waiters hear of it. */
const settle = (client: FakeClient, idToken: string) =>
  act(async () => {
    client.setView({ ...READY, idToken })
    client.settleToken(idToken)
  })

describe('with a token', () => {
  test('it gives the token, its claims, its end and refresh, in the first render and without a request', () => {
    const client = createFakeClient()
    const seen = vi.fn<(result: SuspenseIdToken) => void>()
    const { container } = render(tree(client, <Token seen={seen} />))
    expect(container.textContent).toBe('token-1')
    expect(seen.mock.lastCall).toEqual([
      { idToken: 'token-1', claims: READY.claims, expiresAt: 300_000, refresh: expect.any(Function) as unknown },
    ])
    expect(client.tokenCalls).toEqual([])
  })

  test('it holds one keepFresh while mounted', () => {
    const client = createFakeClient()
    const { unmount } = render(tree(client, <Token />))
    expect([client.held(), client.listeners()]).toEqual([1, 1])
    unmount()
    expect([client.held(), client.listeners()]).toEqual([0, 0])
  })

  test('it re-renders once for a new token and not for a refresh that begins, with the same refresh function', () => {
    const client = createFakeClient()
    const seen = vi.fn<(result: SuspenseIdToken) => void>()
    const committed = vi.fn<() => void>()
    const reader = (
      <Profiler id="reader" onRender={committed}>
        <Token seen={seen} />
      </Profiler>
    )
    const { container } = render(tree(client, reader))
    act(() => {
      client.setView({ isRefreshing: true })
    })
    expect(committed).toHaveBeenCalledTimes(1)
    const first = seen.mock.lastCall![0]
    act(() => {
      client.setView({ isRefreshing: false, idToken: 'token-2', expiresAt: 600_000 })
    })
    expect(committed).toHaveBeenCalledTimes(2)
    expect(container.textContent).toBe('token-2')
    expect(seen.mock.lastCall![0].refresh).toBe(first.refresh)
    expect(first.idToken).toBe('token-1')
  })

  test('it gives the same object when its parent renders', () => {
    const client = createFakeClient()
    const seen = vi.fn<(result: SuspenseIdToken) => void>()
    const { rerender } = render(tree(client, <Token seen={seen} />))
    const first = seen.mock.lastCall![0]
    seen.mockClear()
    rerender(tree(client, <Token seen={seen} />))
    expect(seen.mock.lastCall![0]).toBe(first)
  })
})

describe('without a token', () => {
  test('any number of readers suspend on one call of getIdToken, and show the token that it brings', async () => {
    const client = createFakeClient(PENDING)
    const readers = (
      <>
        <Token />
        <Token />
        <Token />
      </>
    )
    const { container } = render(tree(client, readers))
    expect(container.textContent).toBe('waiting')
    expect([client.tokenCalls.length, client.held()]).toEqual([1, 0])
    await settle(client, 'token-1')
    expect(container.textContent).toBe('token-1token-1token-1')
    expect([client.tokenCalls.length, client.held()]).toEqual([1, 3])
  })

  test('renders that are thrown away three times start one call of getIdToken, and hold nothing', async () => {
    const client = createFakeClient(PENDING)
    const rendered = vi.fn<() => void>()
    const Never = lazy(() => new Promise<never>(() => undefined))
    function Reader() {
      rendered()
      return <Token />
    }
    const page = (shown: boolean) =>
      tree(
        client,
        shown ? (
          <>
            <Reader />
            <Never />
          </>
        ) : (
          <>nothing</>
        ),
      )
    const { container, rerender } = render(page(false))
    for (let attempt = 0; attempt < 3; attempt += 1) {
      startTransition(() => rerender(page(true)))
      expect(rendered).toHaveBeenCalled()
      rendered.mockClear()
      rerender(page(false))
    }
    expect(container.textContent).toBe('nothing')
    expect([client.tokenCalls.length, client.held(), client.listeners()]).toEqual([1, 0, 0])
    await settle(client, 'token-1')
    rerender(tree(client, <Token />))
    expect(container.textContent).toBe('token-1')
    expect(client.tokenCalls).toHaveLength(1)
  })

  test('a token that ended suspends what is shown: its state and its keepFresh stay, and one call is made', async () => {
    const client = createFakeClient()
    function Form() {
      const [draft, setDraft] = useState('')
      return (
        <button onClick={() => setDraft('half-filled')}>
          {useSuspenseIdToken().idToken} {draft}
        </button>
      )
    }
    const { container } = render(tree(client, <Form />))
    act(() => container.querySelector('button')!.click())
    act(() => {
      client.setView({ ...PENDING, isRefreshing: true })
    })
    expect(container.querySelector('button')).not.toBeVisible()
    expect(container).toHaveTextContent('waiting')
    expect([client.tokenCalls.length, client.held()]).toEqual([1, 1])
    await settle(client, 'token-2')
    expect(container.querySelector('button')).toBeVisible()
    expect(container.textContent).toBe('token-2 half-filled')
    expect([client.tokenCalls.length, client.held()]).toEqual([1, 1])
  })

  test('each time that a token ends is a wait of its own', async () => {
    const client = createFakeClient(PENDING)
    const { container } = render(tree(client, <Token />))
    for (const idToken of ['token-1', 'token-2', 'token-3']) {
      await settle(client, idToken)
      expect(container.querySelector('i')).toHaveTextContent(idToken)
      act(() => {
        client.setView(PENDING)
      })
      expect(container).toHaveTextContent('waiting')
    }
    expect(client.tokenCalls).toHaveLength(4)
  })

  test('a token that ended unannounced is in no render', () => {
    const client = createFakeClient()
    const seen = vi.fn<(result: SuspenseIdToken) => void>()
    const { container, rerender } = render(tree(client, <Token seen={seen} />))
    seen.mockClear()
    client.setViewUnannounced(PENDING)
    rerender(tree(client, <Token seen={seen} />))
    expect(seen).not.toHaveBeenCalled()
    expect(container).toHaveTextContent('waiting')
  })

  test('a session that is signed in meanwhile is waited for by the same call', async () => {
    const client = createFakeClient(PENDING, { status: 'restoring', error: null })
    const { container, rerender } = render(tree(client, <Token />))
    await act(async () => {
      client.setSnapshot({ ...SIGNED_IN, claims: null })
    })
    rerender(tree(client, <Token />))
    expect(client.tokenCalls).toHaveLength(1)
    await settle(client, 'token-1')
    expect(container.textContent).toBe('token-1')
  })

  test('each client has attempts of its own', () => {
    const [one, other] = [createFakeClient(PENDING), createFakeClient(PENDING)]
    render(tree(one, <Token />))
    render(tree(other, <Token />))
    expect([one.tokenCalls.length, other.tokenCalls.length]).toEqual([1, 1])
  })
})

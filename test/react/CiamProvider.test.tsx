// @vitest-environment jsdom
// The provider: what it accepts, when it starts and stops its client, and which client the hooks below get.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, renderHook } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi, type MockInstance } from 'vitest'
import type { CiamClient } from '../../src/client/types'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useAuthFetch } from '../../src/react/useAuthFetch'
import { useAuthHeaders } from '../../src/react/useAuthHeaders'
import { useCiamClient } from '../../src/react/useCiamClient'
import { useClaims } from '../../src/react/useClaims'
import { useIdToken } from '../../src/react/useIdToken'
import { useSession } from '../../src/react/useSession'
import { createFakeClient, READY, SIGNED_IN, type FakeClient } from './fake-client'

let consoleError: MockInstance

beforeEach(() => {
  consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined)
})

afterEach(() => {
  cleanup()
  consoleError.mockRestore()
})

function Token() {
  return <output>{useIdToken().idToken}</output>
}

function Shown() {
  const session = useSession()
  return (
    <output>
      {useIdToken().idToken} {useAuthHeaders()?.Authorization} {session.status === 'signed-in' && session.sessionKey}{' '}
      {useClaims((claims) => claims.name)}
    </output>
  )
}

describe('what a provider accepts', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an object that only looks like a client', { start: () => undefined, stop: () => undefined }],
    ['the options of a client', { baseUrl: 'https://tenant.example.com', clientId: 'app' }],
    ['a string', 'client'],
  ])('%s is refused with CONFIG and a message that names createCiamClient', (_, value) => {
    expect(() => render(<CiamProvider client={value as never} />)).toThrow(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('createCiamClient') as string }),
    )
  })

  test('a client with any type of claims is accepted', () => {
    expectTypeOf<{ client: CiamClient<{ id: Date }> }>().toExtend<Parameters<typeof CiamProvider>[0]>()
    expectTypeOf<{ client: object }>().not.toExtend<Parameters<typeof CiamProvider>[0]>()
  })
})

describe('a hook without a provider', () => {
  test.each([
    ['useCiamClient', useCiamClient],
    ['useIdToken', useIdToken],
    ['useSession', () => useSession()],
    ['useClaims', () => useClaims()],
    ['useAuthHeaders', useAuthHeaders],
    ['useAuthFetch', useAuthFetch],
  ])('%s throws CONFIG and names <CiamProvider>', (_, hook: () => unknown) => {
    expect(() => renderHook(hook)).toThrow(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('<CiamProvider>') as string }),
    )
  })
})

describe('start and stop', () => {
  test('in StrictMode each start but one is followed by a stop, and none is left after the unmount', () => {
    const client = createFakeClient()
    const { unmount } = render(<CiamProvider client={client} />, { wrapper: StrictMode })
    expect(client.calls).toMatchObject({ start: 2, stop: 1 })
    unmount()
    expect(client.calls).toMatchObject({ start: 2, stop: 2 })
  })

  test('a re-render with the same client neither starts nor stops it', () => {
    const client = createFakeClient()
    const { rerender } = render(<CiamProvider client={client}>one</CiamProvider>)
    rerender(<CiamProvider client={client}>two</CiamProvider>)
    expect(client.calls).toMatchObject({ start: 1, stop: 0 })
  })

  test('another client prop stops the first client, starts the second, and every hook moves over', () => {
    const first = createFakeClient()
    const second = createFakeClient(
      { ...READY, idToken: 'token-of-second' },
      { ...SIGNED_IN, sessionKey: 'session-2', claims: { name: 'Grace' } },
    )
    const tree = (client: FakeClient) => (
      <CiamProvider client={client}>
        <Shown />
      </CiamProvider>
    )
    const { container, rerender } = render(tree(first))
    expect(container.textContent).toBe('token-1 Bearer token-1 session-1 Ada')
    rerender(tree(second))
    expect(container.textContent).toBe('token-of-second Bearer token-of-second session-2 Grace')
    expect([first.calls.start - first.calls.stop, second.calls.start - second.calls.stop]).toEqual([0, 1])
    expect([first.held(), second.held()]).toEqual([0, 2])
    expect([first.listeners(), second.listeners()]).toEqual([0, 4])
    act(() => {
      first.setView({ idToken: 'late' })
    })
    expect(container.textContent).not.toContain('late')
  })
})

describe('what is around a provider', () => {
  test('an app QueryClient stays empty, and nothing is needed of it', () => {
    const queryClient = new QueryClient()
    const client = createFakeClient()
    const { container } = render(
      <QueryClientProvider client={queryClient}>
        <CiamProvider client={client}>
          <Shown />
        </CiamProvider>
      </QueryClientProvider>,
    )
    expect(container.textContent).toContain('token-1')
    expect(queryClient.getQueryCache().getAll()).toEqual([])
  })

  test('the nearest of two providers counts, each below its own', () => {
    const outer = createFakeClient()
    const inner = createFakeClient({ ...READY, idToken: 'token-inner' })
    const { container } = render(
      <CiamProvider client={outer}>
        <Token />{' '}
        <CiamProvider client={inner}>
          <Token />
        </CiamProvider>
      </CiamProvider>,
    )
    expect(container.textContent).toBe('token-1 token-inner')
    expect([outer.held(), inner.held()]).toEqual([1, 1])
  })

  test('two providers of one client hold it twice and let go one by one', () => {
    const client = createFakeClient()
    const tree = (both: boolean) => (
      <>
        <CiamProvider client={client}>
          <Token />
        </CiamProvider>
        {both && (
          <CiamProvider client={client}>
            <Token />
          </CiamProvider>
        )}
      </>
    )
    const { rerender } = render(tree(true))
    expect([client.calls.start - client.calls.stop, client.held()]).toEqual([2, 2])
    rerender(tree(false))
    expect([client.calls.start - client.calls.stop, client.held()]).toEqual([1, 1])
  })
})

describe('the context', () => {
  test('useCiamClient gives the client itself and renders nothing again when its state changes', () => {
    const client = createFakeClient()
    const seen = vi.fn<(client: CiamClient) => void>()
    function Reader() {
      seen(useCiamClient())
      return null
    }
    render(
      <CiamProvider client={client}>
        <Reader />
      </CiamProvider>,
    )
    act(() => {
      client.setView({ idToken: 'token-2' })
      client.setSnapshot({ status: 'signed-out', reason: 'signed-out', error: null })
    })
    expect(seen.mock.calls).toEqual([[client]])
  })

  test('useAuthFetch gives the same function for ever', () => {
    const client = createFakeClient()
    const seen = vi.fn<(authFetch: CiamClient['fetch']) => void>()
    const { rerender } = renderHook(
      () => {
        seen(useAuthFetch())
      },
      { wrapper: ({ children }: { children: ReactNode }) => <CiamProvider client={client}>{children}</CiamProvider> },
    )
    act(() => {
      client.setView({ idToken: 'token-2' })
    })
    rerender()
    expect(seen.mock.calls).toEqual([[client.fetch], [client.fetch]])
  })
})

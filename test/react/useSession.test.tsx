// @vitest-environment jsdom
// useSession: what it gives, and that only a change of the selected part renders.
import { act, render, renderHook } from '@testing-library/react'
import { lazy, StrictMode, startTransition, Suspense, type ReactNode } from 'react'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import type { IdTokenClaims, SessionSnapshot, SignedInSnapshot } from '../../src/client/types'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useSession, type Session } from '../../src/react/useSession'
import { createFakeClient, SIGNED_IN } from './fake-client'
import { below, expectSilentConsole, renderReader } from './render-hooks'

const SIGNED_OUT: SessionSnapshot = { status: 'signed-out', reason: 'signed-out', error: null }
const signedIn = (change: Partial<SignedInSnapshot>): SignedInSnapshot => ({ ...SIGNED_IN, ...change })

expectSilentConsole()

describe('useSession without a selector', () => {
  test('gives the fields of the snapshot and the client signIn and signOut', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, () => useSession())
    expect(values()).toEqual([{ ...SIGNED_IN, signIn: client.signIn, signOut: client.signOut }])
  })

  test('renders once for a new snapshot, and not at all where the snapshot stayed', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, () => useSession())
    act(() => {
      client.setView({ idToken: 'token-2' })
    })
    expect(values()).toHaveLength(1)
    act(() => {
      client.setSnapshot(SIGNED_OUT)
    })
    expect(values()).toEqual([expect.anything(), { ...SIGNED_OUT, signIn: client.signIn, signOut: client.signOut }])
  })

  test('is the same object after a re-render of the parent', () => {
    const { result, rerender } = renderReader(createFakeClient(), () => useSession())
    const first = result.current
    rerender()
    expect(result.current).toBe(first)
  })

  test('does not keep the id_token fresh', () => {
    const client = createFakeClient()
    renderReader(client, () => useSession())
    expect(client.calls.keepFresh).toBe(0)
  })
})

describe('useSession with a selector', () => {
  test('an inline selector renders only when the selected part changes by its structure', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, () =>
      useSession((session) => ({ status: session.status, roles: ['a', { deep: session.status === 'signed-in' }] })),
    )
    act(() => {
      client.setSnapshot(signedIn({ isRefreshing: true }))
    })
    act(() => {
      client.setSnapshot(signedIn({ idTokenExpiresAt: 600_000 }))
    })
    expect(values()).toHaveLength(1)
    act(() => {
      client.setSnapshot(SIGNED_OUT)
    })
    expect(values()).toEqual([
      { status: 'signed-in', roles: ['a', { deep: true }] },
      { status: 'signed-out', roles: ['a', { deep: false }] },
    ])
  })

  test('an inline selector gives the same object through re-renders of the parent and changes of other parts', () => {
    const client = createFakeClient()
    const { result, rerender } = renderReader(client, () => useSession(({ status }) => ({ status })))
    const first = result.current
    rerender()
    client.setSnapshot(signedIn({ isRefreshing: true }))
    rerender()
    expect(result.current).toBe(first)
  })

  test('a part that stayed equal keeps its identity beside one that changed', () => {
    const client = createFakeClient()
    const select = (session: Session) =>
      session.status === 'signed-in' ? { user: { ...session.claims }, busy: session.isRefreshing } : null
    const { result } = renderReader(client, () => useSession(select))
    const first = result.current
    act(() => {
      client.setSnapshot(signedIn({ isRefreshing: true }))
    })
    expect(result.current).toEqual({ user: { id: '7', name: 'Ada' }, busy: true })
    expect(result.current?.user).toBe(first?.user)
  })

  test.each([
    ['a Map', () => new Map([['a', 1]])],
    ['a Date', () => new Date(0)],
    ['an instance of a class', () => new URL('https://app.example.com')],
  ])('%s is compared by identity', (_, create: () => object) => {
    const client = createFakeClient()
    const { values } = renderReader(client, () => useSession(create))
    act(() => {
      client.setSnapshot(signedIn({ isRefreshing: true }))
    })
    expect(values()).toHaveLength(2)
    expect(values()[0]).not.toBe(values()[1])
  })

  test('a selector that changed with a prop is used in the same render', () => {
    const client = createFakeClient()
    const seen = vi.fn<(value: unknown) => void>()
    function Field({ name }: { name: 'id' | 'name' }) {
      seen(useSession((session) => session.status === 'signed-in' && session.claims?.[name]))
      return null
    }
    const { rerender } = render(<Field name="id" />, {
      wrapper: below(client),
    })
    rerender(<Field name="name" />)
    expect(seen.mock.calls).toEqual([['7'], ['Ada']])
    act(() => {
      client.setSnapshot(signedIn({ claims: { id: '8', name: 'Ada' } }))
    })
    expect(seen).toHaveBeenCalledTimes(2)
  })

  test('a render with another selector that is thrown away causes none of the one that is shown', () => {
    const client = createFakeClient()
    const Never = lazy(() => new Promise<never>(() => undefined))
    const seen = vi.fn<(tab: string, value: unknown) => void>()
    function Part({ tab }: { tab: string }) {
      const value = useSession((session) => (tab === 'key' ? { ...session, error: null } : { status: session.status }))
      seen(tab, value)
      return null
    }
    function Page({ tab }: { tab: string }) {
      return (
        <Suspense>
          <Part tab={tab} />
          {tab === 'key' && <Never />}
        </Suspense>
      )
    }
    const { rerender } = render(<Page tab="status" />, {
      wrapper: below(client),
    })
    startTransition(() => rerender(<Page tab="key" />))
    act(() => {
      client.setSnapshot(signedIn({ isRefreshing: true }))
    })
    expect(seen.mock.calls.map(([tab]) => tab)).toContain('key')
    expect(seen.mock.calls.filter(([tab]) => tab === 'status')).toEqual([['status', { status: 'signed-in' }]])
  })

  test('signIn and signOut keep their identity through all changes', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, () => useSession(({ signIn, signOut }) => ({ signIn, signOut })))
    act(() => {
      client.setSnapshot(SIGNED_OUT)
    })
    expect(values()).toEqual([{ signIn: client.signIn, signOut: client.signOut }])
  })

  test('in StrictMode it selects, subscribes once, and lets go', () => {
    const client = createFakeClient()
    const { result, unmount } = renderHook(() => useSession(({ status }) => ({ status })), {
      wrapper: ({ children }: { children: ReactNode }) => (
        <StrictMode>
          <CiamProvider client={client}>{children}</CiamProvider>
        </StrictMode>
      ),
    })
    expect([result.current, client.listeners()]).toEqual([{ status: 'signed-in' }, 1])
    unmount()
    expect(client.listeners()).toBe(0)
  })

  test('the type of the selection is inferred', () => {
    const select = (session: Session) => (session.status === 'signed-in' ? session.sessionKey : 1)
    expectTypeOf(useSession<string | 1>).returns.toEqualTypeOf<string | 1>()
    expectTypeOf(() => useSession(select)).returns.toEqualTypeOf<string | 1>()
    expectTypeOf(() => useSession()).returns.toEqualTypeOf<Session>()
    expectTypeOf<Session['status']>().toEqualTypeOf<'restoring' | 'signed-in' | 'signed-out'>()
    expectTypeOf<Extract<Session, { status: 'signed-in' }>['claims']>().toEqualTypeOf<IdTokenClaims | null>()
  })
})

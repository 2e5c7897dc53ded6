// @vitest-environment jsdom
// useClaims: claims or a part of them; a refresh that leaves the part equal renders nothing.
import { act } from '@testing-library/react'
import { describe, expect, expectTypeOf, test, vi } from 'vitest'
import type { IdTokenClaims, SessionSnapshot, SignedInSnapshot } from '../../src/client/types'
import { useClaims } from '../../src/react/useClaims'
import { createFakeClient, SIGNED_IN } from './fake-client'
import { expectSilentConsole, renderReader } from './render-hooks'

const SIGNED_OUT: SessionSnapshot = { status: 'signed-out', reason: 'signed-out', error: null }
const signedIn = (change: Partial<SignedInSnapshot>): SignedInSnapshot => ({ ...SIGNED_IN, ...change })

expectSilentConsole()

describe('useClaims', () => {
  test.each([
    ['while restoring', { status: 'restoring', error: null }],
    ['signed out', SIGNED_OUT],
    ['before the first id_token', signedIn({ claims: null })],
  ] as const)('is null %s, and the selector is not called', (_, snapshot) => {
    const selector = vi.fn<(claims: IdTokenClaims) => unknown>()
    const { result } = renderReader(createFakeClient(undefined, snapshot), () => useClaims(selector))
    expect(result.current).toBeNull()
    expect(selector).not.toHaveBeenCalled()
  })

  test('gives the claims of the snapshot without a selector', () => {
    expect(renderReader(createFakeClient(), () => useClaims()).result.current).toBe(SIGNED_IN.claims)
  })

  test('a refresh that leaves the selected part equal renders nothing', () => {
    const client = createFakeClient(undefined, signedIn({ claims: { name: 'Ada', exp: 300, roles: ['a'] } }))
    const { values } = renderReader(client, () => useClaims(({ name, roles }) => ({ name, roles })))
    act(() => {
      client.setSnapshot(signedIn({ isRefreshing: true, claims: { name: 'Ada', exp: 300, roles: ['a'] } }))
    })
    act(() => {
      client.setSnapshot(signedIn({ claims: { name: 'Ada', exp: 600, roles: ['a'] } }))
    })
    expect(values()).toEqual([{ name: 'Ada', roles: ['a'] }])
    act(() => {
      client.setSnapshot(signedIn({ claims: { name: 'Grace', exp: 600, roles: ['a'] } }))
    })
    expect(values()).toHaveLength(2)
    expect(values()[1]?.roles).toBe(values()[0]?.roles)
  })

  test('equal claims in a new object keep their identity', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, () => useClaims())
    act(() => {
      client.setSnapshot(signedIn({ claims: { id: '7', name: 'Ada' } }))
    })
    expect(values()).toHaveLength(1)
  })

  test('turns null at sign-out and comes back with the next sign-in', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, () => useClaims((claims) => claims.name))
    act(() => {
      client.setSnapshot(SIGNED_OUT)
    })
    act(() => {
      client.setSnapshot(signedIn({ claims: { name: 'Grace' } }))
    })
    expect(values()).toEqual(['Ada', null, 'Grace'])
  })

  test('the type of the selection is inferred and may be null', () => {
    expectTypeOf(() => useClaims((claims) => claims.exp)).returns.toEqualTypeOf<number | undefined | null>()
    expectTypeOf(() => useClaims()).returns.toEqualTypeOf<IdTokenClaims | null>()
  })
})

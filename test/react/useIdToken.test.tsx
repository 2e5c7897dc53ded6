// @vitest-environment jsdom
// useIdToken: what it gives, at which moment, and its refresh function.
import { act } from '@testing-library/react'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { IdTokenClaims } from '../../src/client/types'
import { CiamError } from '../../src/protocol/errors'
import { useIdToken, type UseIdTokenResult } from '../../src/react/useIdToken'
import { createFakeClient, PENDING, READY } from './fake-client'
import { expectSilentConsole, renderReader } from './render-hooks'

const ENDED = { status: 'pending', idToken: null, claims: null, expiresAt: null } as const

expectSilentConsole()

describe('the result', () => {
  test('has exactly the promised fields, own and enumerable, on a frozen object', () => {
    const { result } = renderReader(createFakeClient(), useIdToken, () => undefined)
    expect(Object.keys(result.current)).toEqual([
      'status',
      'idToken',
      'claims',
      'expiresAt',
      'isRefreshing',
      'error',
      'refresh',
    ])
    expect(Reflect.ownKeys(result.current)).toHaveLength(7)
    expect(Object.isFrozen(result.current)).toBe(true)
    expect(() => Object.assign(result.current, { idToken: 'token-2' })).toThrow(TypeError)
    expect({ ...result.current }).toEqual({ ...READY, refresh: expect.any(Function) as unknown })
  })

  test('an object of an earlier render keeps the values that were read', () => {
    const client = createFakeClient()
    const { result } = renderReader(client, useIdToken, ({ idToken }) => idToken)
    const earlier = result.current
    act(() => {
      client.setView({ idToken: 'token-2' })
    })
    expect([earlier.idToken, result.current.idToken]).toEqual(['token-1', 'token-2'])
    expect(result.current).not.toBe(earlier)
  })

  test('is typed by its status', () => {
    expectTypeOf<UseIdTokenResult['claims']>().toEqualTypeOf<IdTokenClaims | null>()
    expectTypeOf<Extract<UseIdTokenResult, { status: 'ready' }>['idToken']>().toEqualTypeOf<string>()
    expectTypeOf<Extract<UseIdTokenResult, { status: 'ready' }>['expiresAt']>().toEqualTypeOf<number>()
    expectTypeOf<Extract<UseIdTokenResult, { status: 'error' }>['error']>().toEqualTypeOf<CiamError>()
    expectTypeOf<Exclude<UseIdTokenResult, { status: 'ready' }>['idToken']>().toEqualTypeOf<null>()
    expectTypeOf<UseIdTokenResult['status']>().toEqualTypeOf<'pending' | 'ready' | 'signed-out' | 'error'>()
  })

  test('shows a session that is there from the start in the first render', () => {
    const { values } = renderReader(createFakeClient(), useIdToken, ({ status, idToken }) => ({ status, idToken }))
    expect(values()).toEqual([{ status: 'ready', idToken: 'token-1' }])
  })

  test('shows an error with its status', () => {
    const error = new CiamError('NETWORK', 'No answer.')
    const { result } = renderReader(
      createFakeClient({ ...PENDING, status: 'error', error }),
      useIdToken,
      ({ status }) => status,
    )
    expect([result.current.status, result.current.error]).toEqual(['error', error])
  })
})

describe('a field that is read for the first time', () => {
  test('after a re-render of the parent is the present one, not that of the first render', () => {
    const client = createFakeClient()
    const wanted = { token: false }
    const { rerender, values } = renderReader(client, useIdToken, (result) =>
      wanted.token ? result.idToken : result.status,
    )
    act(() => {
      client.setView({ idToken: 'token-2' })
    })
    wanted.token = true
    rerender()
    expect(values()).toEqual(['ready', 'token-2'])
    act(() => {
      client.setView({ idToken: 'token-3' })
    })
    expect(values()).toEqual(['ready', 'token-2', 'token-3'])
  })

  test('in an event handler is the present one even if no listener was told', () => {
    const client = createFakeClient()
    const { result } = renderReader(client, useIdToken, ({ refresh }) => refresh)
    client.setViewUnannounced(ENDED)
    expect(result.current.idToken).toBeNull()
  })

  test('agrees with the fields that were read before on the same object', () => {
    const client = createFakeClient()
    const { result } = renderReader(client, useIdToken, ({ status }) => status)
    const earlier = result.current
    act(() => {
      client.setView(ENDED)
    })
    expect([earlier.status, earlier.idToken]).toEqual(['ready', 'token-1'])
    expect([result.current.status, result.current.idToken]).toEqual(['pending', null])
  })
})

describe('the end of a token', () => {
  test('turns it null in one render', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, useIdToken, ({ status, idToken }) => [status, idToken])
    act(() => {
      client.setView(ENDED)
    })
    expect(values()).toEqual([
      ['ready', 'token-1'],
      ['pending', null],
    ])
  })

  test('is seen by any render, also where the change was not announced yet', () => {
    const client = createFakeClient()
    const { rerender, values } = renderReader(client, useIdToken, ({ idToken }) => idToken)
    client.setViewUnannounced(ENDED)
    rerender()
    expect(values().slice(1)).not.toContain('token-1')
    expect(values().at(-1)).toBeNull()
  })

  test('between the first render and the effects leads to a render with null', () => {
    const client = createFakeClient()
    const { result } = renderReader(client, useIdToken, ({ idToken }) => {
      if (client.calls.keepFresh === 0) client.setViewUnannounced(ENDED)
      return idToken
    })
    expect(result.current.idToken).toBeNull()
  })
})

describe('refresh', () => {
  test('is the same function through renders, refreshes and remounts', () => {
    const client = createFakeClient()
    const first = renderReader(client, useIdToken, ({ idToken, refresh }) => [idToken, refresh])
    act(() => {
      client.setView({ idToken: 'token-2' })
    })
    const second = renderReader(client, useIdToken, ({ refresh }) => refresh)
    const functions = [...first.values().map(([, refresh]) => refresh), ...second.values()]
    expect(functions).toHaveLength(3)
    expect(new Set(functions).size).toBe(1)
  })

  test('settles after an unmount in its midst, with nothing on the console and no hold left', async () => {
    const client = createFakeClient()
    const { result, unmount, values } = renderReader(client, useIdToken, ({ isRefreshing, idToken }) => [
      isRefreshing,
      idToken,
    ])
    const refreshed = result.current.refresh()
    act(() => {
      client.setView({ isRefreshing: true })
    })
    unmount()
    client.setView({ isRefreshing: false, idToken: 'token-2' })
    client.settleRefresh('token-2')
    await expect(refreshed).resolves.toBe('token-2')
    expect(values()).toEqual([
      [false, 'token-1'],
      [true, 'token-1'],
    ])
    expect([client.held(), client.listeners()]).toEqual([0, 0])
  })
})

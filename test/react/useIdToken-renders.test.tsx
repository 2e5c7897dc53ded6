// @vitest-environment jsdom
// useIdToken: a component re-renders for the fields that it read, and for nothing else.
import { act } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { CiamError } from '../../src/protocol/errors'
import { useIdToken } from '../../src/react/useIdToken'
import { createFakeClient, READY } from './fake-client'
import { expectSilentConsole, renderReader } from './render-hooks'

expectSilentConsole()

describe('what it re-renders for', () => {
  test('a change of a field that was read gives one render with a new object', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, useIdToken, ({ idToken }) => idToken)
    act(() => {
      client.setView({ idToken: 'token-2', expiresAt: 600_000 })
    })
    expect(values()).toEqual(['token-1', 'token-2'])
  })

  test('a refresh renders nothing of a component that reads only the status', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, useIdToken, ({ status }) => status)
    act(() => {
      client.setView({ isRefreshing: true })
      client.setView({ isRefreshing: false, idToken: 'token-2', expiresAt: 600_000, claims: { exp: 600 } })
    })
    expect(values()).toEqual(['ready'])
  })

  test('a component that reads nothing but refresh never renders again', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, useIdToken, ({ refresh }) => refresh)
    act(() => {
      client.setView({ status: 'signed-out', idToken: null, claims: null, expiresAt: null, isRefreshing: true })
    })
    expect(values()).toHaveLength(1)
  })

  test.each([
    ['status', { status: 'error' }],
    ['idToken', { idToken: 'token-2' }],
    ['claims', { claims: {} }],
    ['expiresAt', { expiresAt: 600_000 }],
    ['isRefreshing', { isRefreshing: true }],
    ['error', { error: new CiamError('NETWORK', 'No answer.') }],
  ] as const)('a component that reads %s renders for that field and for no other', (field, change) => {
    const client = createFakeClient()
    const { values } = renderReader(client, useIdToken, (result) => result[field])
    const others = {
      ...READY,
      idToken: 'x',
      status: 'pending',
      claims: null,
      expiresAt: 1,
      isRefreshing: true,
    } as const
    act(() => {
      client.setView({ ...others, error: new CiamError('TIMEOUT', 'Slow.'), [field]: READY[field] })
    })
    expect(values()).toHaveLength(1)
    act(() => {
      client.setView(change)
    })
    expect(values()).toEqual([READY[field], { ...READY, ...change }[field]])
  })

  test('spreading the result reads every field', () => {
    const client = createFakeClient()
    const { values } = renderReader(client, useIdToken, (result) => ({ ...result }))
    act(() => {
      client.setView({ isRefreshing: true })
    })
    act(() => {
      client.setView({ expiresAt: 600_000 })
    })
    expect(values().map(({ isRefreshing, expiresAt }) => [isRefreshing, expiresAt])).toEqual([
      [false, 300_000],
      [true, 300_000],
      [true, 600_000],
    ])
  })

  test('a re-render of the parent without a change gives the same object', () => {
    const { result, rerender, values } = renderReader(createFakeClient(), useIdToken, ({ idToken }) => idToken)
    const first = result.current
    rerender()
    expect(values()).toHaveLength(2)
    expect(result.current).toBe(first)
  })

  test('a change of unread fields and a re-render of the parent give the same object', () => {
    const client = createFakeClient()
    const { result, rerender } = renderReader(client, useIdToken, ({ status }) => status)
    const first = result.current
    client.setView({ isRefreshing: true })
    rerender()
    expect(result.current).toBe(first)
  })
})

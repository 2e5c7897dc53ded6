// @vitest-environment jsdom
// useAuthHeaders: the header of the present token, or null.
import { act } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { useAuthHeaders } from '../../src/react/useAuthHeaders'
import { createFakeClient, PENDING } from './fake-client'
import { expectSilentConsole, renderReader } from './render-hooks'

expectSilentConsole()

describe('useAuthHeaders', () => {
  test('gives the header, the same object while the token is the same', () => {
    const client = createFakeClient()
    const { result, rerender } = renderReader(client, useAuthHeaders)
    const first = result.current
    expect(first).toEqual({ Authorization: 'Bearer token-1' })
    act(() => {
      client.setView({ isRefreshing: true })
    })
    rerender()
    expect(result.current).toBe(first)
    act(() => {
      client.setView({ idToken: 'token-2' })
    })
    expect(result.current).toEqual({ Authorization: 'Bearer token-2' })
  })

  test('gives null without a token', () => {
    const client = createFakeClient(PENDING)
    expect(renderReader(client, useAuthHeaders).result.current).toBeNull()
  })

  test('holds keepFresh while mounted', () => {
    const client = createFakeClient()
    const { unmount } = renderReader(client, useAuthHeaders)
    expect(client.held()).toBe(1)
    unmount()
    expect(client.held()).toBe(0)
  })
})

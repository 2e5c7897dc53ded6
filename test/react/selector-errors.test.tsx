// @vitest-environment jsdom
// A selector that throws: React treats it as an error of the render, and the client does not notice.
import { act, render } from '@testing-library/react'
import { Component, type ReactNode } from 'react'
import { describe, expect, test, vi } from 'vitest'
import type { SessionSnapshot } from '../../src/client/types'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useSession } from '../../src/react/useSession'
import { createFakeClient } from './fake-client'

const SIGNED_OUT: SessionSnapshot = { status: 'signed-out', reason: 'signed-out', error: null }

describe('a selector that throws', () => {
  class Boundary extends Component<{ children: ReactNode }, { message: string | null }> {
    override state = { message: null }
    static getDerivedStateFromError(error: Error) {
      return { message: error.message }
    }
    override render() {
      return this.state.message ?? this.props.children
    }
  }
  function NameOrThrow() {
    return useSession((session) => {
      if (session.status !== 'signed-in') throw new Error('nobody here')
      return session.claims?.name
    })
  }

  test('throws in render, to the nearest error boundary, and not into the client', () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const client = createFakeClient()
    const { container } = render(
      <CiamProvider client={client}>
        <Boundary>
          <NameOrThrow />
        </Boundary>
        <output> beside</output>
      </CiamProvider>,
    )
    expect(container.textContent).toBe('Ada beside')
    act(() => {
      expect(() => {
        client.setSnapshot(SIGNED_OUT)
      }).not.toThrow()
    })
    expect(container.textContent).toBe('nobody here beside')
    expect(client.listeners()).toBe(0)
  })

  test('does no harm if the same change unmounts its component', () => {
    const client = createFakeClient()
    function Guard() {
      return useSession(({ status }) => status === 'signed-in') ? <NameOrThrow /> : 'signed out'
    }
    const { container } = render(
      <CiamProvider client={client}>
        <Guard />
      </CiamProvider>,
    )
    act(() => {
      client.setSnapshot(SIGNED_OUT)
    })
    expect(container.textContent).toBe('signed out')
  })
})

// What the recipe of each router has to show: the same tests for all of them.
import { QueryClientProvider } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import type { ReactElement } from 'react'
import { CiamProvider, useIdToken } from 'react-ciam'
import { beforeEach, expect, test, vi } from 'vitest'
import { client } from './ciam'
import { apiCalls, emulator } from './network'
import { queryClient } from './query-client'
import { beginEachSignedOut, forceClock, setVisibility, signIn } from './recipe-scene'

/** Keeps the id_token fresh, and shows that it is not a good one any more. */
function TokenStatus() {
  return <output>{useIdToken().status}</output>
}

const note = () => screen.getByLabelText<HTMLInputElement>('Note')
const path = () => location.pathname + location.search

export function testRouteGuards(router: ReactElement, go: (path: string) => unknown): void {
  beginEachSignedOut()

  beforeEach(async () => {
    vi.spyOn(window, 'scrollTo').mockReturnValue() // which the test environment has not
    queryClient.clear()
    await act(async () => {
      await go('/')
    })
  })

  async function open(address: string) {
    const clock = forceClock()
    render(
      <CiamProvider client={client}>
        <QueryClientProvider client={queryClient}>
          <TokenStatus />
          {router}
        </QueryClientProvider>
      </CiamProvider>,
    )
    await clock.advance(1_000)
    void go(address)
    await clock.advance(1_000)
    return clock
  }

  test('who is signed out gets the sign-in page, and after it the page that was wanted', async () => {
    const clock = await open('/orders?page=2')
    expect(path()).toBe(`/sign-in?returnTo=${encodeURIComponent('/orders?page=2')}`)
    expect(screen.queryByLabelText('Note')).toBeNull()
    expect(apiCalls).toEqual([])
    screen.getByRole('button', { name: 'Sign in' }).click()
    await clock.advance(1_000)
    expect(path()).toBe('/orders?page=2')
    expect(note()).toBeInTheDocument()
    expect(screen.getByText('A book of demo')).toBeInTheDocument()
  })

  test.each(['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)'])(
    'after signing in, returnTo=%s leads to the start page',
    async (returnTo) => {
      const clock = await open(`/sign-in?${new URLSearchParams({ returnTo })}`)
      screen.getByRole('button', { name: 'Sign in' }).click()
      await clock.advance(1_000)
      expect(path()).toBe('/')
      expect(screen.getByRole('heading', { name: 'Home' })).toBeInTheDocument()
    },
  )

  test('a loader whose id_token has ended gets a new one, and nobody is sent to the sign-in page', async () => {
    await signIn()
    emulator.clock.advance(301_000)
    await open('/orders')
    expect(path()).toBe('/orders')
    expect(screen.getByText('A book of demo')).toBeInTheDocument()
    expect(emulator.ledger.refreshes()).toHaveLength(1)
  })

  test('a half-filled form survives six minutes in a hidden tab, whose id_token ends meanwhile', async () => {
    await signIn()
    const clock = await open('/orders')
    const input = note()
    input.value = 'half'
    setVisibility('hidden')
    await clock.advance(360_000)
    expect(emulator.ledger.refreshes()).toEqual([])
    expect(screen.getByRole('status').textContent).not.toBe('ready')
    expect([path(), note(), note().value]).toEqual(['/orders', input, 'half'])
    setVisibility('visible')
    await clock.advance(5_000)
    expect(screen.getByRole('status').textContent).toBe('ready')
    expect([path(), note(), note().value]).toEqual(['/orders', input, 'half'])
    expect(emulator.ledger.refreshes()).toHaveLength(1)
  })

  test('a refresh that fails for a while takes nobody off the page', async () => {
    await signIn()
    const clock = await open('/orders')
    const input = note()
    emulator.fail(['500', '500', 'busy'])
    await clock.advance(301_000)
    expect([path(), note()]).toEqual(['/orders', input])
  })

  test('who signs out is taken to the sign-in page, with the way back', async () => {
    await signIn()
    const clock = await open('/orders')
    await act(() => client.signOut())
    await clock.advance(1_000)
    expect(path()).toBe(`/sign-in?returnTo=${encodeURIComponent('/orders')}`)
    expect(screen.queryByLabelText('Note')).toBeNull()
  })
}

// The recipe for a session that is about to end.
import { act, render, screen } from '@testing-library/react'
import { CiamProvider } from 'react-ciam'
import { expect, test } from 'vitest'
import { client } from './ciam'
import { emulator } from './network'
import { beginEachSignedOut, forceClock, signIn } from './recipe-scene'
import { toOwnPath } from './return-to'
import { SessionBanner } from './SessionBanner'

beginEachSignedOut()

const link = () => screen.queryByRole<HTMLAnchorElement>('link', { name: 'Sign in again' })

async function show() {
  emulator.configure({ sessionLifetime: 900 })
  const clock = forceClock()
  const signingIn = signIn()
  await clock.advance(0)
  await signingIn
  render(
    <CiamProvider client={client}>
      <SessionBanner />
    </CiamProvider>,
  )
  return clock
}

test('the banner comes five minutes before the end, counts the seconds, and goes with the session', async () => {
  const clock = await show()
  await clock.advance(598_000)
  expect(link()).toBeNull()
  await clock.advance(4_000)
  expect(screen.getByRole('status').textContent).toBe('Your session ends soon.')
  const seconds = () => Number(/\d+/.exec(screen.getByText(/Signed out in/).textContent)![0])
  const before = seconds()
  expect(before).toBeGreaterThan(290)
  await clock.advance(10_000)
  expect(seconds()).toBe(before - 10)
  await clock.advance(300_000)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
  expect(link()).toBeNull()
})

test('its link leads back to where the person was', async () => {
  window.history.replaceState(null, '', '/orders?page=2#third')
  const clock = await show()
  await clock.advance(602_000)
  const { pathname, searchParams } = new URL(link()!.href)
  expect([pathname, toOwnPath(searchParams.get('returnTo'))]).toEqual(['/sign-in', '/orders?page=2#third'])
})

test('whoever signs in again sees no banner', async () => {
  const clock = await show()
  await clock.advance(602_000)
  expect(link()).not.toBeNull()
  await act(() => signIn())
  expect(link()).toBeNull()
})

// useSessionExpiry on a real client and the emulator, with nothing that keeps the id_token fresh: what comes at the end.
import { render } from '@testing-library/react'
import { StrictMode } from 'react'
import { CiamProvider, useSession, useSessionExpiry } from 'react-ciam'
import { expect, test, vi } from 'vitest'
import { createHarness, type Harness } from '../client/harness'
import { expectSilentConsole } from './render-hooks'
import { advance, createReturningPage } from './returning-page'

expectSilentConsole()

const DAY = 86_400_000

function Banner() {
  const { isExpiring, remaining } = useSessionExpiry({ warnBefore: 300_000 })
  const status = useSession((session) => session.status)
  return <p>{isExpiring ? Math.ceil(remaining / 1_000) : status}</p>
}

/** Two banners, in StrictMode; `asked` is every call of `getIdToken`. */
function open({ client }: Harness) {
  const asked = vi.spyOn(client, 'getIdToken')
  const { container, unmount } = render(
    <StrictMode>
      <CiamProvider client={client}>
        <Banner />
        <Banner />
      </CiamProvider>
    </StrictMode>,
  )
  const shown = () => [...new Set([...container.querySelectorAll('p')].map(({ textContent }) => textContent))].join()
  return { asked, shown, unmount }
}

async function signedIn(...options: Parameters<typeof createHarness>): Promise<Harness> {
  const harness = createHarness(...options)
  await harness.client.signIn(await harness.emulator.login())
  await harness.flush()
  return harness
}

const EXPIRED = { status: 'signed-out', reason: 'session-expired' }

test('at the end the session is over, with no request; before it nothing was asked', async () => {
  const harness = await signedIn({}, { sessionLifetime: 600, rotation: 'off' })
  const { asked, shown } = open(harness)
  expect(shown()).toBe('signed-in')
  await advance(harness, 598_000)
  expect(Number(shown())).toBeLessThanOrEqual(2)
  expect(asked).not.toHaveBeenCalled()
  await advance(harness, 4_000)
  expect(harness.client.getSnapshot()).toMatchObject(EXPIRED)
  expect(shown()).toBe('signed-out')
  expect(harness.emulator.ledger.refreshes()).toEqual([])
  expect(asked).toHaveBeenCalledTimes(1)
})

test.each([
  ['of the usual life', 300],
  ['that outlives its session', 3_600],
])('after a reload, with an id_token %s, the service is asked first', async (_which, idTokenLifetime) => {
  const harness = await createReturningPage({}, { sessionLifetime: 600, rotation: 'off', idTokenLifetime })
  const { asked, shown } = open(harness)
  await advance(harness, 598_000)
  expect([asked.mock.calls, harness.emulator.ledger.refreshes()]).toEqual([[], []])
  await advance(harness, 5_000)
  expect(harness.client.getSnapshot()).toMatchObject(EXPIRED)
  expect(shown()).toBe('signed-out')
  expect(harness.emulator.ledger.refreshes()).toMatchObject([{ outcome: '0023' }])
})

test('where another tab has a longer session, that one is taken, with no request', async () => {
  const harness = await signedIn({}, { sessionLifetime: 600 })
  const { shown } = open(harness)
  harness.client.stop() // It hears nothing of the others.
  await advance(harness, 550_000)
  const other = harness.another().getIdToken({ force: true })
  await advance(harness, 1_000)
  await other
  expect(Number(shown())).toBeGreaterThan(40)
  await advance(harness, 52_000)
  expect(shown()).toBe('signed-in')
  expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
})

test('where the service says that the session lives on, it does, and is not asked again before the next end', async () => {
  const harness = await signedIn({}, { sessionLifetime: 600, rotation: 'off' })
  const { asked, shown } = open(harness)
  await advance(harness, 100_000)
  vi.setSystemTime(Date.now() + DAY) // The device's clock jumps, the service's does not.
  harness.emulator.clock.advance(-DAY)
  await advance(harness, 65_000)
  expect(harness.client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
  expect(harness.emulator.ledger.refreshes()).toMatchObject([{ outcome: 'unchanged' }])
  await advance(harness, 400_000)
  expect(asked).toHaveBeenCalledTimes(1)
  await advance(harness, 40_000)
  expect(shown()).toBe('signed-out')
  expect(asked).toHaveBeenCalledTimes(2)
})

test('a service that cannot be reached is asked once, also by a page that is opened again', async () => {
  let isDown = false
  const harness: Harness = await createReturningPage(
    { fetch: (input, init) => (isDown ? Promise.reject(new TypeError('down')) : harness.emulator.fetch(input, init)) },
    { sessionLifetime: 600, rotation: 'off' },
  )
  isDown = true
  const { asked, shown, unmount } = open(harness)
  await advance(harness, 1_200_000)
  expect(shown()).toBe('0')
  expect(harness.client.getSnapshot()).toMatchObject({ status: 'signed-in', error: { code: 'NETWORK' } })
  unmount()
  open(harness)
  await advance(harness, 60_000)
  expect(asked).toHaveBeenCalledTimes(1)
})

test('a page that was opened after the end asks at once', async () => {
  const harness = await createReturningPage({}, { sessionLifetime: 600, rotation: 'off' })
  vi.setSystemTime(Date.now() + DAY)
  const { shown } = open(harness)
  await advance(harness, 2_000)
  expect(shown()).toBe('signed-out')
  expect(harness.client.getSnapshot()).toMatchObject(EXPIRED)
})

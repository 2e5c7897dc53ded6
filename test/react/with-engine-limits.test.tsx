// The hooks on a real client and the emulator: an outage, renders that are thrown away, a thousand hooks.
import { render } from '@testing-library/react'
import { lazy, startTransition, Suspense } from 'react'
import { CiamProvider, useIdToken, type UseIdTokenResult } from 'react-ciam'
import { describe, expect, test, vi } from 'vitest'
import { createHarness, type Harness } from '../client/harness'
import { below, expectSilentConsole, renderReader } from './render-hooks'
import { advance, createReturningPage } from './returning-page'

expectSilentConsole()

function Token() {
  return <i>{useIdToken().idToken}</i>
}

describe('an outage', () => {
  test('ends in null and the error at the end of the token; no render sees an ended token; one 200 ends it', async () => {
    let isOut = false
    const harness: Harness = await createReturningPage({
      fetch: (input, init) =>
        isOut ? Promise.resolve(new Response('<html>', { status: 502 })) : harness.emulator.fetch(input, init),
    })
    const { values } = renderReader(harness.client, useIdToken, ({ status, idToken, expiresAt, error }) => ({
      status,
      idToken,
      code: error?.code,
      isEnded: idToken !== null && (expiresAt === null || expiresAt <= Date.now()),
    }))
    isOut = true
    await advance(harness, 299_000)
    expect(values().at(-1)).toMatchObject({ status: 'ready', code: 'SERVICE_BUSY' })
    await advance(harness, 2_000)
    expect(values().at(-1)).toMatchObject({ status: 'error', idToken: null, code: 'SERVICE_BUSY' })
    isOut = false
    await advance(harness, 120_000)
    expect(values().at(-1)).toMatchObject({ status: 'ready', code: undefined })
    expect(values().filter(({ isEnded }) => isEnded)).toEqual([])
  })
})

describe('what a render starts', () => {
  test('is nothing, if it is thrown away three times: no request, no timer; the first real one fetches a token', async () => {
    const harness = createHarness()
    const { session_token, expire } = await harness.emulator.login()
    await harness.client.signIn({ session_token, expire })
    await harness.flush()
    const Never = lazy(() => new Promise<never>(() => undefined))
    const seen = vi.fn<(result: UseIdTokenResult['status']) => void>()
    function Reader() {
      seen(useIdToken().status)
      return null
    }
    function Page({ shown }: { shown: 'nothing' | 'suspended' | 'token' }) {
      return (
        <Suspense>
          {shown !== 'nothing' && <Reader />}
          {shown === 'suspended' && <Never />}
        </Suspense>
      )
    }
    const { rerender } = render(<Page shown="nothing" />, { wrapper: below(harness.client) })
    const timers = vi.getTimerCount()
    for (let attempt = 0; attempt < 3; attempt += 1) {
      startTransition(() => rerender(<Page shown="suspended" />))
      rerender(<Page shown="nothing" />)
    }
    expect(seen.mock.calls).toContainEqual(['pending'])
    expect(vi.getTimerCount()).toBe(timers)
    await advance(harness, 5_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(0)
    rerender(<Page shown="token" />)
    await advance(harness, 2_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
    expect(seen.mock.lastCall).toEqual(['ready'])
  })
})

describe('1,000 hooks on one client', () => {
  test('have as many timers as one hook, and share one request', async () => {
    const harness = await createReturningPage()
    const idle = vi.getTimerCount()
    const one = renderReader(harness.client, useIdToken)
    const withOne = vi.getTimerCount()
    one.unmount()
    await advance(harness, 1)
    expect(vi.getTimerCount()).toBe(idle)
    const { container } = render(
      <CiamProvider client={harness.client}>
        {Array.from({ length: 1_000 }, (_, index) => (
          <Token key={index} />
        ))}
      </CiamProvider>,
    )
    expect(vi.getTimerCount()).toBe(withOne)
    await advance(harness, 245_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
    const token = await harness.client.getIdToken()
    expect([...container.querySelectorAll('i')].every(({ textContent }) => textContent === token)).toBe(true)
  })
})

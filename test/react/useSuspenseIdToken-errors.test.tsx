// @vitest-environment jsdom
// useSuspenseIdToken: what it throws to error boundaries, and that a boundary that is reset tries again.
import { act, render, renderHook } from '@testing-library/react'
import { StrictMode, Suspense } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { CiamError } from '../../src/protocol/errors'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useSuspenseIdToken } from '../../src/react/useSuspenseIdToken'
import { createHarness, type Harness } from '../client/harness'
import { ErrorBoundary, tryAgain } from './error-boundary'
import { createFakeClient, PENDING, READY, SIGNED_IN, type FakeClient } from './fake-client'
import { advance, createReturningPage } from './returning-page'

const NETWORK = new CiamError('NETWORK', 'No answer.')
const SIGNED_OUT_VIEW = { ...PENDING, status: 'signed-out' } as const

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined) // React reports there what a boundary caught.
})

function Token() {
  return <i>{useSuspenseIdToken().idToken}</i>
}

function renderToken(client: FakeClient | Harness['client'], readers = 1) {
  const caught = vi.fn<(error: unknown) => void>()
  const { container } = render(
    <StrictMode>
      <CiamProvider client={client}>
        <ErrorBoundary caught={caught}>
          <Suspense fallback="waiting">
            {Array.from({ length: readers }, (_, index) => (
              <Token key={index} />
            ))}
          </Suspense>
        </ErrorBoundary>
      </CiamProvider>
    </StrictMode>,
  )
  return { container, caught, shown: () => container.textContent }
}

describe('without a session', () => {
  test('it throws SIGNED_OUT at once, and asks for no token', () => {
    const client = createFakeClient(SIGNED_OUT_VIEW, { status: 'signed-out', reason: 'none', error: null })
    const { shown, caught } = renderToken(client)
    expect(shown()).toBe('SIGNED_OUT')
    expect(caught).toHaveBeenCalledWith(expect.objectContaining({ name: 'CiamError' }))
    expect(client.tokenCalls).toEqual([])
  })

  test('it throws the very error that ended the session', () => {
    const error = new CiamError('SESSION_REJECTED', 'The service ended it.')
    const client = createFakeClient({ ...SIGNED_OUT_VIEW, error }, { status: 'signed-out', reason: 'none', error })
    const { caught } = renderToken(client)
    expect(caught.mock.calls).toEqual([[error]])
  })

  test('a sign-out while the token is shown throws, and the next sign-in is shown after a reset', async () => {
    const client = createFakeClient()
    const { container, shown } = renderToken(client)
    expect(shown()).toBe('token-1')
    act(() => {
      client.setSnapshot({ status: 'signed-out', reason: 'signed-out', error: null })
      client.setView(SIGNED_OUT_VIEW)
    })
    expect(shown()).toBe('SIGNED_OUT')
    expect(client.held()).toBe(0)
    client.setSnapshot({ ...SIGNED_IN, sessionKey: 'session-2' })
    client.setView({ ...READY, idToken: 'token-2' })
    await tryAgain(container)
    expect(shown()).toBe('token-2')
  })

  test('a hook without its provider names CiamProvider', () => {
    expect(() => renderHook(useSuspenseIdToken)).toThrow(/<CiamProvider>/)
  })
})

describe('an attempt that fails', () => {
  const failing = async (readers = 1) => {
    vi.useFakeTimers({ now: 1_000_000 })
    const client = createFakeClient(PENDING)
    const rendered = renderToken(client, readers)
    await act(async () => client.settleToken(NETWORK))
    return { client, ...rendered }
  }

  test('throws its very error, to three readers after one call', async () => {
    const { client, shown, caught } = await failing(3)
    expect(shown()).toBe('NETWORK')
    expect(caught.mock.lastCall).toEqual([NETWORK])
    expect(client.tokenCalls).toEqual([{ force: false }])
  })

  test('stands for a second, however often the boundary is reset', async () => {
    const { client, container, shown } = await failing()
    vi.advanceTimersByTime(999)
    await tryAgain(container)
    await tryAgain(container)
    expect(shown()).toBe('NETWORK')
    expect(client.tokenCalls).toHaveLength(1)
  })

  test('is followed by one that asks, once the boundary is reset after a second', async () => {
    const { client, container, shown } = await failing()
    vi.advanceTimersByTime(1_000)
    await tryAgain(container)
    expect(shown()).toBe('waiting')
    expect(client.tokenCalls).toEqual([{ force: false }, { force: true }])
    await act(async () => {
      client.setView(READY)
      client.settleToken('token-1')
    })
    expect(shown()).toBe('token-1')
  })

  test('does not stand for longer because the clock was set back', async () => {
    const { client, container } = await failing()
    vi.setSystemTime(-86_400_000)
    await tryAgain(container)
    expect(client.tokenCalls).toHaveLength(2)
  })

  test('says nothing of the session that is signed in next', async () => {
    const { client, container, shown } = await failing()
    client.setSnapshot({ ...SIGNED_IN, sessionKey: 'session-2' })
    await tryAgain(container)
    expect(shown()).toBe('waiting')
    expect(client.tokenCalls).toEqual([{ force: false }, { force: false }])
  })

  test('is forgotten where a token came all the same', async () => {
    const { client, container, shown } = await failing()
    client.setView(READY)
    await tryAgain(container)
    expect(shown()).toBe('token-1')
    expect(client.tokenCalls).toHaveLength(1)
  })
})

describe('on a real client', () => {
  const withoutIdToken = async (options: Parameters<typeof createHarness>[0] = {}) => {
    const harness = createHarness(options)
    const { session_token, expire } = await harness.emulator.login()
    await harness.client.signIn({ session_token, expire })
    return harness
  }

  test('a first token is fetched by one request, in StrictMode and for three readers', async () => {
    const harness = await withoutIdToken()
    const { shown } = renderToken(harness.client, 3)
    expect(shown()).toBe('waiting')
    await advance(harness, 2_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
    expect(shown()).toBe((await harness.client.getIdToken()).repeat(3))
  })

  test('a returning user sees the token in the first render, and it is refreshed ahead of its end', async () => {
    const harness = await createReturningPage()
    const { shown } = renderToken(harness.client)
    const first = shown()
    expect(first).toMatch(/^ey/)
    await advance(harness, 250_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
    expect(shown()).toBe(await harness.client.getIdToken())
    expect(shown()).not.toBe(first)
  })

  test('an outage is thrown; after it a reset shows the token', async () => {
    const harness = await withoutIdToken()
    harness.emulator.fail('500')
    const { container, shown } = renderToken(harness.client)
    await advance(harness, 1_000)
    expect(shown()).toBe('SERVICE_BUSY')
    await advance(harness, 5_000)
    await tryAgain(container)
    await advance(harness, 1_000)
    expect(shown()).toBe(await harness.client.getIdToken())
    expect(harness.emulator.ledger.refreshes()).toHaveLength(2)
  })

  test('an error that waits until somebody asks is asked about by a reset, once a second at most', async () => {
    const harness: Harness = await withoutIdToken({
      fetch: async () => {
        requests += 1
        return Response.json({ error_code: 'IDAAS.SDK.PARAM.0003', error_msg: 'unknown' }, { status: 400 })
      },
    })
    let requests = 0
    const { container, shown } = renderToken(harness.client)
    await advance(harness, 500)
    for (let click = 0; click < 10; click += 1) await tryAgain(container)
    expect([shown(), requests]).toEqual(['APP_NOT_REGISTERED', 1])
    await advance(harness, 2_000)
    await tryAgain(container)
    await advance(harness, 500)
    expect([shown(), requests]).toEqual(['APP_NOT_REGISTERED', 2])
  })

  test('a session that the service ended is thrown with its error', async () => {
    const harness = await withoutIdToken()
    const { shown } = renderToken(harness.client)
    await advance(harness, 2_000)
    expect(shown()).toMatch(/^ey/)
    await act(() => harness.client.signOut())
    expect(shown()).toBe('SIGNED_OUT')
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
  })
})

// @vitest-environment jsdom
// useSessionExpiry: when the session is expiring, that it ticks only then, and that no timer overflows.
import { act, render, renderHook } from '@testing-library/react'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useSessionExpiry } from '../../src/react/useSessionExpiry'
import { createHarness } from '../client/harness'
import { createFakeClient, SIGNED_IN, type FakeClient } from './fake-client'
import { endingIn, renderExpiry, turn } from './render-expiry'
import { expectSilentConsole } from './render-hooks'
import { advance } from './returning-page'

const NOW = 1_700_000_000_000
const MINUTE = 60_000
const DAY = 86_400_000
const NEVER = { expiresAt: null, remaining: null, isExpiring: false }

expectSilentConsole()

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  return () => {
    vi.useRealTimers()
  }
})

describe('before the session is expiring', () => {
  test('it gives the end and what is left of the session, and renders once in hours', () => {
    const { result, renders } = renderExpiry(endingIn(DAY / 2), 5 * MINUTE)
    expect(result.current).toEqual({ expiresAt: NOW + DAY / 2, remaining: DAY / 2, isExpiring: false })
    act(() => void vi.advanceTimersByTime(11 * 60 * MINUTE))
    expect(renders()).toBe(1)
  })

  test('a render for another reason gives what is left by then', () => {
    const { result, rerender } = renderExpiry(endingIn(DAY), 5 * MINUTE)
    turn(10_000)
    rerender({ warn: 5 * MINUTE })
    expect(result.current).toEqual({ expiresAt: NOW + DAY, remaining: DAY - 10_000, isExpiring: false })
  })

  test('refreshes of the id_token render nothing', () => {
    const { client, renders } = renderExpiry(endingIn(DAY), MINUTE)
    const { sessionExpiresAt } = client.getSnapshot() as typeof SIGNED_IN
    act(() => {
      client.setSnapshot({ ...SIGNED_IN, sessionExpiresAt, isRefreshing: true })
      client.setView({ idToken: 'token-2' })
    })
    expect(renders()).toBe(1)
  })

  test.each([30 * DAY, 1_000 * DAY, Number.MAX_SAFE_INTEGER - NOW])(
    'a session of %d ms makes no timer overflow, and no render',
    (life) => {
      const setTimeout = vi.spyOn(globalThis, 'setTimeout')
      const { result, renders } = renderExpiry(endingIn(life), MINUTE)
      turn(10 * MINUTE)
      expect(result.current.isExpiring).toBe(false)
      expect(renders()).toBe(1)
      expect(setTimeout.mock.calls.length).toBeLessThan(20)
      expect(setTimeout.mock.calls.every(([, delay]) => delay !== undefined && delay > 0 && delay <= MINUTE)).toBe(true)
    },
  )
})

describe('once the session is expiring', () => {
  test('it says so at the moment of warnBefore, and ticks each second from then on', () => {
    const { result, renders } = renderExpiry(endingIn(10 * MINUTE), 5 * MINUTE)
    turn(5 * MINUTE - 1)
    expect([result.current.isExpiring, renders()]).toEqual([false, 1])
    turn(1)
    expect(result.current).toEqual({ expiresAt: NOW + 10 * MINUTE, remaining: 5 * MINUTE, isExpiring: true })
    turn(1_000)
    expect(result.current).toMatchObject({ remaining: 5 * MINUTE - 1_000, isExpiring: true })
    turn(9_000)
    expect(result.current).toMatchObject({ remaining: 5 * MINUTE - 10_000, isExpiring: true })
    expect(renders()).toBe(12)
  })

  test('it is in the first render where the page opens late, and ticks at whole seconds', () => {
    const { result, renders } = renderExpiry(endingIn(3_400), MINUTE)
    expect(result.current).toMatchObject({ remaining: 3_400, isExpiring: true })
    turn(400)
    expect([result.current.remaining, renders()]).toEqual([3_000, 2])
    turn(2_000)
    expect([result.current.remaining, renders()]).toEqual([1_000, 4])
  })

  test('it stops at 0, where no timer is left', () => {
    const { result, renders } = renderExpiry(endingIn(2_000), MINUTE)
    turn(MINUTE)
    expect(result.current).toEqual({ expiresAt: NOW + 2_000, remaining: 0, isExpiring: true })
    expect([renders(), vi.getTimerCount()]).toEqual([3, 0])
  })

  test('a timer that comes early, or late after a sleep, makes no second wrong', () => {
    const { result } = renderExpiry(endingIn(10 * MINUTE), 5 * MINUTE)
    vi.setSystemTime(NOW + 8 * MINUTE) // The computer slept: no timer ran.
    turn(MINUTE)
    expect(result.current).toMatchObject({ isExpiring: true, remaining: MINUTE })
    vi.setSystemTime(Date.now() - 1)
    turn(1_000)
    expect(result.current).toMatchObject({ isExpiring: true, remaining: MINUTE })
    turn(1)
    expect(result.current).toMatchObject({ isExpiring: true, remaining: 59_000 })
  })

  test('nothing is left, and not less, after a sleep past the end', () => {
    const { result } = renderExpiry(endingIn(10 * MINUTE), 5 * MINUTE)
    vi.setSystemTime(NOW + DAY)
    turn(MINUTE)
    expect(result.current).toEqual({ expiresAt: NOW + 10 * MINUTE, remaining: 0, isExpiring: true })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('another warnBefore counts from the next render', () => {
    const { result, rerender } = renderExpiry(endingIn(10 * MINUTE), 5 * MINUTE)
    rerender({ warn: 20 * MINUTE })
    expect(result.current).toMatchObject({ isExpiring: true, remaining: 10 * MINUTE })
    rerender({ warn: MINUTE })
    expect(result.current.isExpiring).toBe(false)
    turn(9 * MINUTE)
    expect(result.current.isExpiring).toBe(true)
  })

  test('a session that was made longer is no longer expiring', () => {
    const { client, result } = renderExpiry(endingIn(MINUTE), 5 * MINUTE)
    expect(result.current.isExpiring).toBe(true)
    act(() => {
      client.setSnapshot(endingIn(DAY))
    })
    expect(result.current).toEqual({ expiresAt: NOW + DAY, remaining: DAY, isExpiring: false })
    act(() => void vi.advanceTimersByTime(DAY - 5 * MINUTE))
    expect(result.current.isExpiring).toBe(true)
  })

  test('unmounting leaves no timer and no listener', () => {
    const { client, unmount } = renderExpiry(endingIn(MINUTE), 5 * MINUTE)
    expect(vi.getTimerCount()).toBe(1)
    unmount()
    expect([vi.getTimerCount(), client.listeners()]).toEqual([0, 0])
  })
})

describe('what never expires', () => {
  test.each([
    ['a session whose end was not told', endingIn(null)],
    ['no session', { status: 'signed-out', reason: 'none', error: null }],
    ['a session that is not read yet', { status: 'restoring', error: null }],
  ] as const)('%s: no end, no timer, even if everything is to be warned of', (_, snapshot) => {
    const { result, renders } = renderExpiry(snapshot, Infinity)
    expect(result.current).toEqual(NEVER)
    expect(vi.getTimerCount()).toBe(0)
    turn(60 * MINUTE)
    expect(renders()).toBe(1)
  })

  test('a server render, and hydration until it is done', async () => {
    function Banner() {
      const { isExpiring, remaining } = useSessionExpiry({ warnBefore: MINUTE })
      return <>{isExpiring ? `${remaining / 1_000} s` : 'fine'}</>
    }
    const page = (client: FakeClient) => (
      <CiamProvider client={client}>
        <Banner />
      </CiamProvider>
    )
    const client = createFakeClient(undefined, endingIn(30_000))
    const container = document.createElement('div')
    container.innerHTML = renderToString(page(client))
    expect(container.textContent).toBe('fine')
    const recoverable = vi.fn<(error: unknown) => void>()
    const root = await act(async () => hydrateRoot(container, page(client), { onRecoverableError: recoverable }))
    expect(container.textContent).toBe('30 s')
    expect(recoverable).not.toHaveBeenCalled()
    act(() => root.unmount())
  })
})

describe('misuse', () => {
  test.each([NaN, -1, undefined as never])('a warnBefore of %s is refused with CONFIG', (warnBefore) => {
    const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(() => renderExpiry(endingIn(DAY), warnBefore)).toThrow(expect.objectContaining({ code: 'CONFIG' }))
    consoleError.mockClear()
  })

  test('a hook without its provider names CiamProvider', () => {
    const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    expect(() => renderHook(() => useSessionExpiry({ warnBefore: 0 }))).toThrow(/<CiamProvider>/)
    consoleError.mockClear()
  })
})

test('on a real client that is kept fresh the banner counts down to the end of the session, and goes with it', async () => {
  const harness = createHarness({}, { sessionLifetime: 600, rotation: 'off' })
  await harness.client.signIn(await harness.emulator.login())
  function Banner() {
    const { isExpiring, remaining } = useSessionExpiry({ warnBefore: 5 * MINUTE })
    return <>{isExpiring ? Math.ceil(remaining / 1_000) : 'none'}</>
  }
  const { container } = render(
    <StrictMode>
      <CiamProvider client={harness.client}>
        <Banner />
      </CiamProvider>
    </StrictMode>,
  )
  onTestFinished(harness.client.keepFresh())
  expect(container.textContent).toBe('none')
  await advance(harness, 400_000)
  expect(Number(container.textContent)).toBeGreaterThan(195)
  expect(Number(container.textContent)).toBeLessThanOrEqual(200)
  await advance(harness, 260_000)
  expect(harness.client.getSnapshot()).toMatchObject({ status: 'signed-out' })
  expect(container.textContent).toBe('none')
})

// The hooks: what they give, when they render, and what a server and hydration see.
import { act, render, renderHook, screen } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { CiamProvider } from 'react-ciam'
import { createSignIn, useAccount, useSecondsUntil, useSignIn } from 'react-ciam/sign-in'
import { CiamTestProvider, EMULATOR_PASSWORD } from 'react-ciam/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createSignInScene, inState } from './sign-in-scene'

afterEach(() => {
  vi.useRealTimers()
})

function Status() {
  const state = useSignIn()
  return <p>{`${state.status}${state.isBusy ? ' busy' : ''} ${state.problem?.kind ?? ''}`}</p>
}

const below = (scene: ReturnType<typeof createSignInScene>) =>
  function Provider({ children }: { children: ReactNode }) {
    return (
      <StrictMode>
        <CiamProvider client={scene.client}>{children}</CiamProvider>
      </StrictMode>
    )
  }

describe('useSignIn', () => {
  test('shows each change, in all components of a client the same', async () => {
    const scene = createSignInScene()
    const { result } = renderHook(useSignIn, { wrapper: below(scene) })
    render(<Status />, { wrapper: below(scene) })
    const { signInWithPassword } = inState(result.current, 'ready')
    await act(() => signInWithPassword({ userName: 'demo', password: 'wrong' }))
    expect(screen.getByText('ready wrong-credentials')).toBeVisible()
    expect(result.current.problem).toMatchObject({ remainingAttempts: 4 })
    await act(() => signInWithPassword({ userName: 'demo', password: EMULATOR_PASSWORD }))
    expect(screen.getByText('signed-in')).toBeVisible()
    await act(() => scene.client.signOut())
    expect(result.current.status).toBe('ready')
  })

  test('of another client is another one', () => {
    const [one, other] = [createSignInScene(), createSignInScene()]
    const { result } = renderHook(useSignIn, { wrapper: below(one) })
    const { result: again } = renderHook(useSignIn, { wrapper: below(one) })
    const { result: another } = renderHook(useSignIn, { wrapper: below(other) })
    expect(again.current).toBe(result.current)
    expect(another.current).not.toBe(result.current)
  })

  test('shows the one that it is given, with no provider above', async () => {
    const { signIn } = createSignInScene()
    const { result } = renderHook(() => useSignIn(signIn))
    await act(() => inState(result.current, 'ready').enterCode({ mobile: '138' }))
    expect(result.current.status).toBe('code-sent')
  })

  test('goes on where it was when it is mounted again', async () => {
    const scene = createSignInScene()
    const first = renderHook(useSignIn, { wrapper: below(scene) })
    await act(() => inState(first.result.current, 'ready').enterCode({ mobile: '138' }))
    first.unmount()
    const { result } = renderHook(useSignIn, { wrapper: below(scene) })
    expect(result.current.status).toBe('code-sent')
  })

  test('with neither a provider nor a sign-in says what to do', () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined)
    expect(() => renderHook(() => useSignIn())).toThrow(/CiamProvider/)
  })

  test('is ready on a server and while hydrating, also where somebody is signed in; then what it is', async () => {
    const scene = createSignInScene()
    await scene.client.signIn(await scene.emulator.login('demo'))
    const page = (
      <CiamProvider client={scene.client}>
        <Status />
      </CiamProvider>
    )
    const container = document.createElement('div')
    container.innerHTML = renderToString(page)
    expect(container.textContent).toBe('ready ')
    const onRecoverableError = vi.fn()
    const root = await act(async () => hydrateRoot(container, page, { onRecoverableError }))
    expect(container.textContent).toBe('signed-in ')
    expect(onRecoverableError).not.toHaveBeenCalled()
    act(() => root.unmount())
  })

  test('sees the client of the test kit', () => {
    render(
      <CiamTestProvider session="signed-in">
        <Status />
      </CiamTestProvider>,
    )
    expect(screen.getByText('signed-in')).toBeVisible()
  })
})

test('useAccount gives one account for each client, for ever', () => {
  const [one, other] = [createSignInScene(), createSignInScene()]
  const { result, rerender } = renderHook(useAccount, { wrapper: below(one) })
  const first = result.current
  rerender()
  expect(result.current).toBe(first)
  expect(renderHook(useAccount, { wrapper: below(other) }).result.current).not.toBe(first)
})

describe('useSecondsUntil', () => {
  const count = (at: number | null) => {
    let renders = 0
    const hook = renderHook(
      ({ moment }) => {
        renders += 1
        return useSecondsUntil(moment)
      },
      { initialProps: { moment: at } },
    )
    return { ...hook, renders: () => renders }
  }
  const advance = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))

  test('counts whole seconds down, a render each, to 0, and leaves no timer', async () => {
    vi.useFakeTimers()
    const { result, renders } = count(Date.now() + 2_500)
    const seen = [result.current]
    for (const ms of [499, 1, 999, 1, 1_000]) {
      await advance(ms)
      seen.push(result.current)
    }
    expect(seen).toEqual([3, 3, 2, 2, 1, 0])
    expect(renders()).toBe(4)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('stops with its component', () => {
    vi.useFakeTimers()
    const { unmount } = count(Date.now() + 5_000)
    expect(vi.getTimerCount()).toBe(1)
    unmount()
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each([null, NaN, Infinity, -1, 0])('of %s is 0, without a timer', (at) => {
    vi.useFakeTimers()
    expect(count(at).result.current).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('follows another moment', async () => {
    vi.useFakeTimers()
    const { result, rerender } = count(null)
    rerender({ moment: Date.now() + 1_500 })
    expect(result.current).toBe(2)
    await advance(1_500)
    expect(result.current).toBe(0)
  })

  test('counts to the time at which another code may be sent', async () => {
    vi.useFakeTimers()
    const scene = createSignInScene()
    scene.next.push(() => new Response())
    const { result } = renderHook(() => {
      const state = useSignIn(scene.signIn)
      const resendAt = state.status === 'code-sent' ? state.resendAt : null
      return { state, seconds: useSecondsUntil(resendAt) }
    })
    await act(() => inState(result.current.state, 'ready').sendCode({ mobile: '138' }))
    expect(result.current.seconds).toBe(60)
    await advance(59_000)
    expect(result.current.seconds).toBe(1)
    expect(inState(result.current.state, 'code-sent').resend).toBeNull()
    await advance(1_000)
    expect(result.current.seconds).toBe(0)
    expect(inState(result.current.state, 'code-sent').resend).not.toBeNull()
  })
})

test('a sign-in on a server is ready, and its steps are a problem of kind input', async () => {
  const { client } = createSignInScene()
  const real = globalThis.window
  vi.stubGlobal('window', undefined)
  try {
    const signIn = createSignIn(client)
    const state = await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password: 'p' })
    expect(state).toMatchObject({ status: 'ready', problem: { kind: 'input', error: { code: 'CONFIG' } } })
  } finally {
    vi.stubGlobal('window', real)
  }
})

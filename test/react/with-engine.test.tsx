// The hooks on a real client and the emulator: a page that comes back, its refreshes, signing in and out.
import { act, render } from '@testing-library/react'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import {
  CiamProvider,
  useAuthFetch,
  useAuthHeaders,
  useClaims,
  useIdToken,
  useSession,
  type CiamClient,
} from 'react-ciam'
import { describe, expect, test, vi } from 'vitest'
import { createHarness } from '../client/harness'
import { expectSilentConsole, renderReader } from './render-hooks'
import { advance, createReturningPage } from './returning-page'

expectSilentConsole()

function Token() {
  return <i>{useIdToken().idToken}</i>
}

describe('a returning user', () => {
  test('has the session, the claims and the token in the first render, with no request', async () => {
    const { client, emulator, advance: turn } = await createReturningPage()
    const { values } = renderReader(client, () => [
      useIdToken().status,
      useSession(({ status }) => status),
      useClaims((claims) => typeof claims.name),
      useAuthHeaders()?.Authorization.startsWith('Bearer ey'),
    ])
    await act(() => turn(1_000))
    expect(values()).toEqual([['ready', 'signed-in', 'string', true]])
    expect(emulator.ledger.refreshes()).toHaveLength(0)
  })

  test('hydrates what the server sent without an error, and is signed in right after', async () => {
    const harness = await createReturningPage()
    function Page() {
      return [useIdToken().status, useSession().status, useClaims((claims) => typeof claims.name)].join(' ')
    }
    const tree = (client: CiamClient) => (
      <CiamProvider client={client}>
        <Page />
      </CiamProvider>
    )
    const container = document.body.appendChild(document.createElement('div'))
    container.innerHTML = renderToString(tree(harness.another()))
    expect(container.textContent).toBe('pending restoring ')
    const recoverable = vi.fn<(error: unknown) => void>()
    const root = await act(() => hydrateRoot(container, tree(harness.client), { onRecoverableError: recoverable }))
    expect(container.textContent).toBe('ready signed-in string')
    expect(recoverable).not.toHaveBeenCalled()
    expect(harness.emulator.ledger.refreshes()).toHaveLength(0)
    act(() => {
      root.unmount()
    })
  })
})

describe('a refresh', () => {
  test('in StrictMode is one request ahead of the end, and the page moves to its token', async () => {
    const harness = await createReturningPage()
    const { container } = render(
      <StrictMode>
        <CiamProvider client={harness.client}>
          <Token />
        </CiamProvider>
      </StrictMode>,
    )
    const first = container.textContent
    await advance(harness, 239_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(0)
    await advance(harness, 2_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
    expect(container.textContent).toBe(await harness.client.getIdToken())
    expect(container.textContent).not.toBe(first)
  })

  test('re-renders what reads the token, and nothing that reads the status or the name', async () => {
    const harness = await createReturningPage()
    const token = renderReader(harness.client, () => useIdToken().idToken)
    const status = renderReader(harness.client, () => useIdToken().status)
    const name = renderReader(harness.client, () => useClaims((claims) => [claims.name]))
    const session = renderReader(harness.client, () => useSession(({ status: state }) => ({ state })))
    await advance(harness, 250_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
    expect([token, status, name, session].map(({ values }) => values().length)).toEqual([2, 1, 1, 1])
  })

  test('that is asked for by three components at once is one request', async () => {
    const harness = await createReturningPage()
    const hooks = [1, 2, 3].map(() => renderReader(harness.client, useIdToken))
    await advance(harness, 2_000)
    const tokens = Promise.all(hooks.map(({ result }) => result.current.refresh()))
    await advance(harness, 1_000)
    expect(new Set(await tokens).size).toBe(1)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
  })

  test('whose component is unmounted in its midst still saves the rotated token', async () => {
    const harness = await createReturningPage()
    harness.emulator.configure({ latency: 5_000 })
    const { unmount } = renderReader(harness.client, useIdToken)
    await advance(harness, 241_000)
    expect(harness.client.getSnapshot()).toMatchObject({ isRefreshing: true })
    unmount()
    await harness.advance(10_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
    const reloaded = harness.another()
    await reloaded.getIdToken()
    const forced = reloaded.getIdToken({ force: true })
    await harness.advance(10_000)
    await forced
    expect(harness.emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated' }, { outcome: 'rotated' }])
  })

  test('does not come once nothing is mounted', async () => {
    const harness = await createReturningPage()
    const { unmount } = renderReader(harness.client, useIdToken)
    unmount()
    await harness.advance(600_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(0)
  })

  test('is shared by two providers with clients of one session', async () => {
    const harness = await createReturningPage()
    const { container } = render(
      <>
        <CiamProvider client={harness.client}>
          <Token />
        </CiamProvider>
        <CiamProvider client={harness.another()}>
          <Token />
        </CiamProvider>
      </>,
    )
    await advance(harness, 250_000)
    expect(harness.emulator.ledger.refreshes()).toHaveLength(1)
    const [one, other] = [...container.querySelectorAll('i')].map(({ textContent }) => textContent)
    expect(one).toBe(await harness.client.getIdToken())
    expect(other).toBe(one)
  })
})

describe('signing in and out', () => {
  test('moves every hook, through the functions that useSession gives', async () => {
    const harness = createHarness()
    const { result } = renderReader(harness.client, () => ({
      session: useSession(),
      token: useIdToken().status,
      name: useClaims((claims) => typeof claims.name),
      headers: useAuthHeaders() && 'headers',
      authFetch: useAuthFetch(),
    }))
    const shown = () => {
      const { session, token, name, headers } = result.current
      return [session.status, token, name, headers]
    }
    expect(shown()).toEqual(['signed-out', 'signed-out', null, null])
    const { session, authFetch } = result.current
    await act(async () => session.signIn(await harness.emulator.login()))
    expect(shown()).toEqual(['signed-in', 'ready', 'string', 'headers'])
    await act(() => session.signOut())
    expect(shown()).toEqual(['signed-out', 'signed-out', null, null])
    expect(result.current.authFetch).toBe(authFetch)
    await expect(authFetch('https://tenant.test/api')).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  })
})

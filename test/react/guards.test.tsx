// @vitest-environment jsdom
// SignedIn and SignedOut: what they show by the session, whatever the id_token does.
import { act, render } from '@testing-library/react'
import { StrictMode, useState, type ReactElement } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { describe, expect, test, vi } from 'vitest'
import type { SessionSnapshot } from '../../src/client/types'
import { CiamError } from '../../src/protocol/errors'
import { CiamProvider } from '../../src/react/CiamProvider'
import { SignedIn } from '../../src/react/SignedIn'
import { SignedOut } from '../../src/react/SignedOut'
import { createFakeClient, PENDING, SIGNED_IN, type FakeClient } from './fake-client'
import { expectSilentConsole } from './render-hooks'
import { advance, createReturningPage } from './returning-page'

const RESTORING: SessionSnapshot = { status: 'restoring', error: null }
const UNREADABLE: SessionSnapshot = { status: 'restoring', error: new CiamError('STORAGE', 'No answer.') }
const SIGNED_OUT: SessionSnapshot = { status: 'signed-out', reason: 'signed-out', error: null }

expectSilentConsole()

const below = (client: FakeClient | Awaited<ReturnType<typeof createReturningPage>>['client'], page: ReactElement) => (
  <StrictMode>
    <CiamProvider client={client}>{page}</CiamProvider>
  </StrictMode>
)

const page = (
  <>
    <SignedIn fallback="(in?)">account</SignedIn>
    <SignedOut fallback="(out?)">sign-in form</SignedOut>
  </>
)

describe.each([
  ['restoring', RESTORING, '(in?)(out?)'],
  ['a first read that failed', UNREADABLE, '(in?)(out?)'],
  ['signed in', SIGNED_IN, 'account'],
  ['signed in without an id_token', { ...SIGNED_IN, claims: null, idTokenExpiresAt: null }, 'account'],
  ['signed out', SIGNED_OUT, 'sign-in form'],
] as const)('%s', (_, snapshot, expected) => {
  test(`shows ${expected}`, () => {
    expect(render(below(createFakeClient(PENDING, snapshot), page)).container.textContent).toBe(expected)
  })

  test('shows no fallback where none was given', () => {
    const bare = (
      <>
        <SignedIn>account</SignedIn>
        <SignedOut>sign-in form</SignedOut>
      </>
    )
    const { container } = render(below(createFakeClient(PENDING, snapshot), bare))
    expect(container.textContent).toBe(snapshot.status === 'restoring' ? '' : expected)
  })
})

function Form() {
  const [draft, setDraft] = useState('empty')
  return <button onClick={() => setDraft('half-filled')}>{draft}</button>
}

test('what is shown follows the session', () => {
  const client = createFakeClient(PENDING, RESTORING)
  const { container } = render(below(client, page))
  const shown = [SIGNED_OUT, SIGNED_IN, SIGNED_OUT].map((snapshot) => {
    act(() => {
      client.setSnapshot(snapshot)
    })
    return container.textContent
  })
  expect(shown).toEqual(['sign-in form', 'account', 'sign-in form'])
})

test('a half-filled form survives six minutes in a hidden tab, where the token ended and was not refreshed', async () => {
  const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  const harness = await createReturningPage()
  const { container } = render(
    below(
      harness.client,
      <SignedIn>
        <Form />
      </SignedIn>,
    ),
  )
  act(() => container.querySelector('button')!.click())
  await advance(harness, 360_000)
  expect(harness.client.getSnapshot()).toMatchObject({ status: 'signed-in' })
  expect(harness.emulator.ledger.refreshes()).toHaveLength(0)
  expect(container.textContent).toBe('half-filled')
  visibility.mockReturnValue('visible')
  await act(async () => {
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await advance(harness, 2_000)
  expect(container.textContent).toBe('half-filled')
})

test('a server sends the fallbacks, and hydration has no error and shows what is true right after', async () => {
  const client = createFakeClient()
  const container = document.createElement('div')
  container.innerHTML = renderToString(below(client, page))
  expect(container.textContent).toBe('(in?)(out?)')
  const recoverable = vi.fn<(error: unknown) => void>()
  const root = await act(async () => hydrateRoot(container, below(client, page), { onRecoverableError: recoverable }))
  expect(container.textContent).toBe('account')
  expect(recoverable).not.toHaveBeenCalled()
  act(() => root.unmount())
})

test.each([SignedIn, SignedOut])('%o without its provider names CiamProvider', (Guard) => {
  const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(() => render(<Guard />)).toThrow(/<CiamProvider>/)
  consoleError.mockClear()
})

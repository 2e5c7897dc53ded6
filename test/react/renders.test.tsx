// @vitest-environment jsdom
// What refreshes cost: three of them on a real client, in StrictMode, counted in renders of each kind of reader.
import { render } from '@testing-library/react'
import { Profiler, StrictMode } from 'react'
import {
  CiamProvider,
  SignedIn,
  useAuthFetch,
  useAuthHeaders,
  useCiamClient,
  useClaims,
  useIdToken,
  useSession,
  useSessionExpiry,
  useSuspenseIdToken,
} from 'react-ciam'
import { expect, test } from 'vitest'
import { expectSilentConsole } from './render-hooks'
import { advance, createReturningPage } from './returning-page'

expectSilentConsole()

const readers: [description: string, useReader: () => unknown, rendersInAll: number][] = [
  ['useSession of the status', () => useSession((session) => session.status), 1],
  ['useSession of the functions', () => useSession(({ signIn, signOut }) => [signIn, signOut]), 1],
  ['useClaims of the name', () => useClaims((claims) => claims.name), 1],
  ['useClaims of a new object', () => useClaims(({ id, name }) => ({ id, names: [name] })), 1],
  ['useAuthFetch', () => useAuthFetch(), 1],
  ['useCiamClient', () => useCiamClient(), 1],
  ['useIdToken of the status', () => useIdToken().status, 1],
  ['useSessionExpiry', () => useSessionExpiry({ warnBefore: 60_000 }).isExpiring, 1],
  ['useIdToken of the token', () => useIdToken().idToken, 4],
  ['useAuthHeaders', () => useAuthHeaders(), 4],
  ['useSuspenseIdToken', () => useSuspenseIdToken(), 4],
]

test('three refreshes re-render what shows the token three times, and nothing else', async () => {
  // An `expire` that stays the same: where the service moves the session's end, its readers render for that.
  const harness = await createReturningPage({}, { rotation: 'off' })
  const renders: Record<string, number> = {}
  const count = (id: string) => {
    renders[id] = (renders[id] ?? 0) + 1
  }
  const components = readers.map(([description, useReader]) => {
    function Reader() {
      useReader()
      return null
    }
    return (
      <Profiler key={description} id={description} onRender={count}>
        <Reader />
      </Profiler>
    )
  })
  render(
    <StrictMode>
      <CiamProvider client={harness.client}>
        {components}
        <Profiler id="SignedIn" onRender={count}>
          <SignedIn>account</SignedIn>
        </Profiler>
      </CiamProvider>
    </StrictMode>,
  )
  for (const period of [245_000, 240_000, 240_000]) await advance(harness, period)
  expect(harness.emulator.ledger.refreshes()).toHaveLength(3)
  expect(renders).toEqual({ ...Object.fromEntries(readers.map(([id, , inAll]) => [id, inAll])), SignedIn: 1 })
})

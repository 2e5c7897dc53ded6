// @vitest-environment jsdom
// Hydration of useSuspenseIdToken: the browser takes over the fallback that the server sent, without a mismatch.
import { act } from '@testing-library/react'
import { StrictMode, Suspense } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { expect, onTestFinished, test, vi } from 'vitest'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useSession } from '../../src/react/useSession'
import { useSuspenseIdToken } from '../../src/react/useSuspenseIdToken'
import { createFakeClient, PENDING, READY, type FakeClient } from './fake-client'

function Token() {
  return <i>{useSuspenseIdToken().idToken}</i>
}

function Status() {
  return <b>{useSession(({ status }) => status)}</b>
}

const tree = (client: FakeClient) => (
  <StrictMode>
    <CiamProvider client={client}>
      <Status />
      <Suspense fallback="waiting">
        <Token />
      </Suspense>
    </CiamProvider>
  </StrictMode>
)

/** Hydrates what a server sent; `recovered` are the errors that React got over. */
async function hydrate(client: FakeClient) {
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = renderToString(tree(createFakeClient()))
  const sent = container.textContent
  const recovered: unknown[] = []
  const onRecoverableError = (error: unknown) => recovered.push(error)
  const root = await act(async () => hydrateRoot(container, tree(client), { onRecoverableError }))
  onTestFinished(() => act(() => root.unmount()))
  return { container, sent, recovered }
}

test('a stored session is shown right after hydration, and nothing but the boundary itself is rendered anew', async () => {
  const consoleError = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const client = createFakeClient()
  const { container, sent, recovered } = await hydrate(client)
  expect(sent).toBe('restoringwaiting')
  expect(container.textContent).toBe('signed-intoken-1')
  // React tells that the server left one boundary to the browser; a mismatch would be told here, or on the console.
  expect(recovered.map(String)).toEqual([expect.stringContaining('A server has no session')])
  expect(consoleError.mock.calls.filter(([message]) => /hydrat/i.test(String(message)))).toEqual([])
  expect([client.tokenCalls.length, client.held()]).toEqual([0, 1])
})

test('without a token the fallback stays until one comes, after one call', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const client = createFakeClient(PENDING)
  const { container } = await hydrate(client)
  expect(container.textContent).toBe('signed-inwaiting')
  await act(async () => {
    client.setView(READY)
    client.settleToken('token-1')
  })
  expect(container.textContent).toBe('signed-intoken-1')
  expect([client.tokenCalls.length, client.held()]).toEqual([1, 1])
})

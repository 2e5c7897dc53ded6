// @vitest-environment jsdom
// Hydration: the first client render repeats what the server sent, whatever the storage of this browser holds.
import { act, cleanup } from '@testing-library/react'
import { StrictMode, type ReactElement } from 'react'
import { hydrateRoot, type Root } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, test, vi } from 'vitest'
import { CiamProvider } from '../../src/react/CiamProvider'
import { useAuthHeaders } from '../../src/react/useAuthHeaders'
import { useClaims } from '../../src/react/useClaims'
import { useIdToken } from '../../src/react/useIdToken'
import { useSession } from '../../src/react/useSession'
import { createFakeClient, PENDING, type FakeClient } from './fake-client'

function Page({ rendered }: { rendered?: (text: string) => void }) {
  const { status, idToken } = useIdToken()
  const session = useSession()
  const selected = useSession((whole) => ({ status: whole.status }))
  const name = useClaims((claims) => claims.name)
  const headers = useAuthHeaders()
  const text = [status, idToken, session.status, selected.status, name, headers?.Authorization ?? null]
    .map(String)
    .join(' ')
  rendered?.(text)
  return <p>{text}</p>
}

const SERVER_TEXT = 'pending null restoring restoring null null'
const CLIENT_TEXT = 'ready token-1 signed-in signed-in Ada Bearer token-1'

const roots: Root[] = []

async function hydrate(element: ReactElement, html: string) {
  const container = document.body.appendChild(document.createElement('div'))
  container.innerHTML = html
  const recoverable = vi.fn<(error: unknown) => void>()
  await act(async () => {
    roots.push(hydrateRoot(container, element, { onRecoverableError: (error) => recoverable(error) }))
  })
  return { container, recoverable }
}

const tree = (client: FakeClient, rendered?: (text: string) => void) => (
  <CiamProvider client={client}>
    <Page {...(rendered && { rendered })} />
  </CiamProvider>
)

afterEach(async () => {
  await act(async () => {
    for (const root of roots.splice(0)) root.unmount()
  })
  cleanup()
})

test('a stored session hydrates without an error and is shown right after', async () => {
  const consoleError = vi.spyOn(console, 'error')
  const html = renderToString(tree(createFakeClient()))
  const rendered = vi.fn<(text: string) => void>()
  const client = createFakeClient()
  const { container, recoverable } = await hydrate(tree(client, rendered), html)
  expect(container.textContent).toBe(CLIENT_TEXT)
  expect(rendered.mock.calls[0]).toEqual([SERVER_TEXT])
  expect(recoverable).not.toHaveBeenCalled()
  expect(consoleError).not.toHaveBeenCalled()
  expect(client.held()).toBe(2)
})

test('hydration in StrictMode has no error either, and changes are followed after it', async () => {
  const consoleError = vi.spyOn(console, 'error')
  const client = createFakeClient()
  const element = <StrictMode>{tree(client)}</StrictMode>
  const { container, recoverable } = await hydrate(element, renderToString(element))
  await act(async () => {
    client.setView({ idToken: 'token-2' })
  })
  expect(container.textContent).toBe('ready token-2 signed-in signed-in Ada Bearer token-2')
  expect(recoverable).not.toHaveBeenCalled()
  expect(consoleError).not.toHaveBeenCalled()
})

test('a session that is found only after hydration is followed', async () => {
  const client = createFakeClient(PENDING, { status: 'restoring', error: null })
  const { container } = await hydrate(tree(client), renderToString(tree(client)))
  expect(container.textContent).toBe(SERVER_TEXT)
  await act(async () => {
    client.setSnapshot({ status: 'signed-out', reason: 'none', error: null })
    client.setView({ status: 'signed-out' })
  })
  expect(container.textContent).toBe('signed-out null signed-out signed-out null null')
})

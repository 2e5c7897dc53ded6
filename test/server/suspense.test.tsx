// @vitest-environment node
// useSuspenseIdToken on a server: the fallback of the boundary is sent at once, and the client is not touched.
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { Suspense, type ReactElement, type ReactNode } from 'react'
import { renderToPipeableStream, renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { createCiamClient } from '../../src/create-ciam-client'
import { CiamProvider } from '../../src/react/CiamProvider'
import { SignedIn } from '../../src/react/SignedIn'
import { SignedOut } from '../../src/react/SignedOut'
import { useSessionExpiry } from '../../src/react/useSessionExpiry'
import { useSuspenseIdToken } from '../../src/react/useSuspenseIdToken'
import { createFakeClient, PENDING } from '../react/fake-client'

function Token() {
  return <i>{useSuspenseIdToken().idToken}</i>
}

function Banner() {
  return <>{JSON.stringify(useSessionExpiry({ warnBefore: 60_000 }))}</>
}

const page = (client: ReturnType<typeof createFakeClient>, children: ReactNode) => (
  <CiamProvider client={client}>
    <p>shell</p>
    {children}
  </CiamProvider>
)

const waiting = (
  <Suspense fallback={<b>one moment</b>}>
    <Token />
  </Suspense>
)

/** What a streaming server sends, and what its `onError` is told. */
async function stream(element: ReactElement) {
  const onError = vi.fn<(error: unknown) => void>()
  const sent = new PassThrough()
  const { pipe } = renderToPipeableStream(element, { onError, onAllReady: () => pipe(sent) })
  return { html: await text(sent), onError }
}

test.each([
  ['with a token', createFakeClient()],
  ['without one', createFakeClient(PENDING)],
])('renderToString of a client %s sends the fallback, never a token, and calls nothing', (_, client) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const html = renderToString(page(client, waiting))
  expect(html).toContain('<p>shell</p>')
  expect(html).toContain('<b>one moment</b>')
  expect(html).not.toContain('token-1')
  expect(client.tokenCalls).toEqual([])
  expect(client.calls).toMatchObject({ start: 0, keepFresh: 0, getSnapshot: 0, getIdTokenView: 0 })
})

test('a stream sends the fallback without waiting, and onError gets one CONFIG that Next.js leaves to the browser', async () => {
  const client = createFakeClient(PENDING)
  const { html, onError } = await stream(page(client, waiting))
  expect(html).toContain('<b>one moment</b>')
  expect(client.tokenCalls).toEqual([])
  expect(onError.mock.calls.map(([error]) => error)).toEqual([
    expect.objectContaining({
      code: 'CONFIG',
      message: expect.stringContaining('<Suspense>') as unknown,
      digest: 'BAILOUT_TO_CLIENT_SIDE_RENDERING',
    }),
  ])
})

test('without a boundary the server render fails with a message that names <Suspense>', () => {
  expect(() => renderToString(page(createFakeClient(), <Token />))).toThrow(/<Suspense>/)
})

test('guards send their fallbacks, and no session is about to end', () => {
  const html = renderToString(
    page(
      createFakeClient(),
      <>
        <SignedIn fallback="in?">in</SignedIn>
        <SignedOut fallback="out?">out</SignedOut>
        <Banner />
      </>,
    ),
  )
  expect(html.replaceAll('&quot;', '"').replaceAll('<!-- -->', '')).toBe(
    '<p>shell</p>in?out?{"expiresAt":null,"remaining":null,"isExpiring":false}',
  )
})

test('a real client on a server is not used by any of them', async () => {
  const touched = vi.fn<() => never>(() => {
    throw new Error('touched')
  })
  const storage = { getItem: touched, setItem: touched, removeItem: touched, subscribe: touched }
  const client = createCiamClient({ baseUrl: 'https://tenant.example.com', clientId: 'app', storage, fetch: touched })
  const { html } = await stream(
    <CiamProvider client={client}>
      {waiting}
      <SignedIn fallback="in?">in</SignedIn>
      <Banner />
    </CiamProvider>,
  )
  expect(html).toContain('in?')
  expect(touched).not.toHaveBeenCalled()
})

// The app under test in a real browser: one client, a provider, and the hooks, as a person would write it. The client is
// on `window`, so that a test can call it in a page; the address says how it is made.
import { CiamProvider, createCiamClient, useAuthHeaders, useIdToken, useSession, type CiamClient } from 'react-ciam'
import { EMULATOR_CLIENT_ID } from 'react-ciam/testing'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

declare global {
  interface Window {
    ciam: CiamClient
    /** A second client of the same session, made by the same page. */
    sibling: CiamClient
    /** Names of events and details that hold no error object, in order. */
    events: [string, unknown][]
    /** The status of session and token that each render showed, in order. */
    rendered: string[]
    /** The token of each render, in order. */
    idTokens: (string | null)[]
  }
}

const query = new URLSearchParams(location.search)
const makeClient = (): CiamClient =>
  createCiamClient({
    baseUrl: query.get('service') ?? '/ciam',
    clientId: EMULATOR_CLIENT_ID,
    ...(query.has('requestTimeout') && { requestTimeout: Number(query.get('requestTimeout')) }),
  })
const client = makeClient()
window.ciam = client
window.sibling = makeClient()
window.events = []
window.rendered = []
window.idTokens = []
for (const name of ['signed-in', 'signed-out', 'refreshed', 'refresh-failed', 'storage-failed'] as const) {
  client.on(name, (detail) => window.events.push([name, { ...detail, error: undefined }]))
}

function Status() {
  const session = useSession()
  const { status, expiresAt, idToken } = useIdToken()
  const headers = useAuthHeaders()
  window.idTokens.push(idToken)
  window.rendered.push(`${session.status} ${status}`)
  return (
    <dl>
      <dt>session</dt>
      <dd id="session">{session.status}</dd>
      <dt>token</dt>
      <dd id="token">{status}</dd>
      <dt>expires</dt>
      <dd id="expires">{expiresAt}</dd>
      <dt>header</dt>
      <dd id="header">{headers ? 'there' : 'none'}</dd>
    </dl>
  )
}

createRoot(document.body.appendChild(document.createElement('main'))).render(
  <StrictMode>
    <CiamProvider client={client}>
      <Status />
    </CiamProvider>
  </StrictMode>,
)

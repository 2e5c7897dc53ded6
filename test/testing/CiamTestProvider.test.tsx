// @vitest-environment jsdom
// The provider for tests: each state is there in the first render, without a network, and behaves as the real client
// does. Long because each state has its rules.
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { StrictMode, type ReactNode } from 'react'
import {
  SignedIn,
  SignedOut,
  useAuthFetch,
  useClaims,
  useIdToken,
  useSession,
  type Session,
  type SignedOutReason,
} from 'react-ciam'
import {
  CiamTestProvider,
  createEmulator,
  createManualClock,
  createTestClient,
  EMULATOR_USERS,
  type FailingFault,
  type TestSession,
} from 'react-ciam/testing'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'

beforeEach(() => {
  vi.stubGlobal('fetch', () => {
    throw new Error('The network was used.')
  })
})
afterEach(cleanup)

interface Seen {
  snapshot: Session
  token: { status: string; idToken: string | null; code: string | null }
  name: string | null
}

function createProbe() {
  const seen: Seen[] = []
  function Probe() {
    const { status, idToken, error, refresh } = useIdToken()
    const snapshot = useSession()
    const name = useClaims((claims) => claims.name ?? null)
    seen.push({ snapshot, token: { status, idToken, code: error?.code ?? null }, name })
    return (
      <>
        <p>{status}</p>
        <button onClick={() => void refresh().catch(() => {})}>refresh</button>
        <button onClick={() => void snapshot.signOut()}>sign out</button>
      </>
    )
  }
  return { seen, Probe, last: () => seen.at(-1)! }
}

const show = (session?: TestSession, wrap = (children: ReactNode) => children) => {
  const probe = createProbe()
  const provider = (key: string, now = session) => (
    <CiamTestProvider key={key} {...(now === undefined ? {} : { session: now })}>
      <probe.Probe />
    </CiamTestProvider>
  )
  const { rerender, unmount } = render(wrap(provider('a')))
  return { ...probe, unmount, rerender: (key: string, next: TestSession) => rerender(wrap(provider(key, next))) }
}

function forceTimers() {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
}

const payloadOf = (token: string | null) =>
  JSON.parse(atob(token!.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/'))) as Record<string, number>

describe('signed in', () => {
  test.each([
    ['in StrictMode', (children: ReactNode) => <StrictMode>{children}</StrictMode>],
    ['without it', (children: ReactNode) => children],
  ])('the very first render has the id_token, the claims and the times, %s', (_name, wrap) => {
    const before = Date.now()
    const { seen } = show(undefined, wrap)
    const [first] = seen
    expect(first).toMatchObject({
      snapshot: { status: 'signed-in', isRefreshing: false, error: null },
      token: { status: 'ready', idToken: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/) as string },
      name: EMULATOR_USERS[0]!.name,
    })
    const { snapshot } = first!
    if (snapshot.status !== 'signed-in') throw new Error('Not signed in.')
    expect(snapshot.idTokenExpiresAt! - before).toBeGreaterThanOrEqual(300_000)
    expect(snapshot.idTokenExpiresAt! - before).toBeLessThan(302_000)
    expect(snapshot.sessionExpiresAt! - before).toBeGreaterThanOrEqual(604_800_000)
    expect(new Set(seen.map(({ token }) => token.idToken)).size).toBe(1)
  })

  test('claims and lives are those that are asked for, and the rest is the default', () => {
    const { last } = show({
      status: 'signed-in',
      claims: { name: '王芳' },
      expiresIn: 20_000,
      sessionExpiresIn: 60_500,
    })
    const { snapshot, name, token } = last()
    expect(name).toBe('王芳')
    if (snapshot.status !== 'signed-in') throw new Error('Not signed in.')
    expect(snapshot.claims).toMatchObject({ userName: 'demo', email: 'demo@example.com' })
    expect(payloadOf(token.idToken).exp! - payloadOf(token.idToken).iat!).toBe(20)
    expect(Math.abs(snapshot.sessionExpiresAt! - Date.now() - 60_500)).toBeLessThan(2_000)
  })

  test('a refresh does not put the end of the session off, and after it there is none', async () => {
    const client = createTestClient({ status: 'signed-in', sessionExpiresIn: 60_000 })
    const endOf = () => {
      const snapshot = client.getSnapshot()
      return snapshot.status === 'signed-in' ? (snapshot.sessionExpiresAt ?? NaN) : NaN
    }
    const end = endOf()
    const clock = await createManualClock()
    onTestFinished(clock.restore)
    await clock.advance(30_000)
    await client.getIdToken({ force: true })
    expect(Math.abs(endOf() - end)).toBeLessThan(1_000)
    await clock.advance(31_000)
    await expect(client.getIdToken({ force: true })).rejects.toMatchObject({ code: 'SIGNED_OUT' })
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-expired' })
  })

  test('a refresh gives another token of the same claims', async () => {
    const { last } = show({ status: 'signed-in', claims: { name: 'Ada', tenant: 'north' } })
    const { token } = last()
    await act(async () => fireEvent.click(screen.getByText('refresh')))
    await waitFor(() => expect(last().token.idToken).not.toBe(token.idToken))
    expect(last().token.status).toBe('ready')
    expect(last().snapshot).toMatchObject({ claims: { name: 'Ada', tenant: 'north', userName: 'demo' }, error: null })
  })

  test('each refresh rotates the session_token', async () => {
    const client = createTestClient()
    const rotated: boolean[] = []
    client.on('refreshed', (detail) => rotated.push(detail.rotated))
    await client.getIdToken({ force: true })
    expect(rotated).toEqual([true])
  })

  test('a sign-out shows at once, and the next test is signed in again', async () => {
    const { last, unmount } = show()
    fireEvent.click(screen.getByText('sign out'))
    await waitFor(() => expect(last().snapshot).toMatchObject({ status: 'signed-out', reason: 'signed-out' }))
    unmount()
    expect(show().seen[0]!.snapshot.status).toBe('signed-in')
  })

  test('two providers have two sessions', async () => {
    const [one, other] = [show(), show()]
    expect(one.last().token.idToken).not.toBe(other.last().token.idToken)
    fireEvent.click(screen.getAllByText('sign out')[0]!)
    await waitFor(() => expect(one.last().snapshot.status).toBe('signed-out'))
    expect(other.last().snapshot.status).toBe('signed-in')
  })

  test('a call of an API goes to the global fetch of that moment, with the token', async () => {
    function Orders() {
      const authFetch = useAuthFetch()
      return <button onClick={() => void authFetch('/api/orders')}>load</button>
    }
    render(<Orders />, { wrapper: CiamTestProvider })
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json([]))
    vi.stubGlobal('fetch', fetch)
    fireEvent.click(screen.getByText('load'))
    await waitFor(() => expect(fetch).toHaveBeenCalledOnce())
    const [url, init] = fetch.mock.calls[0]!
    expect(url).toBe(new URL('/api/orders', location.href).href)
    expect(new Headers(init?.headers).get('authorization')).toMatch(/^Bearer eyJ/)
  })
})

describe('signed out', () => {
  test.each(['none', 'signed-out', 'session-expired', 'session-rejected', 'rotation-lost'] as SignedOutReason[])(
    'the first render has the reason %s',
    async (reason) => {
      const { seen } = show({ status: 'signed-out', reason })
      expect(seen[0]).toMatchObject({ snapshot: { status: 'signed-out', reason }, token: { status: 'signed-out' } })
      const client = createTestClient({ status: 'signed-out', reason })
      const isRejected = reason === 'session-rejected' || reason === 'rotation-lost'
      await expect(client.getIdToken()).rejects.toMatchObject({ code: isRejected ? 'SESSION_REJECTED' : 'SIGNED_OUT' })
    },
  )

  test('a sign-in works, and its refreshes keep the claims of who signed in', async () => {
    const client = createTestClient('signed-out')
    const emulator = createEmulator()
    await client.signIn({ ...(await emulator.login('second')) })
    const token = await client.getIdToken()
    expect(await client.getIdToken({ force: true })).not.toBe(token)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', claims: { userName: 'second' }, error: null })
  })
})

describe('restoring', () => {
  test('the guards show their fallback, and nothing comes after it', async () => {
    forceTimers()
    const { unmount } = render(
      <CiamTestProvider session="restoring">
        <SignedIn fallback="one moment">in</SignedIn>
        <SignedOut>out</SignedOut>
      </CiamTestProvider>,
    )
    expect(document.body.textContent).toBe('one moment')
    await act(() => vi.advanceTimersByTimeAsync(30_000))
    expect(document.body.textContent).toBe('one moment')
    unmount()
    await vi.advanceTimersByTimeAsync(61_000)
    expect(vi.getTimerCount()).toBe(0) // Nothing of it outlives the test.
  })

  test('in StrictMode it goes on restoring', async () => {
    const { last } = show('restoring', (children) => <StrictMode>{children}</StrictMode>)
    await act(async () => {})
    expect(last()).toMatchObject({ snapshot: { status: 'restoring' }, token: { status: 'pending', idToken: null } })
  })
})

describe('failing', () => {
  test('signed in with claims and without a token, and soon an error', async () => {
    const { seen, last } = show('failing')
    expect(seen[0]).toMatchObject({ snapshot: { status: 'signed-in' }, token: { status: 'pending', idToken: null } })
    expect(seen[0]!.name).toBe(EMULATOR_USERS[0]!.name)
    await waitFor(() => expect(last().token).toEqual({ status: 'error', idToken: null, code: 'NETWORK' }))
  })

  test.each([
    ['busy', 'SERVICE_BUSY'],
    ['html-502', 'SERVICE_BUSY'],
    ['html-200', 'INVALID_RESPONSE'],
    [{ kind: '429', retryAfter: 60 }, 'SERVICE_BUSY'],
    ['redirect', 'NETWORK'],
    ['cut-after', 'NETWORK'],
  ] as [FailingFault, string][])('with the fault %o the error is %s', async (fault, code) => {
    const { last } = show({ status: 'failing', fault, claims: { name: 'Ada' } })
    await waitFor(() => expect(last().token).toEqual({ status: 'error', idToken: null, code }))
    expect(last().name).toBe('Ada')
  })

  test('every refresh fails, not only the first', async () => {
    forceTimers()
    const client = createTestClient('failing')
    for (let round = 0; round < 3; round += 1) {
      await expect(client.getIdToken({ force: true })).rejects.toMatchObject({ code: 'NETWORK' })
      await vi.advanceTimersByTimeAsync(120_000)
    }
  })

  test.each(['huge', 'expired-token', { kind: 'no-exp' }])('%o is refused: it is no failed refresh', (fault) => {
    const session = { status: 'failing', fault: fault as FailingFault } as const
    expect(() => createTestClient(session)).toThrow(/no failed refresh.*createEmulator/)
  })

  test('a fault that there is not is refused with those that there are', () => {
    const session = { status: 'failing', fault: 'broken' as FailingFault } as const
    expect(() => createTestClient(session)).toThrow(/no fault "broken".*html-502/)
  })
})

describe('another session after the mount', () => {
  test('changes nothing, also as a new object at each render', () => {
    const { seen, rerender } = show({ status: 'signed-in' })
    const token = seen[0]!.token.idToken
    rerender('a', { status: 'signed-in' })
    rerender('a', 'signed-out')
    expect(seen.at(-1)!.token.idToken).toBe(token)
    expect(seen.length).toBeLessThan(6)
  })

  test('counts with another key', () => {
    const { last, rerender } = show('signed-in')
    rerender('b', 'signed-out')
    expect(last().snapshot.status).toBe('signed-out')
  })
})

describe('a client of its own', () => {
  test('is the one that the hooks have', () => {
    const probe = createProbe()
    const client = createTestClient({ status: 'signed-in', claims: { name: 'Ada' } })
    render(<probe.Probe />, {
      wrapper: ({ children }) => <CiamTestProvider client={client}>{children}</CiamTestProvider>,
    })
    expect(probe.seen[0]).toMatchObject({ snapshot: client.getSnapshot(), name: 'Ada' })
  })

  test('takes the options of a client, and sends other requests where it is told', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response('own'))
    const client = createTestClient('signed-in', { apiOrigins: ['https://api.example.com'], fetch })
    await client.getIdToken({ force: true })
    expect(fetch).not.toHaveBeenCalled()
    expect(await (await client.fetch('https://api.example.com/orders')).text()).toBe('own')
    await expect(createTestClient().fetch('https://api.example.com/orders')).rejects.toMatchObject({ code: 'CONFIG' })
  })

  test.each([
    [{ status: 'signed-in', expiresIn: 0 }, 'expiresIn'],
    [{ status: 'signed-in', sessionExpiresIn: NaN }, 'sessionExpiresIn'],
    ['logged-in', 'signed-in, signed-out'],
  ])('%o is refused', (session, word) => {
    expect(() => createTestClient(session as TestSession)).toThrow(word)
  })
})

// The emulator behind msw: what is caught, and that every fault reaches the client as it does through `emulator.fetch`.
// @vitest-environment jsdom
import { HttpResponse, getResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createCiamClient, type CiamError } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { ciamHandlers, createEmulator, EMULATOR_CLIENT_ID, sessionRecord, type Emulator } from 'react-ciam/testing'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { FAULTS } from './fault-outcomes'
import { REFRESH } from './service-calls'

const BASE_URL = 'https://tenant.example'

async function signedIn(emulator: Emulator, baseUrl = BASE_URL, fetch?: typeof globalThis.fetch) {
  const options = { baseUrl, clientId: EMULATOR_CLIENT_ID, storage: memoryStorage(), requestTimeout: 400 }
  const { key, value } = sessionRecord(options, await emulator.login())
  await options.storage.setItem(key, value)
  return createCiamClient(fetch ? { ...options, fetch } : options)
}

/** How a forced refresh ended, by what a caller can tell. */
async function outcome(client: Awaited<ReturnType<typeof signedIn>>) {
  const { status, ...rest } = await client.getIdToken({ force: true }).then(
    () => ({ status: 'refreshed' }),
    (error: CiamError) => ({ status: error.code, retryable: error.retryable, httpStatus: error.httpStatus }),
  )
  return { status, ...rest, session: client.getSnapshot().status }
}

function listen(...handlers: Parameters<typeof setupServer>) {
  const server = setupServer(...handlers)
  server.listen({ onUnhandledRequest: 'error' })
  onTestFinished(() => server.close())
  return server
}

describe('a refresh', () => {
  test.each(FAULTS)(
    'with the fault %o is to the client what it is through emulator.fetch: %s',
    async (fault, status) => {
      const [direct, caught] = [createEmulator({ rotation: 'revoke' }), createEmulator({ rotation: 'revoke' })]
      listen(...ciamHandlers(caught))
      const plain = await signedIn(direct, BASE_URL, direct.fetch)
      const behind = await signedIn(caught)
      for (const emulator of [direct, caught]) emulator.fail(fault)
      const seen = await outcome(behind)
      expect(seen).toMatchObject({ status, session: 'signed-in' })
      expect(seen).toEqual(await outcome(plain))
      expect(caught.ledger.refreshes()).toMatchObject([{ fault: typeof fault === 'string' ? fault : fault.kind }])
    },
  )

  test('of a session that has ended ends it', async () => {
    const emulator = createEmulator()
    listen(...ciamHandlers(emulator))
    const client = await signedIn(emulator)
    emulator.reset()
    expect(await outcome(client)).toMatchObject({ status: 'SESSION_REJECTED', session: 'signed-out' })
  })

  test('of two clients rotates the token for both, and no token is spent twice', async () => {
    const emulator = createEmulator({ rotation: 'revoke' })
    listen(...ciamHandlers(emulator))
    const client = await signedIn(emulator)
    for (let round = 0; round < 3; round += 1) await client.getIdToken({ force: true })
    await (await signedIn(emulator)).getIdToken({ force: true })
    expect(emulator.ledger.refreshes().every(({ reused, outcome: how }) => how === 'rotated' && !reused)).toBe(true)
  })

  test('that its caller gives up is no defect for msw', async () => {
    const emulator = createEmulator()
    const server = listen(...ciamHandlers(emulator))
    const defects: unknown[] = []
    server.events.on('unhandledException', ({ error }) => defects.push(error))
    emulator.fail('hang')
    const controller = new AbortController()
    emulator.ledger.subscribe(() => controller.abort(new Error('gave up')))
    const hanging = fetch(`${BASE_URL}${REFRESH}`, { method: 'POST', signal: controller.signal })
    await expect(hanging).rejects.toThrow('gave up')
    expect(defects).toEqual([])
  })

  test('that is aborted is a network error', async () => {
    const controller = new AbortController()
    const fetch = () => {
      controller.abort()
      return Promise.reject(new Error('gave up'))
    }
    const [handler] = ciamHandlers({ ...createEmulator(), fetch })
    const request = { url: BASE_URL + REFRESH, signal: controller.signal, clone: () => null } as never
    expect((await handler!.run({ request, requestId: 'a' }))?.response?.type).toBe('error')
  })

  test('that meets a defect of the emulator shows it, not a network error', async () => {
    const emulator = { ...createEmulator(), fetch: () => Promise.reject(new TypeError('no such key')) }
    const [handler] = ciamHandlers(emulator)
    await expect(handler!.run({ request: new Request(BASE_URL + REFRESH), requestId: 'a' })).rejects.toThrow(
      'no such key',
    )
  })
})

describe('what is caught', () => {
  const emulator = createEmulator()
  const statusOf = async (url: string, baseUrl?: string) => {
    const handlers = ciamHandlers(emulator, baseUrl === undefined ? {} : { baseUrl })
    return (await getResponse(handlers, new Request(url)))?.status ?? null
  }
  const here = (path: string) => new URL(path, location.href).href

  test.each([
    ['https://tenant.example/api/v2/sdk/login', 405],
    ['https://other.example/any/prefix/api/v2/sdk/login?x=1', 405],
    ['https://tenant.example/api/v2/sdk/another/call', 404],
    ['https://tenant.example/api/v1/oauth2/keys', 200],
    ['https://tenant.example/api/v1/logout', 200],
    ['https://tenant.example/api/sample/profile', 401],
    ['https://tenant.example/api/orders', null],
    ['https://tenant.example/', null],
    ['https://tenant.example/api/v2/sdkx/login', null],
  ])('without baseUrl: %s is answered with %s', async (url, status) => {
    expect(await statusOf(url)).toBe(status)
  })

  test.each([
    [here('/ciam/api/v2/sdk/login'), '/ciam', 405],
    [here('/ciam'), '/ciam', 404],
    [here('/ciamx/api/v2/sdk/login'), '/ciam', null],
    [here('/api/v2/sdk/login'), '/ciam', null],
    ['https://tenant.example/ciam/api/v2/sdk/login', '/ciam', null],
    ['https://tenant.example/api/orders', 'https://tenant.example', 404],
    ['https://tenant.example:8443/api/v2/sdk/login', 'https://tenant.example', null],
    ['https://tenant.example.com/api/v2/sdk/login', 'https://tenant.example', null],
    ['https://tenant.example/a/api/v2/sdk/login', 'https://tenant.example/a/', 405],
  ])('%s with the baseUrl %s is answered with %s', async (url, baseUrl, status) => {
    expect(await statusOf(url, baseUrl)).toBe(status)
  })

  test('a baseUrl that no client would take is refused', () => {
    expect(() => ciamHandlers(emulator, { baseUrl: 'tenant.example' })).toThrow('baseUrl must be')
  })
})

describe('beside other handlers', () => {
  test('a later one comes first, and those after it get what is not the service', async () => {
    const emulator = createEmulator()
    const server = listen(
      ...ciamHandlers(emulator),
      http.get('*/api/orders', ({ request }) => HttpResponse.text(request.headers.get('authorization'))),
    )
    const client = await signedIn(emulator, '/ciam')
    expect(await (await client.fetch('/api/orders')).text()).toBe(`Bearer ${await client.getIdToken()}`)
    server.use(http.post('*/id-token', () => HttpResponse.error()))
    expect(await outcome(client)).toMatchObject({ status: 'NETWORK' })
    server.resetHandlers()
    server.restoreHandlers()
    expect(emulator.ledger.refreshes()).toEqual([])
    await signedIn(emulator, '/ciam').then((again) => again.getIdToken({ force: true }))
    expect(emulator.ledger.refreshes()).toHaveLength(1)
  })

  test('the body of a request is still there for who listens to msw', async () => {
    const emulator = createEmulator()
    const server = listen(...ciamHandlers(emulator))
    const bodies: Promise<string>[] = []
    server.events.on('response:mocked', ({ request }) => void bodies.push(request.clone().text()))
    await fetch(`${BASE_URL}/api/v2/sdk/login`, { method: 'POST', body: '{"user_name":"demo"}' })
    await vi.waitFor(() => expect(bodies).toHaveLength(1))
    expect(await bodies[0]).toBe('{"user_name":"demo"}')
  })

  test('nothing is printed, for a request shows its token', async () => {
    const printed = vi.spyOn(console, 'log')
    const [handler] = ciamHandlers(createEmulator())
    handler!.log({ request: new Request(BASE_URL), response: new Response(), parsedResult: {} })
    expect(printed).not.toHaveBeenCalled()
  })
})

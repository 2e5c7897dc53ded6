// The examples of the guide that are about what is around an app, run as they are printed. The last test holds that none is
// left out.
import * as reactQuery from '@tanstack/react-query'
import * as testingLibrary from '@testing-library/react'
import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import * as msw from 'msw'
import * as mswNode from 'msw/node'
import type { ComponentType } from 'react'
import { CiamProvider, type CiamClient } from 'react-ciam'
import * as devtools from 'react-ciam/devtools'
import { memoryStorage, webStorage, type StorageAdapter } from 'react-ciam/storage'
import {
  createEmulator,
  EMULATOR_CLIENT_ID,
  EMULATOR_PASSWORD,
  EMULATOR_USERS,
  expectNoTokenIn,
  storageContract,
} from 'react-ciam/testing'
import * as reactRouter from 'react-router'
import { expect, test, vi } from 'vitest'
import { emulator } from './example-app'
import { examplesOf, freshForEachTest, open, openSignedIn, SERVICE, type Ciam } from './guide-examples'

freshForEachTest()

test('storage: what is scrubbed is every header with a token, and nothing else', () => {
  const { scrubHeaders } = open('storage-and-security')<{
    scrubHeaders(headers: Record<string, string>): Record<string, string>
  }>('src/scrub-headers')
  const secret = { authorization: '***', 'Session-Token': '***', 'X-session-token': '***', 'X-state-token': '***' }
  const harmless = { 'x-client-id': 'a', 'content-type': 'b' }
  const all = Object.fromEntries(Object.keys(secret).map((name) => [name, 'token']))
  expect(scrubHeaders({ ...all, ...harmless })).toEqual({ ...secret, ...harmless })
})

/** A test file's tests, which are run by whoever calls this, each with what the files want before and after it. */
function testsOf(page: string, ...fileNames: string[]) {
  const tests: { title: string; run: () => unknown }[] = []
  const before: (() => unknown)[] = []
  const after: (() => unknown)[] = []
  const collect = (title: string, run: () => unknown) => void tests.push({ title, run })
  const vitest = {
    expect,
    beforeAll: (run: () => unknown) => before.push(run), // Of files with one test.
    afterAll: (run: () => unknown) => after.push(run),
    describe: (_title: string, define: () => void) => define(),
    test: collect,
    beforeEach: (run: () => unknown) => before.push(run),
    afterEach: (run: () => unknown) => after.push(run),
    vi: { ...vi, mock: () => {} }, // loadExamples does it
  }
  const load = open(page, {
    vitest,
    '@tanstack/react-query': reactQuery,
    '@testing-library/react': testingLibrary,
    msw,
    'msw/node': mswNode,
    'react-router': reactRouter,
  })
  for (const fileName of fileNames) load(fileName)
  const runAll = async (title: string, run: () => unknown) => {
    for (const step of [...before, run, ...after]) await step()
    return title
  }
  return tests.map(({ title, run }) => ({ title, run: () => runAll(title, run) }))
}

test('storage: the adapter for the shell keeps the contract', async () => {
  const tests = testsOf('storage-and-security', 'src/keychain-storage.test')
  expect(tests.length).toBeGreaterThan(5)
  for (const { run } of tests) await run()
})

test('storage: the wrapper keeps the contract, and passes on what the wrapped one can', async () => {
  const { prefixedStorage } = open('storage-and-security')<{
    prefixedStorage(storage: StorageAdapter, prefix: string): StorageAdapter
  }>('src/prefixed-storage')
  for (const { run } of storageContract(() => prefixedStorage(webStorage(), 'shop-1:'))) await run()
  expect(Object.keys(prefixedStorage(webStorage(), 'a'))).toEqual(expect.arrayContaining(['getLatest', 'subscribe']))
  expect(Object.keys(prefixedStorage(memoryStorage(), 'a'))).toEqual(['getItem', 'setItem', 'removeItem'])
})

test('many tabs: tabs take turns where the page is secure and has Web Locks', () => {
  const ask = (isSecureContext: boolean, navigator: object) =>
    open(
      'many-tabs',
      {},
      { isSecureContext, navigator },
    )<{ tabsTakeTurns(): boolean }>('src/tab-safety').tabsTakeTurns()
  expect(ask(true, { locks: {} })).toBe(true)
  expect(ask(true, {})).toBe(false)
  expect(ask(false, { locks: {} })).toBe(false)
})

test('errors: the notice speaks of an outage, and of the end, and of nothing else', async () => {
  const { load, client } = await openSignedIn('errors')
  const { SessionNotice } = load<{ SessionNotice: ComponentType }>('src/SessionNotice')
  render(
    <CiamProvider client={client}>
      <SessionNotice />
    </CiamProvider>,
  )
  expect(screen.queryByRole('status')).toBeNull()

  emulator.fail({ kind: 'busy' })
  await act(() => client.getIdToken({ force: true }).catch(() => {}))
  expect(screen.getByRole('status').textContent).toContain('System busy')
  await userEvent.click(screen.getByRole('button', { name: 'Try now' }))

  emulator.reset()
  await client.signIn({ ...(await emulator.login()) })
  emulator.reset()
  await act(() => client.getIdToken({ force: true }).catch(() => {}))
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('signed out by the service'))

  await act(async () => client.signIn({ ...(await emulator.login()) }))
  await act(() => client.signOut())
  expect(screen.queryByRole('status')).toBeNull()
})

test('errors: what is reported has codes and no token, and ends when it is told to', async () => {
  const { load, client } = await openSignedIn('errors')
  const reports: unknown[] = []
  const { reportSession } = load<{
    reportSession(client: CiamClient, report: (name: string, detail: object) => void): () => void
  }>('src/report-session')
  const end = reportSession(client, (name, detail) => reports.push([name, detail]))
  emulator.fail('busy')
  await client.getIdToken({ force: true }).catch(() => {})
  await client.signOut()
  const busy = { code: 'SERVICE_BUSY', serviceCode: 'IDAAS.SDK.COM.0002', httpStatus: 400 }
  expect(reports).toEqual([
    ['refresh-failed', { ...busy, willRetryInMs: expect.any(Number) as number }],
    ['signed-out', { reason: 'signed-out' }],
  ])
  end()
  await client.signIn({ ...(await emulator.login()) })
  await client.signOut()
  expect(reports).toHaveLength(2)
})

test.each([
  ['src/Account.test', 1],
  ['src/states.test', 3],
  ['src/session.test', 4],
  ['src/orders-loader.test', 2],
  ['src/time.test', 1],
  ['src/msw.test', 1],
  ['src/no-token.test', 1],
])('testing: the tests of %s pass, and leave no page behind', { timeout: 20_000 }, async (fileName, count) => {
  const tests = testsOf('testing', 'src/setup-tests', fileName)
  expect(tests).toHaveLength(count)
  for (const { run } of tests) {
    await run()
    expect(document.body.innerHTML).toBe('')
  }
})

test('testing: the configuration names the set-up file', () => {
  const packages = {
    '@vitejs/plugin-react': { __esModule: true, default: () => 'react' },
    'vitest/config': { defineConfig: (config: unknown) => config },
  }
  const { default: config } = open('testing', packages)<{ default: unknown }>('vitest.config')
  expect(config).toEqual({ plugins: ['react'], test: { environment: 'jsdom', setupFiles: 'src/setup-tests.ts' } })
})

test('first run: the proxies lead to the tenant, below the path that baseUrl has', async () => {
  const vite = { defineConfig: (config: unknown) => config }
  const { default: config } = open('first-run', { vite })<{
    default: { server: { proxy: Record<string, { target: string; rewrite(path: string): string }> } }
  }>('vite.config')
  const proxy = config.server.proxy['/ciam']!
  expect(proxy.target + proxy.rewrite('/ciam/api/v2/sdk/login')).toBe(`${SERVICE}/login`)

  const { default: next } = open('first-run')<{
    default: { rewrites(): Promise<{ source: string; destination: string }[]> }
  }>('next.config')
  const [{ source, destination } = { source: '', destination: '' }] = await next.rewrites()
  expect([source, destination]).toEqual(['/ciam/:path*', 'https://tenant.example.com/:path*'])
})

test.each([
  ['off', { rotation: false, usedToken: null, expireSlides: false }],
  ['on', { rotation: true, usedToken: 'refused', expireSlides: true }],
  ['grace', { rotation: true, usedToken: 'accepted', expireSlides: true }],
  ['revoke', { rotation: true, usedToken: 'ends the session', expireSlides: true }],
] as const)('first run: the probe tells a tenant with rotation "%s"', async (rotation, findings) => {
  const service = createEmulator({ rotation })
  vi.stubGlobal('fetch', service.fetch)
  // The pause of the probe, by the service's clock.
  const setTimeout = (done: () => void, wait: number) => (service.clock.advance(wait), done())
  const { runProbe } = open(
    'first-run',
    {},
    { setTimeout },
  )<{
    runProbe(baseUrl: string, clientId: string, account: object): Promise<unknown>
  }>('tools/run-probe')
  const account = { user_name: EMULATOR_USERS[0]?.userName, password: EMULATOR_PASSWORD }
  expect(await runProbe('https://tenant.example.com', EMULATOR_CLIENT_ID, account)).toEqual(findings)
})

test('devtools: the panel is there beside the app, and tells that nobody is signed in', async () => {
  const load = open('devtools', { 'react-ciam/devtools': devtools })
  const { AppWithDevtools } = load<{ AppWithDevtools: ComponentType }>('src/AppWithDevtools')
  render(<AppWithDevtools />)
  await screen.findByLabelText('User name')
  const host = await waitFor(() => [...document.querySelectorAll('*')].find(({ shadowRoot }) => shadowRoot)!)
  await within(host.shadowRoot as unknown as HTMLElement).findByRole('button', { name: /signed out/i })
})

test('troubleshooting: what is printed has every event, and no token', async () => {
  const info = vi.fn<(event: string, ...rest: unknown[]) => void>()
  const load = open('troubleshooting', {}, { console: { info } })
  load('src/watch-everything')
  const { client } = load<Ciam>('src/ciam')
  await client.signIn({ ...(await emulator.login()) })
  await client.signOut()
  expect(info.mock.calls.map(([event]) => event)).toEqual(['signed-in', 'signed-out'])
  expectNoTokenIn(info.mock.calls)
})

test('every example of these pages has run', () => {
  const examples = examplesOf('about the rest')
  expect(examples.length).toBeGreaterThan(9)
  expect(examples.filter(({ ran }) => !ran)).toEqual([])
})

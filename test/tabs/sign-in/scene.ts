// What each test of a sign-in in a real browser stands on: one page of the app, which lives on from test to test, and the
// emulator on another origin. After every test it looks at what was sent, kept and written to the console.
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import type { Emulator, EmulatorOptions } from 'react-ciam/testing'
import { launchBrowser } from '../../browser/browser'
import type { Tab, TabContext, TestBrowser } from '../../browser/tab'
import { serveApp } from '../site'
import type { Act, Flow, Told } from './flow'
import { startRecordedService, type RecordedService, type Sent } from './recorded-service'
import { expectNothingKept, expectRequestsClean, secretsIn, secretsOf } from './secrets'

/** An act whose input may be known only when its turn comes: a code that arrives by then. */
export type LateAct = readonly [name: string, input?: unknown]

export interface Scene {
  readonly tab: Tab
  readonly context: TabContext
  readonly emulator: Emulator
  readonly service: RecordedService
  /** The app's own origin. */
  readonly origin: string
  /** Opens a page of the app; `parameters` as app/sign-in.tsx reads them. It is closed after the test. */
  open(parameters?: Record<string, string>): Promise<Tab>
  /** A sign-in anew, of nobody, with an emulator as it was made. */
  begin(options?: Parameters<Flow['begin']>[0], emulator?: EmulatorOptions): Promise<void>
  /** One step after the other; the state after the last. */
  act(...acts: readonly LateAct[]): Promise<Told>
  tell(): Promise<Told>
  /** Waits until the sign-in has this status, or a problem of this kind. */
  waitFor(status: string, problem?: string): Promise<Told>
  /** The requests since `begin` without their headers: method, path, body. */
  calls(): [string, string, Sent['body']][]
  /** What came of a step whose input is not told before: the code of the last message, what solves the last puzzle. */
  readonly code: () => { code: string }
  readonly solution: () => { x: number }
}

export function signInScene(): Scene {
  let browser: TestBrowser | undefined
  let app: Awaited<ReturnType<typeof serveApp>> | undefined
  let context: TabContext
  let tab: Tab
  let service: RecordedService
  const texts: string[] = []
  const extra: Tab[] = []

  const open = async (parameters: Record<string, string> = {}): Promise<Tab> => {
    const page = await context.newPage()
    page.on('console', (message) => texts.push(message.text()))
    await page.goto(`${app!.origin}/?${new URLSearchParams({ service: service.url, ...parameters }).toString()}`)
    await page.waitForFunction(() => window.flow)
    return page
  }

  beforeAll(async () => {
    ;[browser, app, service] = await Promise.all([
      launchBrowser(inject('browser')),
      serveApp('sign-in.tsx'),
      startRecordedService(),
    ])
    context = await browser.newContext()
    await context.addInitScript(listen)
    tab = await open()
  })
  afterEach(async () => {
    try {
      await expectClean([tab, ...extra], service.sent, texts)
    } finally {
      await Promise.all(extra.splice(0).map((page) => page.close()))
    }
  })
  afterAll(async () => {
    await Promise.all([browser?.close(), app?.close(), service?.close()])
  })

  const act = async (acts: readonly LateAct[]): Promise<Told> => {
    let told: Told | null = null
    for (const [name, input] of acts) {
      const given: Act = [name, typeof input === 'function' ? (input as () => unknown)() : input]
      told = await tab.evaluate((one) => window.flow.act(one), given)
    }
    return told ?? tab.evaluate(() => window.flow.tell())
  }

  return {
    get tab() {
      return tab
    },
    get context() {
      return context
    },
    get emulator() {
      return service.emulator
    },
    get service() {
      return service
    },
    get origin() {
      return app!.origin
    },
    async open(parameters) {
      const page = await open(parameters)
      extra.push(page)
      return page
    },
    async begin(options, emulator = {}) {
      service.emulator.reset()
      service.emulator.configure(emulator)
      await tab.evaluate((given) => window.flow.begin(given), options)
      for (const list of [service.sent, service.preflights, texts]) list.length = 0
    },
    act: (...acts) => act(acts),
    tell: () => tab.evaluate(() => window.flow.tell()),
    async waitFor(status, problem) {
      const wanted = [status, problem ?? null] as const
      await tab.waitForFunction(
        ([is, kind]) => {
          const told = window.flow.tell()
          return told.status === is && (kind === null || told.problem?.kind === kind)
        },
        wanted,
        { polling: 20 },
      )
      return tab.evaluate(() => window.flow.tell())
    },
    calls: () => service.sent.map(({ method, path, body }) => [method, path, body]),
    code: () => ({ code: service.emulator.outbox.entries().at(-1)?.code ?? '' }),
    solution: () => {
      const reply = service.sent.filter(({ path }) => path === '/captcha').at(-1)?.reply
      return { x: service.emulator.captchaSolution(String(reply?.token)) ?? NaN }
    },
  }
}

/** Runs before the app: notes what is written to the console, what fails unseen, what is said to other tabs. */
function listen(): void {
  const heard: Window['heard'] = { console: [], failed: [], posted: [] }
  window.heard = heard
  for (const name of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    console[name] = (...args: unknown[]) => void heard.console.push(`${name} ${args.map(String).join(' ')}`)
  }
  addEventListener('error', ({ message }) => heard.failed.push(message))
  addEventListener('unhandledrejection', ({ reason }) => heard.failed.push(String(reason)))
  const { postMessage } = BroadcastChannel.prototype
  BroadcastChannel.prototype.postMessage = function (message) {
    heard.posted.push(JSON.stringify(message))
    postMessage.call(this, message)
  }
}

/** Nothing leaked, and the app wrote nothing. The browser itself writes of answers with an error, and must quote nothing. */
async function expectClean(tabs: readonly Tab[], sent: readonly Sent[], texts: readonly string[]): Promise<void> {
  const secrets = secretsOf(sent)
  expectRequestsClean(sent, secrets)
  expect(secretsIn(texts.join('\n'), secrets)).toEqual([])
  for (const page of tabs) {
    const { console, failed } = await page.evaluate(() => window.heard)
    expect([console, failed]).toEqual([[], []])
    await expectNothingKept(page, secrets)
  }
}

// A scene: one contestant, its service and one browser profile with any number of tabs.
import type { Browser, BrowserContext, Page } from 'playwright'
import type { EmulatorOptions } from '../../src/testing'
import type { Contestant } from './contestants'
import { bundlePage } from './packages'
import { type SeededSession, type Service, startService } from './service'

/** One call for a token by the app. Times are epoch ms. */
export interface Ask {
  readonly at: number
  readonly ok: boolean | null
  readonly error: string | null
  readonly settledAt?: number
}

/** What contestants/page.jsx offers. */
export interface BenchPage {
  seed(session: SeededSession): Promise<void>
  run(options: { askEvery?: number; readers?: number }): Promise<number>
  runAt(instant: number, options: { askEvery?: number }): Promise<void>
  signOut(): Promise<void>
  tryToken(force: boolean): Promise<{ token: string | null; error: string | null }>
  asks: Ask[]
  untilShown(): Promise<{ ms: number | null; sinceNavigation: number | null; text: number }>
  mountFirst(): Promise<{ ms: number | null; pending: number; set: number }>
  mountBareFirst(): Promise<{ ms: number | null }>
  mountAgain(rounds: number): Promise<{ own: number; bare: number } | null>
  rendersPerRefresh(): Promise<{ token: number; name: number; showsNew: boolean }>
  tokenCost(rounds: number, calls: number): Promise<{ own: number; base: number }>
  refreshTimes(count: number): Promise<number>
  cycles(count: number): Promise<void>
}

declare global {
  interface Window {
    bench: BenchPage
    loaded?: boolean
    /** Counts timers, and turns both clocks of the page. */
    timers: { set: number; pending(): number }
    advance(ms: number): void
  }
}

/** Runs before a page's own script. */
function instrument(): void {
  const pending = new Set<unknown>()
  const timers = { set: 0, pending: () => pending.size }
  const { setTimeout: once, setInterval: again, clearTimeout: clear, performance: clock } = window
  const now = clock.now.bind(clock)
  const wall = Date.now.bind(Date)
  let ahead = 0
  const counted = (isOnce: boolean) =>
    ((call: TimerHandler, delay?: number, ...rest: unknown[]) => {
      if (typeof call !== 'function') throw new TypeError('Only functions here.')
      timers.set += 1
      const fire = (): void => {
        if (isOnce) pending.delete(id)
        ;(call as (...values: unknown[]) => void)(...rest)
      }
      const id: number = isOnce ? once(fire, delay) : again(fire, delay)
      pending.add(id)
      return id
    }) as unknown as typeof setTimeout
  window.setTimeout = counted(true)
  window.setInterval = counted(false)
  const counting = (id?: number): void => {
    pending.delete(id)
    clear(id)
  }
  window.clearTimeout = window.clearInterval = counting as typeof clearTimeout
  window.timers = timers
  window.advance = (ms) => {
    ahead += ms
    // Not before somebody needs it: a page whose clocks are asked often has the browser's own.
    clock.now = () => now() + ahead
    Date.now = () => wall() + ahead
  }
}

export interface Scene {
  readonly contestant: Contestant
  readonly service: Service
  readonly context: BrowserContext
  /** Opens tabs in which nothing has been started. */
  open(count: number): Promise<Page[]>
  /** Empties the profile and the service, and loads these tabs again, with nothing started in them. */
  beginAnew(pages: readonly Page[]): Promise<void>
  /** Leaves a session in storage whose tokens are `age` ms old. */
  seed(age?: number): Promise<void>
  close(): Promise<void>
}

/** Ms; what waits here is a machine with too much to do, never a contestant. */
const PATIENCE = 120_000

/** Two pages are opened at a time, however many want to. */
function createDoor(width: number) {
  let inside = 0
  const waiting: (() => void)[] = []
  return async <Result>(enter: () => Promise<Result>): Promise<Result> => {
    if (inside >= width) await new Promise<void>((resolve) => waiting.push(resolve))
    else inside += 1
    try {
      return await enter()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else inside -= 1
    }
  }
}

const inDoor = createDoor(2)
const scripts = new Map<string, Promise<Uint8Array>>()
const scriptOf = (id: string): Promise<Uint8Array> => {
  const script = scripts.get(id) ?? bundlePage(id)
  scripts.set(id, script)
  return script
}

export async function openScene(browser: Browser, contestant: Contestant, options: EmulatorOptions): Promise<Scene> {
  const service = await startService(contestant, await scriptOf(contestant.id), options)
  const context = await browser.newContext()
  await context.addInitScript(instrument)
  const load = async (page: Page): Promise<void> => {
    await page.goto(service.origin, { timeout: PATIENCE })
    await page.waitForFunction(() => window.loaded, undefined, { timeout: PATIENCE })
  }
  const open = (): Promise<Page> =>
    inDoor(async () => {
      const page = await context.newPage()
      await load(page)
      return page
    })
  return {
    contestant,
    service,
    context,
    open: (count) => Promise.all(Array.from({ length: count }, open)),
    async beginAnew(pages) {
      await Promise.all(pages.map((page) => page.goto(`${service.origin}/blank`)))
      const session = await context.newCDPSession(pages[0]!)
      await session.send('Storage.clearDataForOrigin', { origin: service.origin, storageTypes: 'all' })
      await session.detach()
      service.emulator.reset()
      await Promise.all(pages.map(load))
    },
    async seed(age = 0) {
      const session = await service.makeSession(age)
      const page = await open()
      await page.evaluate((seeded) => window.bench.seed(seeded), session)
      await page.close()
    },
    async close() {
      await context.close()
      await service.close()
    },
  }
}

/** For the length of an outage or of a look, which are what is measured: nothing waits for something to have happened. */
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

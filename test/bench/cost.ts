// What a contestant costs a page: mounting, rendering, asking for a token, reloading, memory.
import type { Browser, Page } from 'playwright'
import { BARE, CONTESTANTS, type Contestant } from './contestants'
import { median, openScene, type Scene, sleep } from './scene'

/** `null` stands for what could not be measured. */
export interface Mounting {
  /** Ms until 1,000 readers show a token, in a page where nothing was there before; the client being made included. */
  readonly first: number | null
  /** The same again in that page, with the client there, and the bare tree in turns with it. */
  readonly again: number | null
  readonly bareAgain: number | null
  /** Timers of the first mount: those set, and those that wait still. */
  readonly timersSet: number
  readonly timersPending: number
  /** Renders of a reader for one refresh. */
  readonly tokenRenders: number
  readonly nameRenders: number
}

const LONG_LIFE = { idTokenLifetime: 36_000, rotation: 'on' } as const

/** The figures of pages that begin anew are taken in turns: a machine that slows down slows all of them. */
export async function measureFirstMounts(browser: Browser, rounds: number) {
  const scenes: Scene[] = []
  for (const contestant of [BARE, ...CONTESTANTS]) {
    const scene = await openScene(browser, contestant, LONG_LIFE)
    await scene.seed()
    scenes.push(scene)
  }
  const found = scenes.map(() => [] as { ms: number | null; pending: number; set: number }[])
  for (let round = 0; round < rounds + 1; round += 1) {
    for (const [index, scene] of scenes.entries()) {
      const [page] = await scene.open(1)
      await sleep(100)
      const mounted = await page!.evaluate(() => window.bench.mountFirst())
      if (round > 0) found[index]!.push(mounted)
      await page!.close()
    }
  }
  for (const scene of scenes) await scene.close()
  return Object.fromEntries(
    scenes.map(({ contestant }, index) => [
      contestant.id,
      {
        first: medianOrNull(found[index]!.map(({ ms }) => ms)),
        timersSet: median(found[index]!.map(({ set }) => set)),
        timersPending: median(found[index]!.map(({ pending }) => pending)),
      },
    ]),
  )
}

const medianOrNull = (values: readonly (number | null)[]): number | null =>
  values.includes(null) ? null : median(values as number[])

async function withPage<Result>(
  browser: Browser,
  contestant: Contestant,
  measure: (page: Page, scene: Scene) => Promise<Result>,
): Promise<Result> {
  const scene = await openScene(browser, contestant, LONG_LIFE)
  try {
    await scene.seed()
    const [page] = await scene.open(1)
    return await measure(page!, scene)
  } finally {
    await scene.close()
  }
}

export const measureMountsAgain = (browser: Browser, contestant: Contestant) =>
  withPage(browser, contestant, async (page) => {
    await page.evaluate(() => window.bench.run({}))
    return page.evaluate(() => window.bench.mountAgain(15))
  })

export const measureRenders = (browser: Browser, contestant: Contestant) =>
  withPage(browser, contestant, async (page) => {
    await page.evaluate(() => window.bench.run({}))
    return page.evaluate(() => window.bench.rendersPerRefresh())
  })

export const measureTokenCost = (browser: Browser, contestant: Contestant, calls: number) =>
  withPage(browser, contestant, async (page) => {
    await page.evaluate(() => window.bench.run({}))
    return page.evaluate((count) => window.bench.tokenCost(5, count), calls)
  })

export interface Reload {
  readonly requests: number
  /** Ms from the client's first line to a token on the page. */
  readonly ms: number | null
  readonly sinceNavigation: number | null
}

export const measureReload = (browser: Browser, contestant: Contestant, rounds: number): Promise<Reload> =>
  withPage(browser, contestant, async (page, { service }) => {
    const requestsBefore = service.others()
    const found: { ms: number | null; sinceNavigation: number | null }[] = []
    for (let round = 0; round < rounds + 1; round += 1) {
      await page.reload()
      await page.waitForFunction(() => window.loaded)
      await sleep(50)
      const shown = await page.evaluate(() => window.bench.untilShown())
      if (round > 0) found.push(shown)
    }
    await sleep(200)
    return {
      requests: (service.others() - requestsBefore) / (rounds + 1),
      ms: medianOrNull(found.map(({ ms }) => ms)),
      sinceNavigation: medianOrNull(found.map(({ sinceNavigation }) => sinceNavigation)),
    }
  })

/** Bytes that the heap grew by: in all, and in the second half, where only a leak still grows. */
export interface Growth {
  readonly all: number
  readonly secondHalf: number
}

export interface Memory {
  readonly refreshes: Growth
  /** Refreshes of the loop that gave no new token. */
  readonly missed: number
  readonly cycles: Growth
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')
  for (let round = 0; round < 3; round += 1) {
    await session.send('HeapProfiler.collectGarbage')
    await sleep(100)
  }
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

/** Both after a warm-up of three tenths, so that what is made once does not count. */
export const measureMemory = (browser: Browser, contestant: Contestant, count: number): Promise<Memory> =>
  withPage(browser, contestant, async (page) => {
    await page.evaluate(() => window.bench.run({}))
    const grow = async (work: (times: number) => Promise<unknown>): Promise<Growth> => {
      await work((count / 10) * 3)
      const before = await heapOf(page)
      await work(count / 2)
      const between = await heapOf(page)
      await work(count / 2)
      const after = await heapOf(page)
      return { all: after - before, secondHalf: after - between }
    }
    const cycles = await grow((times) => page.evaluate((many) => window.bench.cycles(many), times))
    let missed = 0
    const refreshes = await grow(async (times) => {
      missed += await page.evaluate((many) => window.bench.refreshTimes(many), times)
    })
    return { refreshes, missed, cycles }
  })

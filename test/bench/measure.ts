// The whole run, in order: what wants a quiet machine first and one by one, then what mostly waits, side by side.
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright'
import { findChromium, launchChromium } from '../browser/chromium'
import { BARE, CONTESTANTS, type Contestant } from './contestants'
import * as cost from './cost'
import * as faults from './faults'
import { buildPackage, installContestants, versionOf } from './packages'
import { writeResults } from './report'
import { measureSizes, sizeOfReact } from './sizes'
import * as tabs from './tabs'

const TAB_COUNTS = [1, 4, 8]

export interface Failure {
  readonly failed: string
}

export type Measured<Result> = Result | Failure

export const isFailure = (value: unknown): value is Failure =>
  typeof value === 'object' && value !== null && 'failed' in value

type ByContestant<Result> = Record<string, Measured<Result>>

async function attempt<Result>(name: string, contestant: Contestant, run: () => Promise<Result>) {
  try {
    return await run()
  } catch (error) {
    const failed = String(error instanceof Error ? error.message : error).split('\n')[0]!
    console.log(`  ${contestant.title}, ${name}: ${failed}`)
    return { failed } satisfies Failure
  }
}

/** Every call, so many at a time. */
async function inPool(width: number, calls: readonly (() => Promise<void>)[]): Promise<void> {
  const waiting = [...calls]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await next()
  }
  await Promise.all(Array.from({ length: width }, work))
}

/** One contestant after the other; `width` of them at a time where nothing in it is timed. */
async function inTurn<Result>(name: string, run: (contestant: Contestant) => Promise<Result>, width = 1) {
  const found: ByContestant<Result> = {}
  const calls = CONTESTANTS.map((contestant) => async () => {
    found[contestant.id] = await attempt(name, contestant, () => run(contestant))
  })
  await inPool(width, calls)
  return found
}

async function timed<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  const begun = performance.now()
  const result = await run()
  console.log(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  return result
}

/** Lets everybody go on, at one instant, when so many have come or will never come. */
function createGate(count: number) {
  let open: (instant: number) => void = () => {}
  const opened = new Promise<number>((resolve) => (open = resolve))
  const come = (): Promise<number> => {
    count -= 1
    if (count === 0) open(Date.now() + 3_000)
    return opened
  }
  return { opened, come }
}

type Lifetimes = Record<string, Record<string, Measured<tabs.Together>>>

async function measureLifetimes(browser: Browser, found: Lifetimes, gate: ReturnType<typeof createGate>) {
  await Promise.all(
    CONTESTANTS.flatMap((contestant) => {
      const own: Record<string, Measured<tabs.Together>> = (found[contestant.id] = {})
      return TAB_COUNTS.map(async (count) => {
        let hasCome = false
        const come = (): Promise<number> => {
          hasCome = true
          return gate.come()
        }
        const watch = () => tabs.watchLifetime(browser, contestant, count, come)
        own[count] = await attempt(`${count} tabs`, contestant, watch)
        if (!hasCome) void gate.come()
      })
    }),
  )
}

async function measureFaults(browser: Browser) {
  const recoveries: Record<string, Record<string, Measured<faults.Recovery>>> = {}
  const outages: ByContestant<faults.Outage> = {}
  const calls = CONTESTANTS.flatMap((contestant) => {
    const own: Record<string, Measured<faults.Recovery>> = (recoveries[contestant.id] = {})
    return [
      async () => {
        outages[contestant.id] = await attempt('outage', contestant, () => faults.outage(browser, contestant))
      },
      ...Object.entries(faults.FAULTS).map(([name, fault]) => async () => {
        own[name] = await attempt(name, contestant, () => faults.recover(browser, contestant, fault))
      }),
    ]
  })
  await inPool(6, calls)
  return { recoveries, outages }
}

/** Faults are measured while the tabs of the lifetimes only wait. */
async function watchAll(browser: Browser) {
  const gate = createGate(CONTESTANTS.length * TAB_COUNTS.length)
  const lifetimes: Lifetimes = {}
  const watching = measureLifetimes(browser, lifetimes, gate)
  await gate.opened
  const troubles = await measureFaults(browser)
  await watching
  return { ...troubles, lifetimes }
}

async function measureTogether(browser: Browser, contestant: Contestant) {
  const rounds = await tabs.startTogether(browser, contestant, ['revoke', 'revoke', 'grace'], 8)
  return { revoke: rounds.slice(0, -1), grace: rounds.at(-1)! }
}

function describeMachine() {
  const names = platform() === 'linux' ? /PRETTY_NAME="(.*)"/.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] : null
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: totalmem(),
    system: `${names ?? platform()}, ${release()}, ${arch()}`,
    node: process.version,
  }
}

/** The commit that was measured; null outside of a clone. */
function describeCommit(): string | null {
  try {
    const output = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' })
    return output.trim()
  } catch {
    return null
  }
}

export type Results = Awaited<ReturnType<typeof runAll>>

async function runAll(browser: Browser) {
  const begun = Date.now()
  const loadBefore = loadavg()[0]!
  const sizes = await timed('sizes', async () => ({ contestants: await measureSizes(), react: await sizeOfReact() }))
  const firstMounts = await timed('first mounts', () => cost.measureFirstMounts(browser, 5))
  const mountsAgain = await timed('mounts again', () =>
    inTurn('mounts', (contestant) => cost.measureMountsAgain(browser, contestant)),
  )
  const renders = await timed('renders', () =>
    inTurn('renders', (contestant) => cost.measureRenders(browser, contestant)),
  )
  const tokenCosts = await timed('token calls', () =>
    inTurn('token calls', (contestant) => cost.measureTokenCost(browser, contestant, 10_000)),
  )
  const reloads = await timed('reloads', () =>
    inTurn('reloads', (contestant) => cost.measureReload(browser, contestant, 9)),
  )
  const together = await timed('8 tabs together', () =>
    inTurn('8 tabs together', (contestant) => measureTogether(browser, contestant)),
  )
  const signOuts = await timed('sign-out', () =>
    inTurn('sign-out', (contestant) => tabs.signOutDuringRefresh(browser, contestant), 3),
  )
  const watched = await timed('lifetimes and faults', () => watchAll(browser))
  const memoryOf = (contestant: Contestant) => cost.measureMemory(browser, contestant, 1_000)
  const memory = await timed('memory', async (): Promise<ByContestant<cost.Memory>> => ({
    ...(await inTurn('memory', memoryOf, 2)),
    bare: await attempt('memory', BARE, () => memoryOf(BARE)),
  }))
  const packages = CONTESTANTS.flatMap((contestant) => contestant.packages)
  const versions = Object.fromEntries(['react', 'esbuild', ...packages].map((name) => [name, versionOf(name)] as const))
  return {
    date: new Date(begun).toISOString().slice(0, 10),
    minutes: (Date.now() - begun) / 60_000,
    loadBefore,
    machine: { ...describeMachine(), browser: browser.version(), browserSource: findChromium().source },
    commit: describeCommit(),
    versions,
    sizes,
    firstMounts,
    mountsAgain,
    renders,
    tokenCosts,
    reloads,
    memory,
    together,
    signOuts,
    ...watched,
  }
}

/** Measures everything and writes results.json and README.md. */
export async function measureAll(): Promise<void> {
  installContestants()
  buildPackage()
  const browser = await launchChromium()
  try {
    await writeResults(await runAll(browser))
  } finally {
    await browser.close()
  }
}

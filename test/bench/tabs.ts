// What several tabs of one browser profile ask of the service, and what they do to each other.
import type { Browser, Page } from 'playwright'
import type { RotationMode } from '../../src/testing'
import type { Contestant } from './contestants'
import { openScene, type Scene, sleep } from './scene'

export interface Together {
  /** Requests with a token for another one. */
  readonly requests: number
  /** Those that presented a token that had been replaced. */
  readonly sentTwice: number
  /** Tabs that get no token any more. */
  readonly signedOut: number
}

/** Each tab in turn refreshes once: who cannot is signed out, whatever it shows. */
async function countSignedOut(tabs: readonly Page[]): Promise<number> {
  let count = 0
  for (const tab of tabs) {
    await tab.evaluate(() => window.advance(2_000))
    const { token } = await tab.evaluate(() => window.bench.tryToken(true))
    if (token === null) count += 1
  }
  return count
}

async function conclude({ service }: Scene, tabs: readonly Page[]): Promise<Together> {
  const refreshes = service.emulator.ledger.refreshes()
  const [requests, sentTwice] = [refreshes.length, refreshes.filter(({ reused }) => reused).length]
  return { requests, sentTwice, signedOut: await countSignedOut(tabs) }
}

/** Ms: how long ago the tokens of 300 s were received when the tabs open, and how long the tabs are watched from then on. */
export const AGE_AT_START = 190_000
export const WATCHED = 120_000
/** The app calls its API so often, and asks for a token each time. */
export const ASKS_EVERY = 5_000

/** The part of a token's life in which it is due, watched in real time. */
export async function watchLifetime(
  browser: Browser,
  contestant: Contestant,
  count: number,
  beginAt: () => Promise<number>,
): Promise<Together> {
  const scene = await openScene(browser, contestant, { rotation: 'revoke' })
  try {
    const tabs = await scene.open(count)
    const instant = await beginAt()
    await scene.seed(AGE_AT_START)
    // Half a second apart, as a browser opens them that was closed with them.
    const opened = tabs.map((tab, index) =>
      tab.evaluate(
        ([at, askEvery]) => window.bench.runAt(at!, { askEvery: askEvery! }),
        [instant + index * 500, ASKS_EVERY],
      ),
    )
    await Promise.all(opened)
    await sleep(instant + WATCHED - Date.now())
    return await conclude(scene, tabs)
  } finally {
    await scene.close()
  }
}

/** Tabs that all start in one instant with an id_token that has ended: a round for each mode of rotation. */
export async function startTogether(
  browser: Browser,
  contestant: Contestant,
  modes: readonly RotationMode[],
  count: number,
): Promise<Together[]> {
  const scene = await openScene(browser, contestant, {})
  const rounds: Together[] = []
  try {
    const tabs = await scene.open(count)
    for (const rotation of modes) {
      await scene.beginAnew(tabs)
      scene.service.emulator.configure({ rotation })
      await scene.seed(3_600_000)
      const instant = Date.now() + 300
      await Promise.all(tabs.map((tab) => tab.evaluate((at) => window.bench.runAt(at, { askEvery: 60_000 }), instant)))
      await sleep(2_000)
      rounds.push(await conclude(scene, tabs))
    }
    return rounds
  } finally {
    await scene.close()
  }
}

export interface AfterSignOut {
  /** A tab that is opened afterwards has a session. */
  readonly cameBack: boolean
  /** The other tab still gives a token. */
  readonly otherTabGoesOn: boolean
}

/** One tab signs out while the other one's refresh is under way. */
export async function signOutDuringRefresh(browser: Browser, contestant: Contestant): Promise<AfterSignOut> {
  const scene = await openScene(browser, contestant, { rotation: 'on', latency: 400 })
  try {
    await scene.seed()
    const tabs = await scene.open(2)
    await Promise.all(tabs.map((tab) => tab.evaluate(() => window.bench.run({}))))
    await sleep(500)
    const refreshing = tabs[1]!.evaluate(() => window.bench.tryToken(true))
    await sleep(150)
    await tabs[0]!.evaluate(() => window.bench.signOut())
    await refreshing
    await sleep(1_000)
    const other = await tabs[1]!.evaluate(() => window.bench.tryToken(false))
    const [later] = await scene.open(1)
    await later!.evaluate(() => window.bench.run({}))
    await sleep(500)
    const { token } = await later!.evaluate(() => window.bench.tryToken(false))
    return { cameBack: token !== null, otherTabGoesOn: other.token !== null }
  } finally {
    await scene.close()
  }
}

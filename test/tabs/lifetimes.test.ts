// Lifetime after lifetime of the id_token, with a tab that dies in each: between requests, and in the middle of one.
import type { Page } from 'playwright'
import type { EmulatorOptions } from 'react-ciam/testing'
import { expect, test } from 'vitest'
import { isFirefox } from '../browser/browser'
import type { Tab } from '../browser/tab'
import { allShow, atRest, each, expectNoReuse, expectOneToken, inUnison, renderedBy, type Profile } from './profile'
import { sharedBrowser } from './shared-browser'
import { expectValidThroughout, watchedTokens, watchTokens } from './valid-throughout'

/** How many lifetimes: enough to notice a regression; more, by the environment, for figures. */
const LIFETIMES = Number(process.env['REACT_CIAM_TAB_ROUNDS'] ?? 5)
const PATIENCE = { timeout: 20_000 + LIFETIMES * 6_000 }
const TABS = 8

const browser = sharedBrowser()
let profile: Profile

/** Eight tabs that are signed in. A token is replaced a quarter of its life ahead of its end. */
async function openTabs(options: EmulatorOptions): Promise<Tab[]> {
  profile = await browser.openProfile(options)
  await profile.context.addInitScript(() => {
    const { fetch } = window
    window.fetch = async (...call) => {
      document.title = 'asking'
      const response = await fetch(...call)
      document.title = 'asked'
      return response
    }
  })
  await profile.seed()
  const tabs = await profile.open(TABS)
  await allShow(tabs, 'signed-in ready')
  return tabs
}

/** Waits for a request beyond this many, and tells how many there are. */
async function nextRequest(known: number): Promise<number> {
  await expect.poll(() => profile.refreshes().length, { interval: 10, timeout: 10_000 }).toBeGreaterThan(known)
  return profile.refreshes().length
}

/** Ends a tab without a word to its page: in Chromium its process crashes, in Firefox the tab is closed. */
async function kill(tab: Tab): Promise<void> {
  if (!isFirefox()) {
    const page = tab as Page
    const protocol = await page.context().newCDPSession(page)
    const crashed = page.waitForEvent('crash')
    void protocol.send('Page.crash').catch(() => {}) // Nobody is left to answer.
    await crashed
  }
  await tab.close()
}

/** Kills a tab that shows this title; gives its place among the tabs. */
async function killOne(tabs: readonly Tab[], title: 'asking' | 'asked'): Promise<number> {
  const titles = await each(tabs, (tab) => tab.title())
  const index = titles.indexOf(title)
  expect(index, `a tab that is ${title} among ${titles.join()}`).toBeGreaterThanOrEqual(0)
  expect((await renderedBy(tabs[index]!)).join()).not.toContain('signed-out')
  await kill(tabs[index]!)
  return index
}

/** Opens a tab in the place of one that was killed, and watches its tokens. */
async function replace(tabs: Tab[], index: number): Promise<void> {
  const [opened] = (await profile.open(1)) as [Tab]
  tabs[index] = opened
  await watchTokens([opened])
}

test(
  'eight tabs, in each lifetime one killed that has refreshed: one request for each, a valid token in each tab throughout',
  PATIENCE,
  async () => {
    const tabs = await openTabs({ idTokenLifetime: 4 })
    // Opening eight tabs keeps a small machine busy for as long as a token lives: it begins with a new one.
    await nextRequest(profile.refreshes().length)
    await atRest(tabs[0]!)
    await allShow(tabs, 'signed-in ready')
    const before = profile.refreshes().length
    let count = before
    await watchTokens(tabs)
    for (let lifetime = 1; lifetime <= LIFETIMES; lifetime += 1) {
      count = await nextRequest(count)
      await atRest(tabs[0]!)
      await expectValidThroughout(tabs)
      await replace(tabs, await killOne(tabs, 'asked'))
    }
    await nextRequest(count)
    await expectOneToken(tabs)
    await expectValidThroughout(tabs)
    const refreshes = profile.refreshes().slice(before)
    const gaps = refreshes.slice(1).map(({ time }, index) => time - refreshes[index]!.time)
    console.log(`${LIFETIMES} tabs killed between requests: ${refreshes.length} requests, ${gaps.join(', ')} ms apart`)
    expect(Math.min(...gaps)).toBeGreaterThan(2_750)
    expect(new Set(refreshes.map(({ token }) => token)).size).toBe(refreshes.length)
    expectNoReuse(profile)
    for (const tab of tabs) expect((await renderedBy(tab)).join()).not.toContain('signed-out')
  },
)

test(
  'eight tabs, in each lifetime one killed inside its request: in grace another asks once more, and nobody is signed out',
  PATIENCE,
  async () => {
    const tabs = await openTabs({ idTokenLifetime: 3, rotation: 'grace' })
    const before = profile.refreshes().length
    let count = before
    await watchTokens(tabs)
    const { configure } = profile.site.emulator
    for (let lifetime = 1; lifetime <= LIFETIMES; lifetime += 1) {
      configure({ latency: 3_000 })
      count = await nextRequest(count)
      // For the one that asks in its place; the answer that is being waited for stays where it is.
      configure({ latency: 0 })
      const index = await killOne(tabs, 'asking')
      count = await nextRequest(count)
      configure({ latency: 3_000 })
      await replace(tabs, index)
    }
    configure({ latency: 0 })
    await allShow(tabs, 'signed-in ready')
    const refreshes = profile.refreshes().slice(before)
    expect(await inUnison(tabs, 'force')).toEqual(tabs.map(() => 'done'))
    await expectOneToken(tabs)
    const watched = await watchedTokens(tabs)
    const sum = (name: 'looks' | 'invalid') => watched.reduce((total, tab) => total + tab[name], 0)
    console.log(`${LIFETIMES} tabs killed inside a request: ${refreshes.length} requests`)
    console.log(`no valid token at ${sum('invalid')} of ${sum('looks')} looks`)
    expect(refreshes.slice(0, 2 * LIFETIMES).map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: LIFETIMES }, () => ['rotated', 'grace']).flat(),
    )
    expect(refreshes.length).toBeLessThanOrEqual(2 * LIFETIMES + 1)
    await allShow(tabs, 'signed-in ready')
    for (const tab of tabs) expect((await renderedBy(tab)).join()).not.toContain('signed-out')
  },
)

// Many tabs that need a new token at the same time: one of them asks, all have it, nobody is signed out.
import { expect, test } from 'vitest'
import type { Tab } from '../browser/tab'
import {
  allShow,
  each,
  expectNoReuse,
  expectOneToken,
  inUnison,
  LONG_AGO,
  renderedBy,
  ROUNDS,
  startHidden,
  storedRecord,
  type Profile,
} from './profile'
import { sharedBrowser } from './shared-browser'
import { signIn } from './site'

const FORCE_SPACING = 1_050 // A forced refresh within 1 s after another is given that one's token.

const browser = sharedBrowser()
let profile: Profile

/** How long it takes until the next forced refresh is a refresh of its own. */
const untilSpaced = (tabs: Tab[], since: number) =>
  each(tabs, (tab) => tab.waitForFunction((moment) => Date.now() > moment, since + FORCE_SPACING, { polling: 20 }))

test('eight tabs that wake in one instant on an ended token make one request, and none shows signed-out', async () => {
  profile = await browser.openProfile({ latency: 50 })
  await startHidden(profile.context)
  await profile.seed(LONG_AGO)
  const tabs = await profile.open(8)
  await allShow(tabs, 'signed-in pending')
  expect(profile.refreshes()).toHaveLength(0)
  await inUnison(tabs, 'show')
  await allShow(tabs, 'signed-in ready')
  await expectOneToken(tabs)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'rotated', reused: false }])
  for (const tab of tabs) expect((await renderedBy(tab)).join()).toBe('signed-in pending,signed-in ready')
})

test('eight tabs that ask in one instant for a token that ended make one request', async () => {
  profile = await browser.openProfile({ latency: 50 })
  await startHidden(profile.context)
  await profile.seed(LONG_AGO)
  const tabs = await profile.open(8)
  expect(new Set(await inUnison(tabs, 'ask'))).toEqual(new Set(['done']))
  await expectOneToken(tabs)
  expect(profile.refreshes()).toHaveLength(1)
})

test(
  'eight tabs that force a refresh in one instant make one request each time, and no used token is sent',
  { timeout: 20_000 + ROUNDS * 3_000 },
  async () => {
    profile = await browser.openProfile()
    const tabs = await profile.open(8)
    await signIn(tabs[0]!, profile.site)
    await allShow(tabs, 'signed-in ready')
    const tokens = new Set([await expectOneToken(tabs)])
    for (let round = 1; round <= ROUNDS; round += 1) {
      expect(new Set(await inUnison(tabs, 'force'))).toEqual(new Set(['done']))
      const finished = Date.now()
      tokens.add(await expectOneToken(tabs))
      await untilSpaced(tabs, finished)
    }
    console.log(`${ROUNDS} rounds of 8 tabs: ${profile.refreshes().length} requests`)
    expect(profile.refreshes()).toHaveLength(ROUNDS)
    expect(tokens.size).toBe(ROUNDS + 1)
    expectNoReuse(profile)
    expect(await each(tabs, (tab) => storedRecord(tab))).toMatchObject(tabs.map(() => ({ revision: ROUNDS + 1 })))
    for (const tab of tabs) expect((await renderedBy(tab)).at(-1)).toBe('signed-in ready')
  },
)

test(
  'one visible and seven hidden tabs: one request for each of ten lifetimes, and each tab has a valid token throughout',
  { timeout: 60_000 },
  async () => {
    profile = await browser.openProfile()
    const [visible] = await profile.open(1)
    await signIn(visible!, profile.site)
    await allShow([visible!], 'signed-in ready')
    await startHidden(profile.context)
    const tabs = [visible!, ...(await profile.open(7))]
    await allShow(tabs, 'signed-in ready')
    profile.site.emulator.configure({ idTokenLifetime: 3 }) // Not before all tabs are open, however long that takes.
    await inUnison([visible!], 'force')
    await expectOneToken(tabs)
    const before = profile.refreshes().length
    await each(tabs, (tab) =>
      tab.evaluate(() => {
        const page = window as typeof window & { invalid: number; looked: number }
        page.invalid = page.looked = 0
        // The service stamps whole seconds: a token lives up to a second longer than its exp says.
        const read = (text: string) => JSON.parse(atob(text.replace(/-/g, '+').replace(/_/g, '/'))) as { exp: number }
        setInterval(() => {
          page.looked += 1
          const shown = page.idTokens.at(-1)
          if (!shown || (read(shown.split('.')[1]!).exp + 1) * 1000 < Date.now()) page.invalid += 1
        }, 50)
      }),
    )
    await expect.poll(() => profile.refreshes().length - before, { timeout: 45_000 }).toBeGreaterThanOrEqual(10)
    await expectOneToken(tabs)
    const refreshes = profile.refreshes().slice(before)
    const [first, last] = [refreshes[0]!.time, refreshes.at(-1)!.time]
    console.log(`${refreshes.length} requests in ${last - first} ms, lifetime 3000 ms`)
    expect(refreshes.length).toBeLessThanOrEqual(11)
    expect(last - first).toBeGreaterThan((refreshes.length - 1) * 2_000)
    expect(new Set(refreshes.map(({ token }) => token)).size).toBe(refreshes.length)
    expectNoReuse(profile)
    const looks = await each(tabs, (tab) =>
      tab.evaluate(() => {
        const { invalid, looked } = window as typeof window & { invalid: number; looked: number }
        return { invalid, looked }
      }),
    )
    expect(looks.map(({ invalid }) => invalid)).toEqual(tabs.map(() => 0))
    expect(Math.min(...looks.map(({ looked }) => looked))).toBeGreaterThan(100)
    for (const tab of tabs.slice(1)) expect(await renderedBy(tab)).toEqual(['signed-in ready'])
  },
)

test('a reload with a fresh token makes no request', async () => {
  profile = await browser.openProfile()
  await profile.seed()
  const [tab] = await profile.open(1)
  const times: number[] = []
  for (let load = 0; load < 5; load += 1) {
    await tab!.reload()
    times.push(
      await tab!.evaluate(async () => {
        await window.ciam.getIdToken()
        return performance.now()
      }),
    )
  }
  console.log(`ms from navigation to a token: ${times.map((ms) => ms.toFixed(0)).join(', ')}`)
  expect(await renderedBy(tab!)).toEqual(['signed-in ready'])
  expect(profile.site.emulator.ledger.entries()).toEqual([])
})

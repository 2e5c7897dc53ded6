// A device clock that is wrong by a day, or jumps by one, in real tabs: no loop, no refused token.
import { expect, test } from 'vitest'
import { SAMPLE_API_PATH } from 'react-ciam/testing'
import type { Tab } from '../browser/tab'
import { allShow, each, expectNoReuse, expectOneToken, inUnison, renderedBy, type Profile } from './profile'
import { sharedBrowser } from './shared-browser'
import { signIn } from './site'

const DAY = 86_400_000

const browser = sharedBrowser()
let profile: Profile

/** Puts `Date`, and nothing else, off by `offset` ms in every tab that is opened from now on; `jump(tab, ms)` moves it. */
const setClock = (offset: number) =>
  profile.context.addInitScript((start) => {
    const RealDate = Date
    const page = window as typeof window & { clockOffset: number }
    page.clockOffset = start
    window.Date = class extends RealDate {
      constructor(...parts: unknown[]) {
        super(...((parts.length ? parts : [RealDate.now() + page.clockOffset]) as []))
      }
      static override now = () => RealDate.now() + page.clockOffset
    } as DateConstructor
  }, offset)

const jump = (tabs: Tab[], offset: number) =>
  each(tabs, (tab) =>
    tab.evaluate((ms) => {
      ;(window as typeof window & { clockOffset: number }).clockOffset = ms
      dispatchEvent(new Event('focus'))
    }, offset),
  )

const callApi = (tabs: Tab[]) =>
  each(tabs, (tab) =>
    tab.evaluate(async (path) => {
      const service = new URLSearchParams(location.search).get('service')!
      return (await window.ciam.fetch(`${service}${path}`)).status
    }, SAMPLE_API_PATH),
  )

test.for([
  ['fast', DAY],
  ['slow', -DAY],
] as const)(
  'tabs whose clock is a day %s refresh once for each lifetime, and no API refuses them',
  async ([, offset]) => {
    profile = await browser.openProfile({ idTokenLifetime: 3 })
    await setClock(offset)
    const tabs = await profile.open(3)
    await signIn(tabs[0]!, profile.site)
    await allShow(tabs, 'signed-in ready')
    for (const requests of [1, 2]) {
      expect(new Set(await callApi(tabs))).toEqual(new Set([200]))
      await expect.poll(() => profile.refreshes().length, { timeout: 6_000, interval: 20 }).toBe(requests)
      await expectOneToken(tabs)
    }
    const [first, second] = profile.refreshes()
    expect(second!.time - first!.time).toBeGreaterThan(1_900) // A quarter of the life ahead, and not before.
    const [tab] = await profile.open(1)
    await allShow([tab!], 'signed-in ready')
    expect(profile.refreshes()).toHaveLength(2)
    expectNoReuse(profile)
    expect(
      profile.site.emulator.ledger.entries().filter(({ kind, status }) => kind === 'sample-api' && status !== 200),
    ).toEqual([])
    for (const other of tabs) expect((await renderedBy(other)).at(-1)).toBe('signed-in ready')
  },
)

test('a clock that jumps a day ahead costs one refresh for all tabs, one that jumps back costs none', async () => {
  profile = await browser.openProfile()
  await setClock(0)
  const tabs = await profile.open(4)
  await signIn(tabs[0]!, profile.site)
  await allShow(tabs, 'signed-in ready')
  const before = await expectOneToken(tabs)
  await jump(tabs, DAY)
  await expect.poll(() => profile.refreshes().length).toBe(1)
  await allShow(tabs, 'signed-in ready')
  await expect.poll(() => expectOneToken(tabs)).not.toBe(before)
  await jump(tabs, DAY)
  await jump(tabs, 0)
  expect(new Set(await inUnison(tabs, 'ask'))).toEqual(new Set(['done']))
  await expectOneToken(tabs)
  expect(profile.refreshes()).toHaveLength(1)
  expect(new Set(await callApi(tabs))).toEqual(new Set([200]))
})

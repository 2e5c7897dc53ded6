// Sign-in and sign-out in one tab reach all others, and beat any refresh that is under way anywhere.
import { expect, test } from 'vitest'
import { EMULATOR_USERS } from 'react-ciam/testing'
import type { Tab } from '../browser/tab'
import {
  allShow,
  atRest,
  each,
  expectNothingStored,
  expectNoReuse,
  expectOneToken,
  inUnison,
  renderedBy,
  ROUNDS,
  sessionOf,
  storedRecord,
  storedTexts,
  type Profile,
} from './profile'
import { sharedBrowser } from './shared-browser'
import { signIn } from './site'

const browser = sharedBrowser()
let profile: Profile

async function signedIn(count: number): Promise<Tab[]> {
  const tabs = await profile.open(count)
  await signIn(tabs[0]!, profile.site)
  await allShow(tabs, 'signed-in ready')
  return tabs
}

const sessionKeys = async (tabs: Tab[]) =>
  new Set((await each(tabs, sessionOf)).map((session) => session.status === 'signed-in' && session.sessionKey))

test('a sign-in in one tab signs the others in, without a request of theirs', async () => {
  profile = await browser.openProfile()
  const tabs = await profile.open(4)
  await allShow(tabs, 'signed-out signed-out')
  await signIn(tabs[0]!, profile.site)
  await allShow(tabs, 'signed-in ready')
  await expectOneToken(tabs)
  expect((await sessionKeys(tabs)).size).toBe(1)
  expect(profile.site.emulator.ledger.entries()).toEqual([])
  const events = await tabs[1]!.evaluate(() => window.events)
  expect(events.map(([name]) => name)).toEqual(['signed-in'])
})

test(
  "a sign-out at any moment of another tab's refresh leaves nobody signed in and nothing in storage",
  { timeout: 20_000 + ROUNDS * 2_000 },
  async () => {
    profile = await browser.openProfile({ latency: 60 })
    const tabs = await signedIn(4)
    const [refreshing, leaving, ...watching] = tabs as [Tab, Tab, ...Tab[]]
    const outcomes: string[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round > 0) await signIn(tabs[round % 4]!, profile.site)
      await allShow(tabs, 'signed-in ready')
      const before = profile.refreshes().length
      // From ahead of the refresh, past its request, to behind its end.
      const delay = -20 + (round * 160) / ROUNDS
      await inUnison([refreshing, leaving], ['force', 'signOut'], (index) => index * delay)
      await allShow(tabs, 'signed-out signed-out')
      await atRest(refreshing)
      outcomes.push(`${delay.toFixed(0)} ms: ${profile.refreshes().length - before}`)
      await each(tabs, expectNothingStored)
      for (const tab of [refreshing, ...watching]) {
        expect(await sessionOf(tab)).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
      }
    }
    console.log(`sign-out against refresh, requests by moment: ${outcomes.join('; ')}`)
    expectNoReuse(profile)
  },
)

test('after a sign-out the fence keeps no value of the session, and storage only what is not secret', async () => {
  profile = await browser.openProfile()
  const tabs = await signedIn(2)
  await inUnison(tabs, 'force')
  await tabs[1]!.evaluate(() => window.ciam.signOut())
  await allShow(tabs, 'signed-out signed-out')
  await atRest(tabs[0]!)
  const texts = await storedTexts(tabs[0]!)
  const fenced = Object.entries(texts).filter(([key]) => /^react-ciam "react-ciam:(session|requests):/.test(key))
  expect(fenced.length).toBeGreaterThan(0)
  for (const [, text] of fenced) expect(JSON.parse(text)).toMatchObject({ value: null })
  const names = Object.keys(texts).map((key) => key.replace(/react-ciam:(\w+):.*/, '$1').replace(/"/g, ''))
  expect(names.filter((name) => name.startsWith('local ')).sort()).toEqual([
    'local ended',
    'local react-ciam:fingerprint',
  ])
})

test('a sign-in as another user switches all tabs, and a refresh of the first under way changes nothing', async () => {
  profile = await browser.openProfile({ latency: 300 })
  const tabs = await signedIn(4)
  const first = await sessionKeys(tabs)
  const forced = inUnison([tabs[1]!, tabs[2]!], 'force')
  await expect.poll(() => profile.refreshes().length, { interval: 10 }).toBe(1)
  const { userName } = EMULATOR_USERS[1]!
  await signIn(tabs[3]!, profile.site, userName)
  const subjects = () =>
    each(tabs, (tab) =>
      tab.evaluate(() => {
        const session = window.ciam.getSnapshot()
        return session.status === 'signed-in' ? session.claims?.sub : session.status
      }),
    )
  await expect.poll(subjects, { interval: 20 }).toEqual(tabs.map(() => userName))
  await forced
  await atRest(tabs[0]!)
  expect(await subjects()).toEqual(tabs.map(() => userName))
  const second = await sessionKeys(tabs)
  expect(second.size).toBe(1)
  expect(second).not.toEqual(first)
  expect(await each(tabs, storedRecord)).toMatchObject(tabs.map(() => ({ sessionKey: [...second][0], revision: 1 })))
  await expectOneToken(tabs)
  for (const tab of tabs) expect((await renderedBy(tab)).at(-1)).toBe('signed-in ready')
  // The second user's session is the one that is refreshed from now on.
  await inUnison(tabs, 'force')
  expect(profile.refreshes()).toMatchObject([{ session: 1 }, { session: 2, outcome: 'rotated' }])
})

test('localStorage that one tab clears signs all tabs out, and nothing is written back', async () => {
  profile = await browser.openProfile({ latency: 100 })
  const tabs = await signedIn(4)
  const forced = inUnison([tabs[1]!], 'force')
  await expect.poll(() => profile.refreshes().length, { interval: 10 }).toBe(1)
  await tabs[0]!.evaluate(() => localStorage.clear())
  await allShow(tabs.slice(1), 'signed-out signed-out')
  // The tab that cleared is told of no change: it looks when it is asked, or comes to the front.
  await tabs[0]!.evaluate(() => dispatchEvent(new Event('focus')))
  await allShow(tabs, 'signed-out signed-out')
  await forced
  await atRest(tabs[0]!)
  await each(tabs, async (tab) => expect(await storedRecord(tab)).toBeNull())
  expect((await each(tabs, sessionOf)).map(({ status }) => status)).toEqual(tabs.map(() => 'signed-out'))
  await tabs[2]!.reload()
  await allShow(tabs, 'signed-out signed-out')
})

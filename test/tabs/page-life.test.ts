// Hidden and frozen tabs, offline and back, the back-forward cache: what a tab does when it is shown again.
import { beforeEach, expect, test } from 'vitest'
import type { Tab } from '../browser/tab'
import { launchWithLifecycle, setLife } from './lifecycle'
import {
  allShow,
  atRest,
  each,
  expectNoReuse,
  expectOneToken,
  inUnison,
  LONG_AGO,
  reasonOf,
  renderedBy,
  storedRecord,
  storedTexts,
  type Profile,
} from './profile'
import { sharedBrowser } from './shared-browser'
import { signIn } from './site'

const browser = sharedBrowser(launchWithLifecycle)
let profile: Profile

beforeEach(async () => {
  profile = await browser.openProfile()
})

async function shownTabs(count: number): Promise<Tab[]> {
  const tabs = await profile.open(count)
  await each(tabs, (tab) => setLife(tab, 'shown'))
  return tabs
}

async function signedIn(count: number): Promise<[Tab, Tab, ...Tab[]]> {
  const tabs = await shownTabs(count)
  await signIn(tabs[0]!, profile.site)
  await allShow(tabs, 'signed-in ready')
  return tabs as [Tab, Tab, ...Tab[]]
}

test('a hidden tab makes no request when its token ends, and one at once when it is shown', async () => {
  profile.site.emulator.configure({ idTokenLifetime: 2 })
  const [tab] = await profile.open(1)
  await setLife(tab!, 'hidden')
  await signIn(tab!, profile.site)
  await allShow([tab!], 'signed-in pending') // Past the moment at which a visible tab would have refreshed.
  expect(profile.refreshes()).toHaveLength(0)
  const shownAt = Date.now()
  await setLife(tab!, 'shown')
  await allShow([tab!], 'signed-in ready')
  expect(profile.refreshes().length).toBeGreaterThan(0)
  expect(profile.refreshes()[0]!.time - shownAt).toBeLessThan(1_000)
})

test(
  'a tab that was frozen while others refreshed takes their token when it wakes, without a request',
  { tags: 'freezing' },
  async () => {
    const [awake, frozen] = await signedIn(2)
    await setLife(frozen, 'frozen')
    for (const revision of [2, 3]) {
      const askUntilRefreshed = async () => {
        await inUnison([awake], 'force') // Within 1 s after a refresh, that one's token is given.
        return (await storedRecord(awake))!.revision
      }
      await expect.poll(askUntilRefreshed, { timeout: 3_000 }).toBe(revision)
    }
    const requests = profile.refreshes().length
    await setLife(frozen, 'shown')
    await expectOneToken([awake, frozen])
    expect(profile.refreshes()).toHaveLength(requests)
    expect(await renderedBy(frozen)).not.toContain('signed-in pending')
  },
)

test(
  'a tab that is frozen while its request is at the service: nobody sends a second, and its answer is saved',
  { tags: 'freezing' },
  async () => {
    profile.site.emulator.configure({ latency: 300 })
    const [awake, frozen] = await signedIn(2)
    const forced = inUnison([frozen], 'force')
    await expect.poll(() => profile.refreshes().length, { interval: 10 }).toBe(1)
    await setLife(frozen, 'frozen')
    const waiting = inUnison([awake], 'force')
    expect(await inUnison([awake], 'ask')).toEqual(['done'])
    await setLife(frozen, 'shown')
    expect([...(await forced), ...(await waiting)]).toEqual(['done', 'done'])
    await expectOneToken([awake, frozen])
    expect(profile.refreshes()).toHaveLength(1)
  },
)

test(
  'a tab that was frozen while another signed out, and in again as another user, wakes as that user',
  { tags: 'freezing' },
  async () => {
    const [awake, frozen] = await signedIn(2)
    await setLife(frozen, 'frozen')
    await awake.evaluate(() => window.ciam.signOut())
    await signIn(awake, profile.site, 'second')
    await setLife(frozen, 'shown')
    await expectOneToken([awake, frozen])
    const keys = await each([awake, frozen], (tab) =>
      tab.evaluate(() => {
        const session = window.ciam.getSnapshot()
        return session.status === 'signed-in' && [session.sessionKey, session.claims?.sub]
      }),
    )
    expect(keys[1]).toEqual(keys[0])
    expect(keys[0]).toContain('second')
  },
)

test(
  'a tab that was frozen while another signed out shows signed-out when it wakes, and brings nothing back',
  { tags: 'freezing' },
  async () => {
    const [awake, frozen] = await signedIn(2)
    await setLife(frozen, 'frozen')
    await awake.evaluate(() => window.ciam.signOut())
    await setLife(frozen, 'shown')
    await allShow([frozen], 'signed-out signed-out')
    expect(await reasonOf(frozen)).toBe('signed-out')
    await atRest(awake)
    expect(Object.keys(await storedTexts(awake)).join()).not.toContain('local react-ciam:session:')
  },
)

test('offline is no failure of the session: no request goes out, and one when the network is back', async () => {
  await profile.seed()
  const tabs = await shownTabs(4)
  await allShow(tabs, 'signed-in ready')
  await profile.context.setOffline(true)
  try {
    expect(new Set(await inUnison(tabs, 'force'))).toEqual(new Set(['NETWORK']))
    expect(await inUnison(tabs, 'ask')).toEqual(tabs.map(() => 'done'))
    expect(profile.refreshes()).toHaveLength(0)
    const [note] = Object.entries(await storedTexts(tabs[0]!)).filter(([key]) => key.startsWith('local react-ciam:req'))
    expect(JSON.parse(note![1])).toMatchObject({ unanswered: false })
  } finally {
    await profile.context.setOffline(false)
  }
  expect(new Set(await inUnison(tabs, 'force'))).toEqual(new Set(['done']))
  await expectOneToken(tabs)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'rotated' }])
  for (const tab of tabs) expect((await renderedBy(tab)).join()).not.toContain('signed-out')
})

test('tabs whose token ended while offline make one request as soon as the network is back', async () => {
  await profile.seed(LONG_AGO)
  const blanks = Array.from({ length: 4 }, () => profile.context.newPage())
  const tabs = await each(await Promise.all(blanks), async (tab) => {
    await tab.goto(profile.site.blankUrl)
    await setLife(tab, 'hidden')
    await tab.goto(profile.site.url())
    return tab
  })
  await allShow(tabs, 'signed-in pending')
  expect(profile.refreshes()).toHaveLength(0)
  await profile.context.setOffline(true)
  await each(tabs, (tab) => setLife(tab, 'shown'))
  await allShow(tabs, 'signed-in error')
  await profile.context.setOffline(false)
  await allShow(tabs, 'signed-in ready')
  await expectOneToken(tabs)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'rotated' }])
})

test.for([
  // A message to a page in the cache makes the browser drop it; clearing sends none.
  ['signs out', () => window.ciam.signOut()],
  ['clears storage', () => localStorage.clear()],
] as const)(
  'going back to a page after another tab %s shows signed-out at once, also where the browser kept the page',
  async ([, leave]) => {
    const [tab, other] = await signedIn(2)
    // Only what is rendered after the return counts; a page that was loaded anew has nothing else.
    await tab.evaluate(() => addEventListener('pagehide', () => (window.rendered.length = 0)))
    await tab.evaluate(() => addEventListener('pageshow', () => (document.title = 'kept')))
    await tab.goto(profile.site.blankUrl)
    await other.evaluate(leave)
    await tab.evaluate(() => history.back())
    await tab.waitForFunction(() => window.rendered?.length > 0)
    console.log(`going back: the page was ${(await tab.title()) === 'kept' ? 'kept' : 'loaded anew'}`)
    await allShow([tab], 'signed-out signed-out')
    expect(await renderedBy(tab)).toEqual(['signed-out signed-out'])
  },
)

test('a page that heard nothing while it was kept is signed out in the task that shows it again', async () => {
  const kept = await profile.context.newPage()
  await kept.addInitScript(() => {
    const page = window as typeof window & { isKept?: boolean }
    const dropWhileKept = (event: Event) => page.isKept && event.stopImmediatePropagation()
    addEventListener('storage', dropWhileKept, true)
    const { BroadcastChannel: Channel } = window
    window.BroadcastChannel = class extends Channel {
      constructor(name: string) {
        super(name)
        this.addEventListener('message', dropWhileKept)
      }
    }
  })
  const [other] = await signedIn(1)
  await kept.goto(profile.site.url())
  await allShow([kept], 'signed-in ready')
  const transition = (type: 'pagehide' | 'pageshow') =>
    kept.evaluate((name) => {
      ;(window as typeof window & { isKept?: boolean }).isKept = name === 'pagehide'
      dispatchEvent(new PageTransitionEvent(name, { persisted: true }))
      return window.ciam.getSnapshot().status
    }, type)
  expect(await transition('pagehide')).toBe('signed-in')
  await other.evaluate(() => window.ciam.signOut())
  await expect.poll(() => storedRecord(kept)).toBeNull()
  expect(await reasonOf(kept)).toBe('signed-in') // Nobody told it.
  expect(await transition('pageshow')).toBe('signed-out')
  await allShow([kept], 'signed-out signed-out')
})

test('1 s after a refresh no tab holds a lock of the package or waits for one', async () => {
  const tabs = await signedIn(4)
  await inUnison(tabs, 'force')
  const finished = Date.now()
  await atRest(tabs[0])
  expect(Date.now() - finished).toBeLessThan(1_000)
  expectNoReuse(profile)
})

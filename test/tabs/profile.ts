// One browser profile with several tabs of the app, its emulator, and what the tests ask of all tabs.
import { EMULATOR_CLIENT_ID, sessionRecord, type EmulatorOptions, type LedgerEntry } from 'react-ciam/testing'
import { expect } from 'vitest'
import type { Tab, TabContext, TestBrowser } from '../browser/tab'
import { startSite, type Site } from './site'

/** How often a race is run: enough to notice a regression; more, by the environment, for figures. */
export const ROUNDS = Number(process.env['REACT_CIAM_TAB_ROUNDS'] ?? 10)

/** Ms since which a session's id_token has ended in every test. */
export const LONG_AGO = 3_600_000

/** From the decision in this process to the moment when every tab acts: longer than a call into a tab takes. */
const RENDEZVOUS = 200

export interface Profile {
  readonly context: TabContext
  readonly site: Site
  /** Opens tabs of the app, one process each, and waits until each has rendered. */
  open(count: number, parameters?: Record<string, string>): Promise<Tab[]>
  /** Leaves a session in storage whose id_token is `age` ms old, as an earlier visit would have. */
  seed(age?: number): Promise<void>
  refreshes(): readonly LedgerEntry[]
  /** Closes all tabs and the service; the context too, unless it was given. */
  close(): Promise<void>
}

export async function openProfile(
  browser: TestBrowser,
  options: EmulatorOptions = {},
  given?: TabContext,
): Promise<Profile> {
  const site = await startSite({ rotation: 'revoke', ...options })
  const context = given ?? (await browser.newContext())
  return {
    context,
    site,
    async open(count, parameters) {
      const opened = Array.from({ length: count }, async () => {
        const tab = await context.newPage()
        await tab.goto(site.url(parameters))
        await tab.waitForFunction(() => window.rendered?.length > 0)
        return tab
      })
      return Promise.all(opened)
    },
    async seed(age = 0) {
      const reply = await site.emulator.login()
      const address = { baseUrl: site.service, clientId: EMULATOR_CLIENT_ID }
      const { key, value } = sessionRecord(address, { ...reply }, Date.now() - age)
      const blank = await context.newPage()
      await blank.goto(site.blankUrl)
      await blank.evaluate(([name, text]) => localStorage.setItem(name, text), [key, value] as const)
      await blank.close()
    },
    refreshes: () => site.emulator.ledger.refreshes(),
    async close() {
      if (given) await Promise.all(given.pages().map((page) => page.close()))
      else await context.close()
      await site.close()
    },
  }
}

/** The tabs that are still there. */
export const each = <Result>(tabs: readonly Tab[], ask: (tab: Tab) => Promise<Result>): Promise<Result[]> =>
  Promise.all(tabs.map((tab) => ask(tab)))

/** Waits until every tab's last render was this, such as `signed-in ready`. */
export async function allShow(tabs: readonly Tab[], last: string): Promise<void> {
  await each(tabs, (tab) =>
    tab
      .waitForFunction((wanted) => window.rendered.at(-1) === wanted, last, { polling: 20 })
      .catch(async (cause) => {
        throw new Error(`A tab shows ${await tab.evaluate(() => window.rendered.at(-1))}, not ${last}.`, { cause })
      }),
  )
}

export const sessionOf = (tab: Tab) => tab.evaluate(() => window.ciam.getSnapshot())

/** Why nobody is signed in, as a tab tells; the status where somebody is. */
export const reasonOf = (tab: Tab): Promise<string> =>
  tab.evaluate(() => {
    const session = window.ciam.getSnapshot()
    return session.status === 'signed-out' ? session.reason : session.status
  })

export type Call = 'force' | 'ask' | 'show' | 'signOut'

/** Waits until every tab tells this reason: it may be announced after the record is gone. */
export const expectReason = (tabs: readonly Tab[], reason: string) =>
  expect.poll(() => each(tabs, reasonOf), { interval: 20 }).toEqual(tabs.map(() => reason))

/** Every tab calls at the same instant by the device's clock, or `delayOf` ms after it; each call's error code, or `done`. */
export async function inUnison(
  tabs: readonly Tab[],
  call: Call | readonly Call[],
  delayOf: (index: number) => number = () => 0,
): Promise<string[]> {
  const callOf = (index: number): Call => (typeof call === 'string' ? call : call[index]!)
  const at = performance.timeOrigin + performance.now() + RENDEZVOUS
  return Promise.all(
    tabs.map((tab, index) =>
      tab.evaluate(
        async ([what, instant]) => {
          const calls = {
            force: () => window.ciam.getIdToken({ force: true }),
            ask: () => window.ciam.getIdToken(),
            show: () => dispatchEvent(new Event('show-tab')),
            signOut: () => window.ciam.signOut(),
          }
          const left = instant - performance.timeOrigin - performance.now()
          await new Promise((resolve) => setTimeout(resolve, left))
          try {
            await calls[what]()
            return 'done'
          } catch (error) {
            return (error as { code?: string }).code ?? String(error)
          }
        },
        [callOf(index), at + delayOf(index)] as const,
      ),
    ),
  )
}

/** One token for all tabs: the one that each shows and gives out. */
export async function expectOneToken(tabs: readonly Tab[]): Promise<string> {
  const shown = () => each(tabs, (tab) => tab.evaluate(() => window.idTokens.at(-1)))
  await expect.poll(async () => new Set(await shown()).size, { interval: 20 }).toBe(1)
  const given = await each(tabs, (tab) => tab.evaluate(() => window.ciam.getIdToken()))
  expect(new Set(given)).toEqual(new Set(await shown()))
  return given[0]!
}

/** No request of a profile presented a token that had been replaced. */
export function expectNoReuse(profile: Profile): void {
  expect(profile.refreshes().filter(({ reused }) => reused)).toEqual([])
}

/** Waits until the profile's tabs hold no lock of the package and wait for none: nothing is under way. */
export async function atRest(tab: Tab): Promise<void> {
  const locks = () =>
    tab.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query()
      return [...held, ...pending].filter(({ name }) => name?.startsWith('react-ciam')).length
    })
  await expect.poll(locks, { interval: 20, timeout: 5_000 }).toBe(0)
}

/** Everything that localStorage and IndexedDB of the app's origin hold, by key. */
export const storedTexts = (tab: Tab): Promise<Record<string, string>> =>
  tab.evaluate(async () => {
    const texts = Object.fromEntries(
      Object.entries(localStorage).map(([key, value]) => [`local ${key}`, String(value)]),
    )
    for (const { name } of await indexedDB.databases()) {
      const opening = indexedDB.open(name!)
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(new Error(opening.error?.message))
      })
      for (const store of database.objectStoreNames) {
        const values = database.transaction(store).objectStore(store)
        const [keys, contents] = [values.getAllKeys(), values.getAll()]
        await new Promise((resolve) => (contents.onsuccess = resolve))
        keys.result.forEach((key, index) => {
          texts[`${name} ${JSON.stringify(key)}`] = JSON.stringify(contents.result[index])
        })
      }
      database.close()
    }
    return texts
  })

/** Nothing of a session is in storage: no record, and no text that could be a session_token (32) or an id_token. */
export async function expectNothingStored(tab: Tab): Promise<void> {
  const texts = await storedTexts(tab)
  expect(Object.keys(texts).filter((key) => key.startsWith('local react-ciam:session:'))).toEqual([])
  const secrets = Object.entries(texts).filter(([, text]) => /sessionToken|eyJ|\b[A-Za-z0-9]{32}\b/.test(text))
  expect(secrets.map(([key]) => key)).toEqual([])
}

/** The stored session, as this tab sees it. */
export const storedRecord = (tab: Tab) =>
  tab.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith('react-ciam:session:'))
    return key
      ? (JSON.parse(localStorage.getItem(key)!) as { sessionToken: string; revision: number; sessionKey: string })
      : null
  })

/** What every render of a tab showed, each once. */
export const renderedBy = async (tab: Tab): Promise<string[]> => [...new Set(await tab.evaluate(() => window.rendered))]

/** Gives a tab, before it loads, a visibility that the test decides: hidden until `show-tab` (`inUnison`). */
export async function startHidden(context: TabContext): Promise<void> {
  await context.addInitScript(() => {
    let visibility = 'hidden'
    Object.defineProperty(Document.prototype, 'visibilityState', { get: () => visibility })
    addEventListener('show-tab', () => {
      visibility = 'visible'
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    })
  })
}

// Storage that is full or blocked, in real tabs: the session goes on in memory, and is saved when there is room.
import { beforeEach, expect, test } from 'vitest'
import type { Frame, Tab } from '../browser/tab'
import {
  allShow,
  expectNoReuse,
  expectOneToken,
  inUnison,
  reasonOf,
  renderedBy,
  storedRecord,
  type Profile,
} from './profile'
import { sharedBrowser } from './shared-browser'
import { signIn } from './site'

const browser = sharedBrowser()
let profile: Profile

beforeEach(async () => {
  profile = await browser.openProfile()
})

const failures = (tab: Tab | Frame) =>
  tab.evaluate(() => window.events.filter(([name]) => name === 'storage-failed').map(([, detail]) => detail))

/** From now on, until `setFull(tab, false)`, this tab's localStorage takes nothing of the package's. */
const setFull = (tab: Tab, isFull: boolean) =>
  tab.evaluate((full) => {
    const page = window as typeof window & { isFull: boolean | undefined }
    const isFirst = page.isFull === undefined
    page.isFull = full
    if (!isFirst) return
    const { setItem } = Storage.prototype
    Storage.prototype.setItem = function (key, value) {
      if (page.isFull) throw new DOMException('No room.', 'QuotaExceededError')
      setItem.call(this, key, value)
    }
  }, isFull)

test('a tab whose localStorage is full goes on, reports it, and saves the newest token when there is room', async () => {
  const [tab] = await profile.open(1)
  await signIn(tab!, profile.site)
  await allShow([tab!], 'signed-in ready')
  await setFull(tab!, true)
  expect(await inUnison([tab!], 'force')).toEqual(['done'])
  expect(await failures(tab!)).toContainEqual({ operation: 'write' })
  expect(await storedRecord(tab!)).toMatchObject({ revision: 1 })
  const token = await expectOneToken([tab!])
  await setFull(tab!, false)
  await expect.poll(() => storedRecord(tab!), { interval: 50, timeout: 5_000 }).toMatchObject({ revision: 2 })
  await tab!.reload()
  await allShow([tab!], 'signed-in ready')
  expect(await expectOneToken([tab!])).toBe(token)
  expect(await inUnison([tab!], 'force')).toEqual(['done'])
  expectNoReuse(profile)
})

test('while one tab cannot save, another and a new one take its newest token and send no used one', async () => {
  const [full, other] = (await profile.open(2)) as [Tab, Tab]
  await signIn(full, profile.site)
  await allShow([full, other], 'signed-in ready')
  await setFull(full, true)
  expect(await inUnison([full], 'force')).toEqual(['done'])
  await expectOneToken([full, other])
  const [opened] = (await profile.open(1)) as [Tab]
  await expectOneToken([full, other, opened])
  expect(profile.refreshes()).toHaveLength(1)
  await opened.waitForFunction(() => window.ciam.getIdToken({ force: true }))
  await expectOneToken([full, other, opened])
  expectNoReuse(profile)
  expect(await reasonOf(full)).toBe('signed-in')
})

test('with localStorage filled to the last byte a session is signed in, refreshed, and signed out again', async () => {
  const [tab, other] = (await profile.open(2)) as [Tab, Tab]
  await tab.evaluate(() => {
    for (let size = 2 ** 22; size >= 1; size /= 2) {
      try {
        for (let index = 0; ; index += 1) localStorage.setItem(`filler ${size} ${index}`, 'x'.repeat(size))
      } catch {
        // The next smaller piece still fits.
      }
    }
  })
  await signIn(tab, profile.site)
  await allShow([tab], 'signed-in ready')
  expect(await failures(tab)).toContainEqual({ operation: 'write' })
  expect(await inUnison([tab], 'force')).toEqual(['done'])
  expect(await reasonOf(tab)).toBe('signed-in')
  await tab.evaluate(() =>
    Object.keys(localStorage).forEach((key) => key.startsWith('filler') && localStorage.removeItem(key)),
  )
  await expect.poll(() => storedRecord(tab), { interval: 50, timeout: 8_000 }).toMatchObject({ revision: 2 })
  await allShow([other], 'signed-in ready')
  await tab.evaluate(() => window.ciam.signOut())
  await allShow([tab, other], 'signed-out signed-out')
  expectNoReuse(profile)
})

test('a page whose localStorage is blocked keeps its session in memory, says so, and ends with the page', async () => {
  await profile.context.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('Access is denied.', 'SecurityError')
      },
    })
  })
  const [tab] = (await profile.open(1)) as [Tab]
  await expect.poll(() => failures(tab)).toEqual([{ operation: 'read' }])
  await signIn(tab, profile.site)
  await allShow([tab], 'signed-in ready')
  expect(await inUnison([tab], 'force')).toEqual(['done'])
  expect(profile.refreshes()).toMatchObject([{ outcome: 'rotated' }])
  await tab.reload()
  await allShow([tab], 'signed-out signed-out')
  expect(await renderedBy(tab)).toEqual(['signed-out signed-out'])
})

test('a sandboxed frame, which has no storage, locks or channels, keeps a session in memory', async () => {
  const tab = await profile.context.newPage()
  await tab.goto(profile.site.blankUrl)
  await tab.evaluate((address) => {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.src = address
    document.body.append(frame)
  }, profile.site.url())
  await expect.poll(() => tab.frames().length).toBe(2)
  const frame = tab.frames()[1]!
  await frame.waitForFunction(() => window.rendered?.length > 0)
  const reply = await profile.site.emulator.login()
  await frame.evaluate((signInReply) => window.ciam.signIn(signInReply), { ...reply })
  await frame.waitForFunction(() => window.rendered.at(-1) === 'signed-in ready')
  expect(await failures(frame)).toEqual([{ operation: 'read' }])
  const tokens = await frame.evaluate(async () => [
    window.idTokens.at(-1),
    ...(await Promise.all([window.ciam.getIdToken({ force: true }), window.ciam.getIdToken({ force: true })])),
  ])
  expect(new Set(tokens).size).toBe(2)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'rotated' }])
})

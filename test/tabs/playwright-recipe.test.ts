// The recipe for Playwright, as an app's end-to-end tests use it: the page is signed in before it loads.
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type * as Recipe from '../recipes/playwright'
import { launchChromium } from '../browser/chromium'
import { startSite, type Site } from './site'

describe('Playwright', { tags: 'storage-state' }, () => {
  let browser: Browser
  let site: Site
  let recipe: typeof Recipe

  beforeAll(async () => {
    ;[browser, site] = await Promise.all([launchChromium(inject('browser')), startSite({ rotation: 'revoke' })])
    vi.stubEnv('CIAM_URL', site.service)
    recipe = await import('../recipes/playwright')
  })
  beforeEach(() => {
    site.emulator.reset()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  async function open(userName?: string): Promise<Page> {
    const context = await browser.newContext({ storageState: await recipe.signedIn(site.origin, userName) })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(site.url())
    return page
  }
  const shows = (page: Page, id: string, text: string) =>
    page.waitForFunction(([name, wanted]) => document.getElementById(name!)?.textContent === wanted, [id, text])

  test('a page is signed in with its first render, as the user that was asked for, and nothing was sent', async () => {
    const page = await open('second')
    await shows(page, 'token', 'ready')
    expect(await page.evaluate(() => window.rendered[0])).toBe('signed-in ready')
    expect(await page.evaluate(() => window.ciam.getSnapshot())).toMatchObject({ claims: { userName: 'second' } })
    expect(site.emulator.ledger.entries()).toEqual([])
  })

  test('what the page saves outlives a reload, and a sign-out is not undone by one', async () => {
    const page = await open()
    const refreshed = await page.evaluate(() => window.ciam.getIdToken({ force: true }))
    await page.reload()
    await shows(page, 'token', 'ready')
    expect(await page.evaluate(() => window.ciam.getIdToken())).toBe(refreshed)
    expect(site.emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated', reused: false }])
    await page.evaluate(() => window.ciam.signOut())
    await page.reload()
    await shows(page, 'session', 'signed-out')
  })

  test('refreshes fail as they are told to, and time passes for the service', async () => {
    const page = await open()
    await recipe.failNext('busy', 'cut-before')
    const codes = () =>
      page.evaluate(() =>
        window.ciam.getIdToken({ force: true }).then(
          () => 'refreshed',
          (error: { code: string }) => error.code,
        ),
      )
    expect(await codes()).toBe('SERVICE_BUSY')
    const before = site.emulator.clock.now()
    await recipe.letPass(60_000)
    expect(site.emulator.clock.now() - before).toBeGreaterThanOrEqual(60_000)
  })

  test('two contexts are two sessions', async () => {
    const [one, other] = await Promise.all([open(), open()])
    await one.evaluate(() => window.ciam.signOut())
    await shows(one, 'session', 'signed-out')
    await shows(other, 'session', 'signed-in')
  })
})

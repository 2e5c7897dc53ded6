// The main job in a real browser, over real HTTP and across origins: sign in, refresh ahead of the end, rotate, reload.
import { beforeEach, expect, test } from 'vitest'
import { EMULATOR_PASSWORD, EMULATOR_USERS, expectNoTokenIn, SAMPLE_API_PATH } from 'react-ciam/testing'
import type { Tab } from '../browser/tab'
import { storedRecord } from './profile'
import { sharedBrowser } from './shared-browser'
import { signIn, type Site } from './site'

const browser = sharedBrowser()
let page: Tab
let site: Site

beforeEach(async () => {
  const profile = await browser.openProfile()
  page = await profile.context.newPage()
  site = profile.site
})

const shows = (id: string, text: string) =>
  page.waitForFunction(([i, t]) => document.getElementById(i!)?.textContent === t, [id, text])

test('a login with the service headers, handed to signIn, is a session in the page and in storage', async () => {
  await page.goto(site.url())
  await shows('session', 'signed-out')
  const { userName } = EMULATOR_USERS[0]!
  await page.evaluate(
    async ([name, password]) => {
      const service = new URLSearchParams(location.search).get('service')!
      const headers = await window.ciam.getServiceHeaders()
      const body = JSON.stringify({ user_name: name, password })
      const reply = await fetch(`${service}/api/v2/sdk/login`, { method: 'POST', headers, body })
      await window.ciam.signIn((await reply.json()) as Record<string, unknown>)
    },
    [userName, EMULATOR_PASSWORD] as const,
  )
  await shows('token', 'ready')
  expect(await storedRecord(page)).toMatchObject({ revision: 1 })
  const login = site.emulator.ledger.entries().find(({ kind }) => kind === 'login')!
  await page.evaluate(() => window.ciam.getIdToken({ force: true }))
  expect(site.emulator.ledger.refreshes()).toMatchObject([{ fingerprint: login.fingerprint, outcome: 'rotated' }])
})

test('the id_token is refreshed ahead of its end, and the rotated session_token lands in storage', async () => {
  site.emulator.configure({ idTokenLifetime: 4 })
  await page.goto(site.url())
  await signIn(page, site)
  const before = await storedRecord(page)
  await page.waitForFunction(() => window.events.filter(([name]) => name === 'refreshed').length >= 2)
  const after = await storedRecord(page)
  expect(after!.revision).toBeGreaterThanOrEqual(3)
  expect(after!.sessionToken).not.toBe(before!.sessionToken)
  expect(site.emulator.ledger.refreshes().every(({ outcome, reused }) => outcome === 'rotated' && !reused)).toBe(true)
  const rendered = await page.evaluate(() => window.rendered)
  const ready = rendered.indexOf('signed-in ready')
  expect(ready).toBeGreaterThan(-1)
  // Ahead of the end: once there was a token, no render was without one.
  expect(new Set(rendered.slice(ready))).toEqual(new Set(['signed-in ready']))
})

test('a reload is still signed in, in its first render, with no request', async () => {
  await page.goto(site.url())
  await signIn(page, site)
  await shows('token', 'ready')
  const requests = site.emulator.ledger.entries().length
  await page.reload()
  await shows('token', 'ready')
  expect(await page.evaluate(() => window.rendered[0])).toBe('signed-in ready')
  expect(site.emulator.ledger.entries()).toHaveLength(requests)
})

test('an API gets the auth header, and a call that it refuses is repeated with a new token', async () => {
  await page.goto(site.url())
  await signIn(page, site)
  const call = () =>
    page.evaluate(async (path) => {
      const service = new URLSearchParams(location.search).get('service')!
      return (await window.ciam.fetch(`${service}${path}`)).status
    }, SAMPLE_API_PATH)
  expect(await call()).toBe(200)
  site.emulator.clock.advance(301_000)
  expect(await call()).toBe(200)
  expect(site.emulator.ledger.refreshes()).toHaveLength(1)
})

test('a reply that is cut after the rotation ends as rotation-lost where reuse revokes, without a loop', async () => {
  await page.goto(site.url())
  await signIn(page, site)
  site.emulator.fail('cut-after')
  await page.evaluate(() => window.ciam.getIdToken({ force: true }).catch(() => {}))
  await page.waitForFunction(() => window.events.some(([name]) => name === 'refresh-failed'))
  // The present token stays in use meanwhile; what is due is tried when it is due.
  expect(await page.evaluate(() => window.ciam.getSnapshot().status)).toBe('signed-in')
  const askAgain = () =>
    page.evaluate(async () => {
      await window.ciam.getIdToken({ force: true }).catch(() => {})
      return window.ciam.getSnapshot().status
    })
  await expect.poll(askAgain, { timeout: 10_000, interval: 200 }).toBe('signed-out')
  expect(await page.evaluate(() => window.ciam.getSnapshot())).toMatchObject({ reason: 'rotation-lost' })
  expect(site.emulator.ledger.refreshes()).toHaveLength(2)
  expect(await storedRecord(page)).toBeNull()
})

test('no token is in the page, the console or the address', async () => {
  const texts: string[] = []
  page.on('console', (message) => texts.push(message.text()))
  await page.goto(site.url())
  await signIn(page, site)
  site.emulator.fail(['500', 'busy'])
  const failure = await page.evaluate(async () => {
    const isGiven = () => null
    const error = await window.ciam.getIdToken({ force: true }).then(isGiven, (reason: Error) => reason)
    console.log('The refresh failed:', error)
    // Not every browser tells the test what its console shows of an object.
    return error && [String(error), error.stack ?? '', JSON.stringify(error), JSON.stringify({ ...error })]
  })
  await expect.poll(() => texts.join()).toContain('The refresh failed:')
  expect(failure).not.toBeNull()
  texts.push(...failure!, await page.content(), page.url())
  texts.push(JSON.stringify(await page.evaluate(() => window.ciam.getSnapshot())))
  const { sessionToken } = (await storedRecord(page))!
  const idToken = await page.evaluate(() => window.ciam.getIdToken())
  expectNoTokenIn(texts, { tokens: [sessionToken, idToken] })
})

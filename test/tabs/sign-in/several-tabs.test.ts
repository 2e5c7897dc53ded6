// Other tabs, reloads, other origins, in a real browser and over HTTP: what a sign-in shares with them, and what it does not.
import { EMULATOR_PASSWORD as password, EMULATOR_USERS } from 'react-ciam/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Tab } from '../../browser/tab'
import type { Act } from './flow'
import { signInScene } from './scene'
import { expectNothingKept, secretsOf } from './secrets'

const scene = signInScene()
const { mobile } = EMULATOR_USERS[0]!
const as = (userName: string): Act => ['signInWithPassword', { userName, password }]

/** Every half-finished state, how one comes to be in it, and the status. */
const HALF: [state: string, acts: Act[], status: string][] = [
  ['a captcha', [['sendCode', { mobile }]], 'captcha'],
  ['a code that was sent', [['enterCode', { mobile }]], 'code-sent'],
  ['a password warning', [as('warn')], 'password-warning'],
  ['an expired password', [as('expired')], 'password-expired'],
  ['a second factor', [as('mfa')], 'second-factor'],
  ['the code of a second factor', [as('mfa'), ['enterCode', { mobile }]], 'code-sent'],
  ['the captcha of a second factor', [as('mfa'), ['sendCode', { mobile }]], 'captcha'],
  ['the link of an account', [['signInWithWeChat', { code: 'wechat-unbound' }]], 'account-link'],
  ['a denied account', [as('denied')], 'denied'],
]

async function actIn(tab: Tab, acts: readonly Act[]) {
  let told = await tab.evaluate(() => window.flow.tell())
  for (const one of acts) told = await tab.evaluate((act) => window.flow.act(act), one)
  return told
}

const waitForPage = (tab: Tab, status: string) =>
  tab.waitForFunction((is) => document.querySelector('p')?.textContent?.startsWith(is), status, { polling: 20 })

beforeEach(() => scene.begin({ captcha: true }))

describe('another tab', () => {
  test.each(HALF)('in %s is signed in with this one, and forgets what it had', async (_state, acts, status) => {
    const other = await scene.open({ captcha: '' })
    expect(await actIn(other, acts)).toMatchObject({ status })
    const before = scene.calls().length
    expect(await scene.act(as('demo'))).toMatchObject({ status: 'signed-in' })
    await waitForPage(other, 'signed-in')
    expect(await other.evaluate(() => window.flow.tell())).toMatchObject({ status: 'signed-in', steps: [], facts: {} })
    expect(await other.evaluate(() => window.ciam.getSnapshot())).toMatchObject({ claims: { userName: 'demo' } })
    await scene.tab.evaluate(() => window.ciam.signOut())
    await waitForPage(other, 'ready')
    expect(await other.evaluate(() => window.flow.tell())).toMatchObject({ status: 'ready', problem: null, facts: {} })
    expect(scene.calls()).toHaveLength(before + 1)
  })

  test('whose request is under way is signed in at once, and its late answer changes nothing', async () => {
    const other = await scene.open()
    await actIn(other, [as('warn')])
    const release = scene.service.hold('/pwd/skip-update')
    await other.evaluate(() => window.flow.start(['skip']))
    await expect.poll(() => scene.calls().at(-1)?.[1], { interval: 20, timeout: 10_000 }).toBe('/pwd/skip-update')
    expect(await other.evaluate(() => window.flow.tell())).toMatchObject({ status: 'password-warning', isBusy: true })
    await scene.act(as('demo'))
    await waitForPage(other, 'signed-in')
    release()
    await expect
      .poll(() => scene.service.sent.find(({ path }) => path === '/pwd/skip-update')?.reply?.status, {
        interval: 20,
        timeout: 10_000,
      })
      .toBe('SUCCESS')
    expect(await other.evaluate(() => window.flow.tell())).toMatchObject({ isBusy: false, problem: null })
    expect(await other.evaluate(() => window.ciam.getSnapshot())).toMatchObject({ claims: { userName: 'demo' } })
  })

  test('does not see a sign-in that is only half-finished', async () => {
    const other = await scene.open()
    await scene.act(as('mfa'))
    expect(await actIn(other, [])).toMatchObject({ status: 'ready' })
    expect(await other.evaluate(() => window.heard.posted)).toEqual([])
    expect(await scene.tab.evaluate(() => Object.keys(sessionStorage))).toEqual([])
  })
})

describe('a reload', () => {
  test.each(HALF)('in %s begins at ready, with nothing kept and nothing sent', async (_state, acts, status) => {
    expect(await actIn(scene.tab, acts)).toMatchObject({ status })
    const sent = scene.calls().length
    await expectNothingKept(scene.tab, secretsOf(scene.service.sent))
    await scene.tab.reload()
    await scene.tab.waitForFunction(() => window.flow)
    await waitForPage(scene.tab, 'ready')
    const told = await scene.tell()
    expect(told).toMatchObject({ status: 'ready', problem: null, facts: {} })
    expect(told.steps).toContain('signInWithPassword')
    expect(scene.calls()).toHaveLength(sent)
  })

  test('after a sign-in is signed in, in a new tab as well', async () => {
    await scene.act(as('demo'))
    await scene.tab.reload()
    await scene.tab.waitForFunction(() => window.flow)
    await waitForPage(scene.tab, 'signed-in')
    await waitForPage(await scene.open(), 'signed-in')
    expect(scene.calls()).toHaveLength(1)
  })
})

describe('a service on another origin', () => {
  const COMMON = ['content-type', 'x-agent', 'x-client-id', 'x-device-fingerprint', 'x-l', 'x-operating-sys-version']

  test('is asked first by the browser, for exactly the headers that each call has', async () => {
    // Of an origin that this browser has not asked yet: it remembers what it may.
    const service = scene.service.url.replace('127.0.0.1', 'localhost')
    const tab = await scene.open({ service })
    expect(new URL(tab.url()).origin).not.toBe(new URL(service).origin)
    await actIn(tab, [as('warn'), ['skip']])
    expect(await tab.evaluate(() => window.flow.account(['hasPassword']))).toEqual([{ value: true }])
    const asked = scene.service.preflights.map(({ path, headers }) => [
      path,
      headers.origin,
      headers['access-control-request-headers']?.split(',').sort(),
    ])
    expect(asked).toEqual([
      ['/login', scene.origin, COMMON],
      ['/pwd/skip-update', scene.origin, [...COMMON, 'x-state-token'].sort()],
      ['/pwd/check-exist', scene.origin, [...COMMON, 'authorization'].sort()],
    ])
    expect(scene.calls().map(([method, path]) => [method, path])).toEqual([
      ['POST', '/login'],
      ['GET', '/pwd/skip-update'],
      ['GET', '/pwd/check-exist'],
    ])
    for (const { headers } of scene.service.sent) expect(headers).not.toHaveProperty('cookie')
    await tab.evaluate(() => window.ciam.signOut())
  })
})

describe('sign-out everywhere', () => {
  test('ends the session here and in other tabs, then the browser goes to the service and comes back', async () => {
    const other = await scene.open()
    await scene.act(as('demo'))
    await waitForPage(other, 'signed-in')
    const back = `${scene.origin}/blank`
    const url = await other.evaluate((redirectUrl) => window.flow.globalSignOutUrl(redirectUrl), back)
    await other.evaluate(() => window.ciam.signOut())
    expect(await scene.waitFor('ready')).toMatchObject({ problem: null })
    const third = await scene.context.newPage()
    await third.goto(url)
    expect(third.url()).toBe(back)
    await third.close()
    expect(scene.service.sent.at(-1)).toMatchObject({ method: 'GET', path: '/api/v1/logout', body: null })
  })
})

// A tab that is closed while its request is at the service, and replies that are lost after the rotation.
import { expect, test } from 'vitest'
import type { EmulatorOptions } from 'react-ciam/testing'
import type { Tab } from '../browser/tab'
import {
  allShow,
  expectNothingStored,
  expectNoReuse,
  expectOneToken,
  inUnison,
  LONG_AGO,
  renderedBy,
  expectReason,
  startHidden,
  type Profile,
} from './profile'
import { sharedBrowser } from './shared-browser'
import { signIn } from './site'

const browser = sharedBrowser()
let profile: Profile

/** Signs in, lets the first tab's forced refresh reach the service, and closes that tab. */
async function closeDuringRequest(options: EmulatorOptions, prepare?: (tab: Tab) => Promise<unknown>) {
  profile = await browser.openProfile(options)
  const tabs = await profile.open(4)
  await signIn(tabs[0]!, profile.site)
  await allShow(tabs, 'signed-in ready')
  const [closed, ...others] = tabs
  await prepare?.(closed!)
  // Not awaited: the tab goes away before it settles.
  void closed!.evaluate(() => window.ciam.getIdToken({ force: true })).catch(() => {})
  return { closed: closed!, others }
}

const requests = (count: number) => expect.poll(() => profile.refreshes().length, { interval: 10 }).toBe(count)

test('a tab closed while the service has rotated for it: in grace the others go on, with one more request', async () => {
  const { closed, others } = await closeDuringRequest({ rotation: 'grace', latency: 2_000 })
  await requests(1)
  await closed.close()
  profile.site.emulator.configure({ latency: 0 })
  expect(await inUnison(others, 'force')).toEqual(['done', 'done', 'done'])
  await expectOneToken(others)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'rotated' }, { outcome: 'grace' }])
  for (const tab of others) expect((await renderedBy(tab)).slice(-1)).toEqual(['signed-in ready'])
})

test('a tab closed while the service has rotated for it: where reuse revokes, all others end as rotation-lost', async () => {
  const { closed, others } = await closeDuringRequest({ rotation: 'revoke', latency: 2_000 })
  await requests(1)
  await closed.close()
  profile.site.emulator.configure({ latency: 0 })
  // Until somebody asks, the present token is good in every tab.
  expect(await inUnison(others, 'ask')).toEqual(['done', 'done', 'done'])
  await inUnison(others, 'force')
  await allShow(others, 'signed-out signed-out')
  await requests(2)
  await expectReason(others, 'rotation-lost')
  await expectNothingStored(others[0]!)
})

test('a tab closed while its request hangs before the rotation costs the others nothing', async () => {
  const { closed, others } = await closeDuringRequest({}, async () => profile.site.emulator.fail('hang'))
  await requests(1)
  await closed.close()
  expect(await inUnison(others, 'force')).toEqual(['done', 'done', 'done'])
  await expectOneToken(others)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'hang' }, { outcome: 'rotated', reused: false }])
})

test('a tab closed before its request has reached the service costs the others nothing', async () => {
  const { closed, others } = await closeDuringRequest({}, (tab) =>
    tab.evaluate(() => {
      window.fetch = () => {
        document.title = 'sending'
        return new Promise(() => {})
      }
    }),
  )
  await closed.waitForFunction(() => document.title === 'sending')
  await closed.close()
  expect(await inUnison(others, 'force')).toEqual(['done', 'done', 'done'])
  await expectOneToken(others)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'rotated', reused: false }])
})

/** Four tabs that wake on an ended token, and the reply to the one request is lost. */
async function loseReply(options: EmulatorOptions): Promise<Tab[]> {
  profile = await browser.openProfile(options)
  await startHidden(profile.context)
  await profile.seed(LONG_AGO)
  const tabs = await profile.open(4)
  profile.site.emulator.fail('cut-after')
  await inUnison(tabs, 'show')
  return tabs
}

test('a reply that is lost after the rotation is made good by one retry of one tab where there is a grace time', async () => {
  const tabs = await loseReply({ rotation: 'grace' })
  await allShow(tabs, 'signed-in ready')
  await expectOneToken(tabs)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'cut-after' }, { outcome: 'grace' }])
  for (const tab of tabs) expect((await renderedBy(tab)).join()).not.toContain('signed-out')
})

test('a reply that is lost after the rotation ends as rotation-lost in all tabs, with one retry, where reuse revokes', async () => {
  const tabs = await loseReply({ rotation: 'revoke' })
  await allShow(tabs, 'signed-out signed-out')
  await expectReason(tabs, 'rotation-lost')
  expect(profile.refreshes()).toMatchObject([{ outcome: 'cut-after' }, { reason: 'replaced' }])
  await expectNothingStored(tabs[0]!)
})

test('during the wait after a lost reply, no call of any tab makes a request', async () => {
  profile = await browser.openProfile({ rotation: 'grace' })
  const tabs = await profile.open(4)
  await signIn(tabs[0]!, profile.site)
  await allShow(tabs, 'signed-in ready')
  profile.site.emulator.fail('cut-after')
  const codes = [...(await inUnison(tabs, 'force')), ...(await inUnison(tabs, 'force'))]
  expect(new Set(codes)).toEqual(new Set(['NETWORK']))
  expect(await inUnison(tabs, 'ask')).toEqual(tabs.map(() => 'done'))
  expect(profile.refreshes()).toHaveLength(1)
  expectNoReuse(profile)
})

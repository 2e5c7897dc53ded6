// Browsers without Web Locks: one flight in a page; between tabs only what adoption gives.
import { expect, test } from 'vitest'
import type { EmulatorOptions } from 'react-ciam/testing'
import { allShow, expectNoReuse, expectOneToken, inUnison, reasonOf, ROUNDS, type Profile } from './profile'
import { sharedBrowser } from './shared-browser'
import { signIn } from './site'

const browser = sharedBrowser()
let profile: Profile

async function signedIn(count: number, options: EmulatorOptions = {}) {
  profile = await browser.openProfile(options)
  await profile.context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })
  })
  const tabs = await profile.open(count)
  await signIn(tabs[0]!, profile.site)
  await allShow(tabs, 'signed-in ready')
  return tabs
}

test('without Web Locks two clients of one page make one request', async () => {
  const [tab] = await signedIn(1, { latency: 100 })
  const tokens = await tab!.evaluate(() =>
    Promise.all([window.ciam, window.sibling, window.ciam].map((client) => client.getIdToken({ force: true }))),
  )
  expect(new Set(tokens).size).toBe(1)
  expect(profile.refreshes()).toMatchObject([{ outcome: 'rotated' }])
})

test('without Web Locks a tab takes what another has refreshed, without a request', async () => {
  const tabs = await signedIn(4)
  await inUnison(tabs.slice(0, 1), 'force')
  await expectOneToken(tabs)
  expect(profile.refreshes()).toHaveLength(1)
  expectNoReuse(profile)
})

test('without Web Locks a tab that asks while another has a request under way sends none', async () => {
  const tabs = await signedIn(2, { latency: 300 })
  const first = inUnison(tabs.slice(0, 1), 'force')
  await expect.poll(() => profile.refreshes().length, { interval: 10 }).toBe(1)
  await inUnison(tabs.slice(1), 'force')
  expect(await first).toEqual(['done'])
  await expectOneToken(tabs)
  expect(profile.refreshes()).toHaveLength(1)
})

test('without Web Locks a tab whose token was just replaced by another takes that one after the rejection', async () => {
  const tabs = await signedIn(2, { rotation: 'on', latency: 150 })
  await inUnison(tabs, 'force')
  await expectOneToken(tabs)
  expect(await Promise.all(tabs.map(reasonOf))).toEqual(['signed-in', 'signed-in'])
  expect(profile.refreshes().filter(({ outcome }) => outcome === 'rotated')).toHaveLength(1)
})

test.for(['on', 'revoke'] as const)(
  'without Web Locks, where a used token is refused (%s), eight tabs that refresh in one instant agree on what came of it',
  { timeout: 20_000 + ROUNDS * 4_000 },
  async (rotation) => {
    const rounds = ROUNDS > 10 ? ROUNDS : 1 // Chance decides each: many are for figures.
    const tabs = await signedIn(8, { rotation })
    const counts = { lost: 0, requests: 0, reused: 0 }
    for (let round = 1; round <= rounds; round += 1) {
      profile.site.emulator.ledger.clear()
      await inUnison(tabs, 'force')
      const together = profile.refreshes().length
      counts.requests += together
      counts.reused += profile.refreshes().filter(({ reused }) => reused).length
      // The service may have ended the session meanwhile: the next refresh tells.
      const askAgain = async () => {
        await inUnison(tabs.slice(0, 1), 'force')
        const later = profile.refreshes().slice(together)
        return later.some(({ outcome }) => outcome === 'rotated') || (await reasonOf(tabs[0]!)) !== 'signed-in'
      }
      await expect.poll(askAgain, { timeout: 10_000 }).toBe(true)
      const reasons = async () => [...new Set(await Promise.all(tabs.map(reasonOf)))]
      const isSignedIn = (reason: string) => reason === 'signed-in'
      await expect.poll(async () => new Set((await reasons()).map(isSignedIn)).size, { interval: 20 }).toBe(1)
      if (!(await reasons()).every(isSignedIn)) counts.lost += 1
      // A session of its own for each round.
      await signIn(tabs[round % 8]!, profile.site)
      await allShow(tabs, 'signed-in ready')
      await expectOneToken(tabs)
    }
    console.log(`without Web Locks, ${rotation}, ${rounds} rounds of 8 tabs: ${JSON.stringify(counts)}`)
  },
)

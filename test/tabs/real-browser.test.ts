// The browser under test is a real one: what the package builds on exists between its tabs, and nothing leaves the machine.
import { beforeEach, expect, test } from 'vitest'
import type { Tab } from '../browser/tab'
import { each, type Profile } from './profile'
import { sharedBrowser } from './shared-browser'

const browser = sharedBrowser()
let profile: Profile

beforeEach(async () => {
  profile = await browser.openProfile()
})

/** Tabs of the app's origin, without the app. */
async function blankTabs(count: number): Promise<[Tab, Tab, ...Tab[]]> {
  const tabs = await Promise.all(Array.from({ length: count }, () => profile.context.newPage()))
  await each(tabs, (tab) => tab.goto(profile.site.blankUrl))
  return tabs as [Tab, Tab, ...Tab[]]
}

test('a Web Lock that one tab holds is not given to another until it is released', async () => {
  const [first, second] = await blankTabs(2)
  await first.evaluate(
    () =>
      new Promise<void>((held) => {
        void navigator.locks.request('session', () => {
          held()
          return new Promise<void>((release) => addEventListener('release', () => release()))
        })
      }),
  )
  const tryLock = () =>
    second.evaluate(() => navigator.locks.request('session', { ifAvailable: true }, (lock) => !!lock))

  expect(await tryLock()).toBe(false)
  const waiter = second.evaluate(() => navigator.locks.request('session', () => 'had'))
  await first.evaluate(() => dispatchEvent(new Event('release')))
  expect(await waiter).toBe('had')
})

test('a message, a storage event and an IndexedDB write of one tab reach another', async () => {
  const [first, second] = await blankTabs(2)
  const received = second.evaluate(() =>
    Promise.all([
      new Promise((resolve) => (new BroadcastChannel('session').onmessage = ({ data }) => resolve(data))),
      new Promise((resolve) => addEventListener('storage', ({ newValue }) => resolve(newValue))),
    ]),
  )
  await second.evaluate(() => undefined) // The listeners above are in place when this answers.
  await first.evaluate(async () => {
    new BroadcastChannel('session').postMessage('announced')
    localStorage.setItem('record', 'stored')
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('fence')
      opening.onupgradeneeded = () => opening.result.createObjectStore('records').put('fenced', 'record')
      opening.onsuccess = () => resolve(opening.result.close())
      opening.onerror = () => reject(new Error(opening.error?.message))
    })
  })

  expect(await received).toEqual(['announced', 'stored'])
  const fenced = await second.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('fence')
        opening.onsuccess = () => {
          const reading = opening.result.transaction('records').objectStore('records').get('record')
          reading.onsuccess = () => resolve(reading.result)
        }
      }),
  )
  expect(fenced).toBe('fenced')
})

test('a page reaches no other host than this machine', async () => {
  const [tab] = await blankTabs(1)
  await expect(tab.goto('http://example.com/')).rejects.toThrow(
    /ERR_NAME_NOT_RESOLVED|NS_ERROR_PROXY_CONNECTION_REFUSED/,
  )
})

test('each of eight tabs is a process of its own: one that computes holds up no other', async () => {
  const [busy, ...others] = await blankTabs(8)
  const answers = others.map((): number[] => [])
  let isBusy = true
  const computing = busy
    .evaluate(() => {
      const start = Date.now()
      while (Date.now() < start + 1_000);
      return [start, Date.now()] as const
    })
    .finally(() => (isBusy = false))
  while (isBusy) {
    const round = await each(others, (tab) => tab.evaluate(() => Date.now()))
    round.forEach((time, index) => answers[index]!.push(time))
  }
  const [start, end] = await computing
  for (const times of answers) expect(times.some((time) => start < time && time < end)).toBe(true)
})

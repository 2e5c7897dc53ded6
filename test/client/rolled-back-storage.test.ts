// Storage that shows an older record again: a restored profile, a copy of a disk, a write that never reached the disk.
import { expect, test } from 'vitest'
import { createScene, NOTE_KEY, readStored, RECORD_KEY } from './plain-service'

test('a record that is put back to a replaced token while a page is open is replaced by the newest one again', async () => {
  const { client, signIn, service, storage, advance, now } = createScene()
  client.start()
  await signIn()
  const old = (await storage.getItem(RECORD_KEY))!
  const token = await now(() => client.getIdToken({ force: true }))
  const newest = await storage.getItem(RECORD_KEY)
  await storage.setItem(RECORD_KEY, old)
  window.dispatchEvent(new Event('focus'))
  await advance(100)
  expect(await storage.getItem(RECORD_KEY)).toBe(newest)
  expect(await now(() => client.getIdToken())).toBe(token)
  await advance(2_000)
  await storage.setItem(RECORD_KEY, old)
  await now(() => client.getIdToken({ force: true }))
  expect(new Set(service.requests.map((request) => request.token)).size).toBe(2)
  expect(await readStored(storage)).toMatchObject({ revision: 3 })
})

test.each([
  // What is remembered of the request tells that its answer was lost to this profile.
  ['the record alone', 'rotation-lost'],
  ['all of the profile', 'session-rejected'],
])(
  'a replaced token that comes back while no page is open (%s) ends by one rejection as %s, without a loop',
  async (what, reason) => {
    const { client, another, signIn, service, storage, advance, now, killPage } = createScene()
    await signIn()
    const old = (await storage.getItem(RECORD_KEY))!
    await now(() => client.getIdToken({ force: true }))
    killPage()
    expect(await storage.getItem(NOTE_KEY)).not.toBeNull()
    if (what.startsWith('all')) await storage.removeItem(NOTE_KEY)
    await storage.setItem(RECORD_KEY, old)
    const pages = [another(), another()]
    for (const page of pages) {
      page.start()
      page.keepFresh()
    }
    await advance(241_000)
    expect(service.requests).toHaveLength(2)
    for (const page of pages) expect(page.getSnapshot()).toMatchObject({ status: 'signed-out', reason })
    expect(await storage.getItem(RECORD_KEY)).toBeNull()
    await advance(30 * 60_000)
    expect(service.requests).toHaveLength(2)
  },
)

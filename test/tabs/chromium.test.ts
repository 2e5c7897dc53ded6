// The browser under test is a real one: what the package builds on exists between its tabs, and nothing leaves the machine.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext } from 'playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '../browser/chromium'

let browser: Browser
let context: BrowserContext
let origin: string
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html')
  response.end('<!doctype html><title>empty</title>')
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchChromium(inject('chromium'))
  context = await browser.newContext()
})

afterAll(async () => {
  await browser?.close()
  server.close()
})

test('a Web Lock that one tab holds is not given to another until it is released', async () => {
  const [first, second] = [await context.newPage(), await context.newPage()]
  await first.goto(origin)
  await second.goto(origin)
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
  const [first, second] = [await context.newPage(), await context.newPage()]
  await first.goto(origin)
  await second.goto(origin)
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
  const page = await context.newPage()
  await page.goto(origin)
  await expect(page.goto('http://example.com/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
})

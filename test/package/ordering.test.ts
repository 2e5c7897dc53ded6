// What localStorage alone does not promise and `webStorage` adds: the holder of a lock reads what the holder before it has
// written. Eight real tabs take turns at one exclusive Web Lock, with the adapter of the built package.
//
// Nothing here rests on waiting. A turn reads, tells the server what it read, is given its value, and writes it; the lock
// is free the moment after the write. So the server hears the turns in the order of the lock, and knows which value each
// must have read: the one that it gave to the turn before. Any other is stale.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Browser, Page } from 'playwright'
import type { webStorage } from 'react-ciam/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/chromium'

/** How a turn reads and writes; `blind` tabs see of localStorage what they wrote themselves and nothing that others did. */
interface Way {
  readonly adapter: boolean
  readonly blind: boolean
}

const TABS = 8

let browser: Browser
let line: Page
let tabs: Page[]
let turns = 0
let stale = 0

const server = createServer((request, response) => {
  const answer = (type: string, body: string) => response.setHeader('content-type', type).end(body)
  const { method, url = '/' } = request
  if (url.startsWith('/dist/')) answer('text/javascript', readFileSync(url.slice(1), 'utf8'))
  else if (method === 'POST') {
    void text(request).then((read) => {
      if (read !== String(turns)) stale += 1
      turns += 1
      answer('text/plain', String(turns))
    })
  } else {
    const script = "import { webStorage } from '/dist/storage.js'; window.webStorage = webStorage"
    answer('text/html', `<!doctype html><title>turns</title><script type="module">${script}</script>`)
  }
})

beforeAll(async () => {
  const changedAt = Math.max(...readdirSync('src/storage').map((file) => statSync(`src/storage/${file}`).mtimeMs))
  const built = statSync('dist/storage.js', { throwIfNoEntry: false })
  if (!built || built.mtimeMs < changedAt) throw new Error('dist/storage.js is missing or old: run `npm run build`.')
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  browser = await launchChromium()
  const context = await browser.newContext()
  const open = async () => {
    const tab = await context.newPage()
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    await tab.waitForFunction(() => 'webStorage' in window)
    return tab
  }
  line = await open()
  tabs = await Promise.all(Array.from({ length: TABS }, open))
})

afterAll(async () => {
  await browser?.close()
  server.close()
})

/** In a tab: so many turns, each at the lock as soon as the one before is done. */
const takeTurns = (tab: Page, key: string, count: number, way: Way): Promise<void> =>
  tab.evaluate(
    async ({ key, count, way }) => {
      let view = localStorage.getItem(key)
      const blind = {
        getItem: () => view,
        setItem: (name: string, value: string) => localStorage.setItem(name, (view = value)),
      } as unknown as Storage
      const area = way.blind ? blind : localStorage
      const adapter = (window as unknown as { webStorage: typeof webStorage }).webStorage(area)
      for (let turn = 0; turn < count; turn += 1) {
        await navigator.locks.request('turn', async () => {
          const read = way.adapter ? await adapter.getLatest!(key) : area.getItem(key)
          const next = await (await fetch('/turn', { method: 'POST', body: String(read) })).text()
          if (way.adapter) await adapter.setItem(key, next)
          else area.setItem(key, next)
        })
      }
    },
    { key, count, way },
  )

/** How many turns of all tabs read a stale value. */
async function countStale(turnsEach: number, way: Way): Promise<number> {
  const name = `${way.adapter ? 'webStorage' : 'localStorage alone'}${way.blind ? ', blind tabs' : ''}`
  turns = stale = 0
  await line.evaluate((key) => localStorage.setItem(key, '0'), name)
  for (const tab of tabs) await tab.waitForFunction((key) => localStorage.getItem(key) === '0', name)
  // All tabs stand in line before the first turn begins: from then on each waits for every other.
  await line.evaluate(
    () =>
      new Promise<void>((held) => {
        const opened = new Promise<void>((open) => addEventListener('open', () => open(), { once: true }))
        void navigator.locks.request('turn', () => (held(), opened))
      }),
  )
  const done = Promise.all(tabs.map((tab) => takeTurns(tab, name, turnsEach, way)))
  const waiting = () => line.evaluate(async () => (await navigator.locks.query()).pending?.length)
  await expect.poll(waiting, { interval: 5 }).toBe(TABS)
  const startedAt = performance.now()
  await line.evaluate(() => dispatchEvent(new Event('open')))
  await done
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`Chromium ${browser.version()}, ${name}: ${stale} of ${turns} turns read a stale value, ${seconds} s`)
  expect(turns).toBe(TABS * turnsEach)
  return stale
}

test('eight tabs that take 100 turns each at one lock read no stale value through webStorage', async () => {
  expect(await countStale(100, { adapter: true, blind: false })).toBe(0)
  // How many there would be without it is the browser's matter, so that is only shown.
  await countStale(100, { adapter: false, blind: false })
})

test('tabs to which localStorage shows no write of another tab read no stale value through webStorage', async () => {
  expect(await countStale(10, { adapter: true, blind: true })).toBe(0)
  expect(await countStale(10, { adapter: false, blind: true })).toBeGreaterThan(TABS)
})

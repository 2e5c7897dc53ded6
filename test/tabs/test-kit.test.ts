// The test kit in a real browser: msw's worker answers with the emulator, and time jumps past Web Locks and IndexedDB.
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { build, type Rollup } from 'vite'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchBrowser } from '../browser/browser'
import type { Tab, TestBrowser } from '../browser/tab'
import { FAULTS } from '../testing/fault-outcomes'
import shared from '../../vite.config'

const WORKER = '/mockServiceWorker.js'

let browser: TestBrowser
let server: Server
let page: Tab

beforeAll(async () => {
  const [found, files] = await Promise.all([launchBrowser(inject('browser')), bundle()])
  browser = found
  server = createServer((request, response) => {
    const code = files.get(request.url ?? '')
    response.setHeader('content-type', code ? 'text/javascript' : 'text/html')
    response.end(code ?? '<!doctype html><title>test kit</title><script type="module" src="/kit.js"></script>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  page = await (await browser.newContext()).newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => window.kit)
})

afterAll(async () => {
  await browser?.close()
  server?.close()
  server?.closeAllConnections()
})

async function bundle(): Promise<Map<string, string>> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    resolve: shared.resolve!,
    build: {
      write: false,
      rollupOptions: { input: resolve('test/tabs/app/test-kit.ts'), output: { entryFileNames: 'kit.js' } },
    },
  })
  const { output } = (Array.isArray(result) ? result[0] : result) as Rollup.RollupOutput
  const files = output.map((file): [string, string] => [`/${file.fileName}`, file.type === 'chunk' ? file.code : ''])
  return new Map([...files, [WORKER, readFileSync(`node_modules/msw/lib${WORKER}`, 'utf8')]])
}

test("every fault reaches the client through msw's worker as what it is", async () => {
  const expected = FAULTS.filter(([fault]) => fault !== 'huge') // Left to Node: a body of a megabyte.
  const outcomes = await page.evaluate(
    (faults) => window.kit.faults(faults),
    expected.map(([fault]) => fault),
  )
  expect(outcomes).toEqual(expected.map(([, code]) => code))
})

test('a session in localStorage is refreshed ahead of each end, however far time jumps', async () => {
  const { first, failures, refreshes } = await page.evaluate(() => window.kit.time())
  expect([first, failures]).toEqual([1, []])
  expect(refreshes.length).toBeGreaterThanOrEqual(17)
  expect(new Set(refreshes)).toEqual(new Set(['rotated']))
})

test('the check finds tokens in localStorage, and none in the page', async () => {
  const [inPage, inStorage] = await page.evaluate(() => window.kit.find())
  expect(inPage).toBe('none')
  expect(inStorage).toMatch(/^There is (an id|a session)_token at \$\["react-ciam:session:/)
})

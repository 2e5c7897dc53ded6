// The Storybook that `npm run build-storybook` makes, served as files from below any path: every page and story of it
// works, with the emulator in the page, and asks no other server for anything.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { launchChromium } from '../browser/chromium'

interface IndexEntry {
  readonly id: string
  readonly type: 'docs' | 'story'
  readonly importPath: string
}

const BASE = '/docs/next/'
const AT_A_TIME = 3
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
}

let folder: string
let server: Server
let origin: string
let browser: Browser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'react-ciam-storybook-'))
  const storybook = join('node_modules', '.bin', 'storybook')
  const shell = process.platform === 'win32'
  const env = { ...process.env }
  for (const name of ['NODE_ENV', 'VITEST']) delete env[name] // Else Storybook would take itself for a part of this test.
  await promisify(execFile)(storybook, ['build', '--output-dir', folder, '--quiet'], {
    env,
    shell,
    maxBuffer: 2 ** 26,
  })
  server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://127.0.0.1')
    const path = normalize(pathname.slice(BASE.length) || 'index.html')
    try {
      if (!pathname.startsWith(BASE) || path.startsWith('..')) throw new Error('Outside of the site.')
      const content = readFileSync(join(folder, path))
      const type = TYPES[extname(path)] ?? 'application/octet-stream'
      response.writeHead(200, { 'content-type': type, 'cache-control': 'max-age=3600' }).end(content)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await launchChromium(inject('chromium'))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A page, with what it asked for in vain, or elsewhere. */
async function openPage(): Promise<{ page: Page; troubles: string[] }> {
  const page = await (await browser.newContext()).newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('request', (request) => {
    const isOwn = request.url().startsWith(origin + BASE) || /^(data|blob|about):/.test(request.url())
    if (!isOwn) troubles.push(`asked ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`)
  })
  return { page, troubles }
}

/** What Storybook said last of the story or page that is shown. */
const outcomeOf = (page: Page) =>
  page.waitForFunction(() => {
    interface Channel {
      last(event: string): unknown[] | undefined
    }
    const channel = (window as { __STORYBOOK_ADDONS_CHANNEL__?: Channel }).__STORYBOOK_ADDONS_CHANNEL__
    const failures = ['storyErrored', 'storyThrewException', 'playFunctionThrewException', 'storyMissing']
    const failed = failures.find((event) => channel?.last(event))
    if (failed) return `${failed} ${JSON.stringify(channel?.last(failed))}`
    return channel?.last('storyFinished') || channel?.last('docsRendered') ? 'rendered' : ''
  })

test('every page and story works from below any path', { timeout: 480_000 }, async () => {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as { entries: Record<string, IndexEntry> }
  const entries = Object.values(index.entries)
  expect(entries.filter(({ type }) => type === 'story').length).toBeGreaterThan(5)
  const outcomes: Record<string, unknown> = {}
  const waiting = [...entries]
  // Each in a browser profile of its own: what one keeps in storage is no other's.
  const visitAll = async (): Promise<void> => {
    const { page, troubles } = await openPage()
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      await page.goto(`${origin}${BASE}iframe.html?id=${entry.id}&viewMode=${entry.type}`)
      outcomes[entry.id] = [await (await outcomeOf(page)).jsonValue(), ...troubles.splice(0)]
    }
    await page.context().close()
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, visitAll))
  expect(outcomes).toEqual(Object.fromEntries(entries.map(({ id }) => [id, ['rendered']])))
})

test('its front page shows the first page of the guide', async () => {
  const { page, troubles } = await openPage()
  await page.goto(`${origin}${BASE}`)
  await page.frameLocator('#storybook-preview-iframe').getByRole('heading', { level: 1 }).first().waitFor()
  expect(await page.title()).toContain('Welcome')
  expect(troubles).toEqual([])
})

// The packed package on a server: Next.js (app router) and Vite, each built, served, and hydrated in a real Chromium.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Browser } from 'playwright'
import { EMULATOR_CLIENT_ID, sessionRecord } from 'react-ciam/testing'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startEmulatorServer, type EmulatorServer } from '../../src/testing/server'
import { launchChromium } from '../browser/chromium'
import type { render as renderVite } from './apps/vite/entry-server'
import { packPackage } from './installed-package'
import { entries, promisedNames } from './promised-names'

const run = promisify(execFile)

/** The apps of test/package/apps, with the packed package installed and all else from this project's dependencies. */
let folder: string
let service: EmulatorServer
let browser: Browser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'react-ciam-servers-'))
  const apps = join(folder, 'apps')
  cpSync(resolve('test/package/apps'), apps, { recursive: true })
  writeEntriesPage(join(apps, 'next/app/entries'))
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  mkdirSync(join(apps, 'node_modules'))
  await run('tar', ['-xzf', packPackage(folder), '-C', join(apps, 'node_modules')])
  await run('mv', [join(apps, 'node_modules/package'), join(apps, 'node_modules/react-ciam')])
  service = await startEmulatorServer({ options: { rotation: 'revoke' } })
  browser = await launchChromium(inject('chromium'))
})
afterAll(async () => {
  for (const site of sites.values()) (await site).close()
  await browser?.close()
  await service?.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Served {
  readonly url: string
  close(): void
}

/** Each is built once, by the first test that asks for it. */
const sites = new Map<() => Promise<Served>, Promise<Served>>()
const siteOf = (serve: () => Promise<Served>): Promise<Served> =>
  sites.get(serve) ?? sites.set(serve, serve()).get(serve)!

/** A page of the Next.js app that shows what every entry exports to server components, and to client components. */
function writeEntriesPage(route: string): void {
  const found = (names: readonly string[]) => `
    ${names.map((entry, index) => `import * as entry${index} from '${entry}'`).join('\n')}
    const found = { ${names.map((entry, index) => `'${entry}': Object.keys(entry${index}).sort()`).join(', ')} }`
  const onServer = `${found(entries)}
    export const OnServer = () => <pre id="server">{JSON.stringify(found)}</pre>`
  const onClient = `'use client'
    import { useEffect, useState } from 'react'
    ${found(entries)}
    export function OnClient() {
      const [id, setId] = useState('client')
      useEffect(() => setId('hydrated'), [])
      return <pre id={id}>{JSON.stringify(found)}</pre>
    }`
  mkdirSync(route)
  writeFileSync(join(route, 'on-client.tsx'), onClient)
  writeFileSync(join(route, 'on-server.tsx'), onServer)
  const page = `
    import { OnClient } from './on-client'
    import { OnServer } from './on-server'
    export default () => <><OnServer /><OnClient /></>`
  writeFileSync(join(route, 'page.tsx'), page)
}

/** `next build` and `next start`, as a person would. */
async function serveNext(): Promise<Served> {
  const root = join(folder, 'apps/next')
  const command = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    NEXT_PUBLIC_CIAM_URL: service.url,
    NEXT_PUBLIC_CIAM_CLIENT_ID: EMULATOR_CLIENT_ID,
  }
  await run(process.execPath, [command, 'build', '--webpack', root], { cwd: root, env })
  const server: ChildProcess = spawn(process.execPath, [command, 'start', '--port', '0', '-H', '127.0.0.1', root], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: server.stdout! })) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
    if (url) return { url, close: () => void server.kill() }
  }
  throw new Error('Next.js did not start.')
}

/** A server of Node's own around what Vite built. */
async function serveVite(): Promise<Served> {
  const root = join(folder, 'apps/vite')
  const define = {
    'import.meta.env.VITE_CIAM_URL': JSON.stringify(service.url),
    'import.meta.env.VITE_CIAM_CLIENT_ID': JSON.stringify(EMULATOR_CLIENT_ID),
    'process.env.NODE_ENV': '"production"',
  }
  const shared = {
    root,
    define,
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', development: false } },
  } as const
  await build({ ...shared, build: { outDir: 'client' } })
  const output = { entryFileNames: 'entry-server.mjs' }
  await build({ ...shared, build: { outDir: 'server', ssr: 'entry-server.tsx', rollupOptions: { output } } })
  const built = pathToFileURL(join(root, 'server/entry-server.mjs')).href
  const { render } = (await import(/* @vite-ignore */ built)) as {
    render: typeof renderVite
  }
  const [before, after] = readFileSync(join(root, 'client/index.html'), 'utf8').split('<!--app-->')
  const server: Server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://127.0.0.1')
    if (pathname.startsWith('/assets/')) {
      response.setHeader('content-type', 'text/javascript')
      response.end(readFileSync(join(root, 'client', pathname)))
      return
    }
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.write(before)
    const html = render(searchParams.get('visitor') ?? '', pathname)
    html.pipe(response, { end: false })
    html.on('end', () => response.end(after))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

describe.each([
  ['Next.js', serveNext],
  ['Vite', serveVite],
])('%s', (_name, serve) => {
  let site: Served
  beforeAll(async () => {
    site = await siteOf(serve)
  }, 120_000)

  test('two requests at the same time share nothing, and neither has a session in it', async () => {
    const before = service.emulator.ledger.entries().length
    const visitors = ['first', 'second']
    const pages = await Promise.all(
      visitors.map(async (visitor) => (await fetch(`${site.url}/?visitor=${visitor}`)).text()),
    )
    for (const [index, html] of pages.entries()) {
      const text = html.replaceAll('<!-- -->', '')
      expect(text).toContain(`Rendered for ${visitors[index]}`)
      expect(text).not.toContain(`Rendered for ${visitors[1 - index]}`)
      expect(text).toContain('<p>One moment</p>')
      expect(text).not.toMatch(/Hello|Please sign in|eyJ|session_?token/i)
    }
    expect(service.emulator.ledger.entries()).toHaveLength(before)
  })

  test('a component that needs a token leaves its fallback in the HTML', async () => {
    const html = await (await fetch(`${site.url}/token`)).text()
    expect(html).toContain('<p>Waiting for a token</p>')
    expect(html).not.toContain('A token of')
  })

  test.each([
    ['/?visitor=first', 'Hello, '],
    ['/token', 'A token of 3 parts'],
  ])('%s hydrates without a mismatch, then shows the session of the browser', async (path, shown) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      const isIcon = message.location().url.endsWith('/favicon.ico')
      if (message.type() === 'error' && !isIcon) complaints.push(message.text())
    })
    page.on('pageerror', ({ message }) => {
      // What threw on the server is rendered here: React says so, by its error 419, and it is what was asked for.
      if (!message.includes('#419')) complaints.push(message)
    })
    const address = { baseUrl: service.url, clientId: EMULATOR_CLIENT_ID }
    const { key, value } = sessionRecord(address, { ...(await service.emulator.login()) })
    await context.addInitScript(([name, text]) => localStorage.setItem(name, text), [key, value] as const)
    await page.goto(site.url + path)
    await page.getByText(shown).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  test('a browser without a session is told so after hydration', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(site.url)
    await page.getByText('Please sign in').waitFor()
    await context.close()
  })
})

describe('Next.js with every entry', () => {
  let url: string
  beforeAll(async () => {
    url = `${(await siteOf(serveNext)).url}/entries`
  }, 120_000)

  const promised = (names: readonly string[]) => Object.fromEntries(names.map((entry) => [entry, promisedNames[entry]]))

  test('exports the promised names to server components, and to client components on the server and in the browser', async () => {
    const page = await browser.newPage()
    const complaints: string[] = [] // Among them: that the browser has other names than the server sent.
    page.on('pageerror', ({ message }) => complaints.push(message))
    await page.goto(url)
    const shown = async (id: string) => JSON.parse((await page.locator(`#${id}`).textContent())!) as unknown
    expect(await shown('server')).toEqual(promised(entries))
    expect(await shown('hydrated')).toEqual(promised(entries))
    expect(complaints).toEqual([])
    await page.close()
  })
})

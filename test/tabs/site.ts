// What the real-browser tests stand on: the test app, built and served on loopback, and the emulator on another origin.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { build, type Rollup } from 'vite'
import type { Emulator, EmulatorOptions } from 'react-ciam/testing'
import { startEmulatorServer } from '../../src/testing/server'

export interface Site {
  /** The app's own origin. */
  readonly origin: string
  readonly emulator: Emulator
  /** The page's address; `parameters` as test/tabs/app/main.tsx reads them. */
  url(parameters?: Record<string, string>): string
  close(): Promise<void>
}

let bundle: Promise<string> | undefined

/** Once for each test file: the app as one script, in a production build. */
function bundleApp(): Promise<string> {
  bundle ??= build({
    root: fileURLToPath(new URL('../..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', development: false } }, // Else the test run's NODE_ENV asks for React's dev runtime.
    resolve: {
      alias: [
        { find: /^react-ciam$/, replacement: fileURLToPath(new URL('../../src/index.ts', import.meta.url)) },
        {
          find: /^react-ciam\/([^/]+)$/,
          replacement: fileURLToPath(new URL('../../src', import.meta.url)) + '/$1/index.ts',
        },
      ],
    },
    build: {
      write: false,
      rollupOptions: { input: fileURLToPath(new URL('app/main.tsx', import.meta.url)) },
    },
  }).then((result) => {
    const { output } = (Array.isArray(result) ? result[0] : result) as Rollup.RollupOutput
    const scripts = output.filter((file) => file.type === 'chunk')
    if (scripts.length !== 1) throw new Error('The test app must be one script.')
    return scripts[0]!.code
  })
  return bundle
}

export async function startSite(options: EmulatorOptions = {}): Promise<Site> {
  const [script, service] = await Promise.all([bundleApp(), startEmulatorServer({ options })])
  const server: Server = createServer((request, response) => {
    const isScript = request.url === '/app.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(
      isScript
        ? script
        : '<!doctype html><html lang="en"><title>app</title><body><script type="module" src="/app.js"></script>',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    emulator: service.emulator,
    url: (parameters = {}) => `${origin}/?${new URLSearchParams({ service: service.url, ...parameters }).toString()}`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      await service.close()
    },
  }
}

/** Signs a built-in user in through the app, as its login form would. */
export async function signIn(page: Page, site: Site): Promise<void> {
  const reply = await site.emulator.login()
  await page.evaluate((signInReply) => window.ciam.signIn(signInReply), reply)
}

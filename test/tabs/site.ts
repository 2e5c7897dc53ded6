// What the real-browser tests stand on: the test app, built and served on loopback, and the emulator on another origin.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build, type Rollup } from 'vite'
import type { Emulator, EmulatorOptions } from 'react-ciam/testing'
import { startEmulatorServer } from '../../src/testing/server'
import type { Tab } from '../browser/tab'

export interface Site {
  /** The app's own origin. */
  readonly origin: string
  readonly emulator: Emulator
  /** The emulator's origin, which the app takes as its `baseUrl`. */
  readonly service: string
  /** A page of the app's origin without the app. */
  readonly blankUrl: string
  /** The page's address; `parameters` as test/tabs/app/main.tsx reads them. */
  url(parameters?: Record<string, string>): string
  close(): Promise<void>
}

const BLANK = '/blank'

const bundles = new Map<string, Promise<string>>()

/** Once for each test file: the app as one script, in a production build. */
function bundleApp(entry: string): Promise<string> {
  const bundle = bundles.get(entry) ?? buildApp(entry)
  bundles.set(entry, bundle)
  return bundle
}

function buildApp(entry: string): Promise<string> {
  return build({
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
      rollupOptions: { input: fileURLToPath(new URL(`app/${entry}`, import.meta.url)) },
    },
  }).then((result) => {
    const { output } = (Array.isArray(result) ? result[0] : result) as Rollup.RollupOutput
    const scripts = output.filter((file) => file.type === 'chunk')
    if (scripts.length !== 1) throw new Error('The test app must be one script.')
    return scripts[0]!.code
  })
}

/** Serves an app of test/tabs/app on an origin of its own. */
export async function serveApp(entry: string): Promise<Pick<Site, 'origin' | 'close'>> {
  const script = await bundleApp(entry)
  const server: Server = createServer((request, response) => {
    const isScript = request.url === '/app.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8')
    response.setHeader('access-control-allow-origin', '*') // A sandboxed frame loads the script from another origin.
    const tag = request.url === BLANK ? '' : '<script type="module" src="/app.js"></script>'
    response.end(isScript ? script : `<!doctype html><html lang="en"><title>app</title><body>${tag}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export async function startSite(options: EmulatorOptions = {}): Promise<Site> {
  const [{ origin, close }, service] = await Promise.all([serveApp('main.tsx'), startEmulatorServer({ options })])
  return {
    origin,
    emulator: service.emulator,
    service: service.url,
    blankUrl: origin + BLANK,
    url: (parameters = {}) => `${origin}/?${new URLSearchParams({ service: service.url, ...parameters }).toString()}`,
    async close() {
      await close()
      await service.close()
    },
  }
}

/** Signs a built-in user in through the app, as its login form would. */
export async function signIn(tab: Tab, site: Site, userName?: string): Promise<void> {
  const reply = await site.emulator.login(userName)
  await tab.evaluate((signInReply) => window.ciam.signIn(signInReply), reply)
}

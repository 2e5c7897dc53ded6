// What is published, installed into an application: its files, names, formats, types, and that importing it does nothing.
// Long because all of it is asked of one installation, which takes its time.
import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installPackage, type InstalledPackage } from './installed-package'
import { entries, fileOf, promisedNames } from './promised-names'

let installed: InstalledPackage
beforeAll(() => {
  installed = installPackage()
})
afterAll(() => installed?.remove())

const distFiles = (ending: string) =>
  readdirSync(join(installed.packageFolder, 'dist')).filter(
    (file) => file.endsWith(ending) && !file.startsWith('emulator'),
  )
const readDist = (file: string) => readFileSync(join(installed.packageFolder, 'dist', file), 'utf8')

test('every entry of package.json is in the list of names', () => {
  expect(entries.length).toBeGreaterThan(4)
  expect([...entries].sort()).toEqual(Object.keys(promisedNames).sort())
})

test('nothing is published but the build, the manifest, the license and what is to be read first', () => {
  const published = readdirSync(installed.packageFolder)
  expect(published.filter((name) => !/^(dist|package\.json|LICENSE|README(\.zh-CN)?\.md)$/.test(name))).toEqual([])
  expect(published).toEqual(expect.arrayContaining(['LICENSE', 'README.md']))
})

test('no published file holds a path of the machine that built it', () => {
  const holding = readdirSync(join(installed.packageFolder, 'dist')).filter((file) =>
    readDist(file).includes(process.cwd()),
  )
  expect(holding).toEqual([])
})

describe.each(entries)('%s', (entry) => {
  test('exports the promised names to ES modules', () => {
    const code = `console.log(JSON.stringify(Object.keys(await import('${entry}'))))`
    expect((JSON.parse(installed.run('module', code)) as string[]).sort()).toEqual(
      [...(promisedNames[entry] ?? [])].sort(),
    )
  })

  test('exports the promised names to CommonJS', () => {
    const code = `console.log(JSON.stringify(Object.keys(require('${entry}'))))`
    expect((JSON.parse(installed.run('commonjs', code)) as string[]).sort()).toEqual(
      [...(promisedNames[entry] ?? [])].sort(),
    )
  })

  test.each(['module', 'commonjs'] as const)('does nothing when it is imported (%s)', (kind) => {
    const importing = kind === 'module' ? `await import('${entry}')` : `require('${entry}')`
    expect(JSON.parse(installed.run(kind, trapped(kind, importing)))).toEqual([])
  })

  test('begins with the client directive in CommonJS if it does in ESM', () => {
    const directive = /^"use client";\n/
    expect(directive.test(readDist(`${fileOf(entry)}.cjs`))).toBe(directive.test(readDist(`${fileOf(entry)}.js`)))
  })
})

test.each(['localStorage.length', 'document.addEventListener', 'setTimeout(() => {})', 'new BroadcastChannel("a")'])(
  'an import that evaluates %s would not go unseen',
  (code) => {
    const swallowed = `try { ${code} } catch {}`
    expect(JSON.parse(installed.run('module', trapped('module', swallowed)))).toHaveLength(1)
  },
)

/** Code that replaces what an import must not touch, runs the import, and prints what it touched all the same. */
function trapped(kind: 'module' | 'commonjs', importing: string): string {
  // What react-ciam is built on is loaded before the traps: they are for react-ciam alone.
  const packages = [
    'react',
    'react-dom',
    'react/jsx-runtime',
    '@tanstack/react-query',
    'zod',
    'zod/mini',
    'zod/v4/core',
    'jwt-decode',
    'jose',
    'axios',
  ]
  return `
    for (const name of ${JSON.stringify(packages)}) ${kind === 'module' ? 'await import(name)' : 'require(name)'}
    const touched = []
    const touch = (name) => { touched.push(name); throw new Error('touched ' + name) }
    const calls = ['setTimeout', 'setInterval', 'queueMicrotask', 'requestAnimationFrame', 'fetch', 'BroadcastChannel',
      'Worker', 'XMLHttpRequest', 'addEventListener', 'reportError']
    const objects = ['localStorage', 'sessionStorage', 'indexedDB', 'document', 'navigator', 'location', 'crypto', 'window']
    const trap = (name) => new Proxy(function () {}, {
      get: (_, key) => touch(name + '.' + String(key)), set: (_, key) => touch(name + '.' + String(key)),
      has: (_, key) => touch(String(key) + ' in ' + name), apply: () => touch(name), construct: () => touch(name),
    })
    for (const name of [...calls, ...objects]) {
      Object.defineProperty(globalThis, name, { value: trap(name), configurable: true, writable: true })
    }
    ${importing}
    console.log(JSON.stringify(touched))
  `
}

test.each(['index.js', 'index.cjs'])('%s begins with the client directive', (file) => {
  expect(readDist(file)).toMatch(/^"use client";\n/)
})

test.each(['.js', '.cjs'])('all entries share one React context (%s)', (format) => {
  const calls = distFiles(format).flatMap((file) => readDist(file).match(/\bcreateContext(\.call)?\(/g) ?? [])
  expect(calls).toHaveLength(1)
})

test('an error of one entry is an error of every other', () => {
  const code = `
    import { CiamError } from 'react-ciam'
    import { sessionRecord } from 'react-ciam/testing'
    try { sessionRecord({ baseUrl: 'https://tenant.example', clientId: 'a' }, {}, 0) }
    catch (error) { console.log(error instanceof CiamError) }`
  expect(installed.run('module', code).trim()).toBe('true')
})

describe.each(['module', 'commonjs'] as const)('the test kit (%s)', (kind) => {
  const load = (names: string, from: string) =>
    kind === 'module' ? `import { ${names} } from '${from}'` : `const { ${names} } = require('${from}')`

  test('gives its client to the hooks of the main entry', () => {
    const code = `
      ${load('createElement', 'react')}
      ${load('renderToString', 'react-dom/server')}
      ${load('useCiamClient', 'react-ciam')}
      ${load('CiamTestProvider, createTestClient', 'react-ciam/testing')}
      const client = createTestClient()
      const Probe = () => String(useCiamClient() === client)
      console.log(renderToString(createElement(CiamTestProvider, { client }, createElement(Probe))))`
    expect(installed.run(kind, code).trim()).toBe('true')
  })

  test('turns time, and puts it back, with fake timers that come with it', () => {
    const code = `
      ${load('createManualClock, createEmulator', 'react-ciam/testing')}
      async function run() {
        const emulator = createEmulator()
        const clock = await createManualClock()
        const [begin, service] = [Date.now(), emulator.clock.now()]
        let fired = 0
        setTimeout(() => (fired = Date.now() - begin), 5_000)
        await clock.advance(60_000)
        const passed = [fired, Date.now() - begin, emulator.clock.now() - service].map((ms) => Math.round(ms / 1_000))
        clock.restore()
        console.log(JSON.stringify([...passed, Math.abs(Date.now() - begin) < 10_000]))
      }
      run()`
    expect(JSON.parse(installed.run(kind, code))).toEqual([5, 60, 60, true])
  })
})

describe('types', () => {
  const application = `
    import axios from 'axios'
    import { createCiamClient, useIdToken } from 'react-ciam'
    import { attachCiam } from 'react-ciam/axios'
    import { webStorage } from 'react-ciam/storage'
    import { ciamHandlers, createEmulator } from 'react-ciam/testing'
    import { z } from 'zod'
    export const client = createCiamClient({
      baseUrl: 'https://tenant.example',
      clientId: 'application',
      storage: webStorage(),
      claims: z.object({ tenant: z.string() }),
      fetch: (input, init) => createEmulator().handle(new Request(input, init)),
    })
    export const handlers = ciamHandlers(createEmulator()) // There is no msw here.
    export const detach: () => void = attachCiam(axios.create(), client)
    declare module 'react-ciam' {
      interface Register {
        client: typeof client
      }
    }
    export function useTenant(): string | undefined {
      return useIdToken().claims?.tenant
    }`

  const misuse = `
    import './application.js'
    import { useIdToken } from 'react-ciam'
    export const wrong: number | undefined = useIdToken().claims?.tenant`

  test.each([
    ['esnext', 'bundler'],
    ['node16', 'node16'],
  ])('know the claims of a registered client, and are right in themselves (%s, %s)', (module, moduleResolution) => {
    writeFileSync(join(installed.folder, 'application.ts'), application)
    writeFileSync(join(installed.folder, 'misuse.ts'), misuse)
    const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js')
    const modules = ['--module', module, '--moduleResolution', moduleResolution]
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipDefaultLibCheck', '--target', 'es2022']
    const { stdout } = spawnSync(process.execPath, [compiler, '--noEmit', ...strict, ...modules, 'misuse.ts'], {
      cwd: installed.folder,
      encoding: 'utf8',
    })
    const errors = stdout.split('\n').filter((line) => line.includes('error TS'))
    expect(errors).toEqual([expect.stringMatching(/^misuse\.ts.*'string \| undefined' is not assignable/)])
  })
})

test('the command starts an emulator that answers', async () => {
  const command = spawn(join(installed.folder, 'node_modules/.bin/react-ciam-emulator'), ['--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => command.once('exit', resolve))
  try {
    let url: string | undefined
    for await (const line of createInterface({ input: command.stdout })) {
      url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0]
      if (url) break
    }
    const response = await fetch(`${url}/api/v1/oauth2/keys`)
    expect(await response.json()).toEqual({ keys: [expect.objectContaining({ kty: 'RSA', alg: 'RS256' })] })
  } finally {
    command.kill()
  }
  expect(await exited).toBe(0)
})

// The devtools in an application's bundle: all of them in development, nothing of them in production.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as buildWithEsbuild } from 'esbuild'
import { build as buildWithVite } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import webpack from 'webpack'
import { installPackage, type InstalledPackage } from './installed-package'

let installed: InstalledPackage
beforeAll(() => {
  installed = installPackage()
})
afterAll(() => installed?.remove())

type Mode = 'production' | 'development'

/** The same application with the devtools, and with a component of its own that renders nothing. */
const sources = {
  devtools: `import { CiamDevtools as Extra } from 'react-ciam/devtools'`,
  nothing: `const Extra = () => null`,
}

const application = (extra: keyof typeof sources) => `
  import { createElement } from 'react'
  import { CiamProvider, createCiamClient } from 'react-ciam'
  ${sources[extra]}
  const client = createCiamClient({ baseUrl: '/ciam', clientId: 'application' })
  globalThis.render = () => createElement(CiamProvider, { client }, createElement(Extra))`

const externals = ['react', 'react/jsx-runtime', 'react-dom', '@tanstack/react-query']

function writeApplication(extra: keyof typeof sources): string {
  const file = join(installed.folder, `${extra}.js`)
  writeFileSync(file, application(extra))
  return file
}

const bundlers: Record<string, (file: string, mode: Mode) => Promise<string>> = {
  async Vite(file, mode) {
    const outDir = join(installed.folder, 'vite-build')
    const before = process.env['NODE_ENV']
    process.env['NODE_ENV'] = mode // As Vite's own command sets it.
    try {
      await buildWithVite({
        root: installed.folder,
        configFile: false,
        logLevel: 'silent',
        mode,
        build: { outDir, emptyOutDir: true, rolldownOptions: { input: file, external: externals } },
      })
    } finally {
      if (before === undefined) delete process.env['NODE_ENV']
      else process.env['NODE_ENV'] = before
    }
    const files = readdirSync(join(outDir, 'assets')).filter((name) => name.endsWith('.js'))
    return files.map((name) => readFileSync(join(outDir, 'assets', name), 'utf8')).join('\n')
  },
  async esbuild(file, mode) {
    const outdir = join(installed.folder, 'esbuild-build')
    mkdirSync(outdir, { recursive: true })
    const { outputFiles } = await buildWithEsbuild({
      entryPoints: [file],
      bundle: true,
      minify: true,
      format: 'esm',
      outdir,
      write: false,
      external: externals,
      define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    })
    return outputFiles.map(({ text }) => text).join('\n')
  },
  async webpack(file, mode) {
    const path = join(installed.folder, 'webpack-build')
    const compiler = webpack({
      mode,
      devtool: false,
      context: installed.folder,
      entry: file,
      output: { path, filename: 'application.js', module: true },
      experiments: { outputModule: true },
      externalsType: 'module',
      externals: Object.fromEntries(externals.map((name) => [name, name])),
    })
    const errors = await new Promise<string[]>((resolve, reject) =>
      compiler.run((error, stats) =>
        error ? reject(error) : resolve(stats?.toJson().errors?.map(({ message }) => message) ?? []),
      ),
    )
    expect(errors).toEqual([])
    return readFileSync(join(path, 'application.js'), 'utf8')
  },
}

/** Texts of the panel that a minifier keeps. */
const traces = ['attachShadow', 'Treat as expired', 'react-ciam:devtools', 'lock-wanted']

describe.each(Object.entries(bundlers))('%s', (_name, bundle) => {
  test('puts the devtools into a development build', async () => {
    const code = await bundle(writeApplication('devtools'), 'development')
    for (const trace of traces) expect(code).toContain(trace)
  })

  test('puts nothing of the devtools into a production build but a component that renders nothing', async () => {
    const withDevtools = await bundle(writeApplication('devtools'), 'production')
    const withNothing = await bundle(writeApplication('nothing'), 'production')
    for (const trace of traces) expect(withDevtools).not.toContain(trace)
    expect(Math.abs(withDevtools.length - withNothing.length)).toBeLessThan(24) // Names, and where spaces are.
  })
})

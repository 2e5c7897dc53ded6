// Bundles a module of an application with each bundler, as it does by itself: for a browser, with nothing set but what has
// to be read back. What a bundler warns of counts as wrong.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build as buildWithEsbuild } from 'esbuild'
import { build as buildWithVite, createLogger } from 'vite'
import webpack from 'webpack'

export type Mode = 'production' | 'development'

export interface BundleOptions {
  /** Default: a production build. */
  readonly mode?: Mode
  /** What stays an import. Default: nothing. */
  readonly externals?: readonly string[]
}

export interface Bundle {
  /** The file that holds what the module exports, for import. */
  readonly file: string
  /** The text of every file that came out. */
  readonly code: string
}

interface Job {
  readonly folder: string
  readonly input: string
  readonly output: string
  readonly mode: Mode
  readonly externals: string[]
}

/** Builds the module in `input` into `output/module.mjs`, perhaps with chunks beside it; gives the warnings. */
type Build = (job: Job) => Promise<string[]>

const withVite: Build = async ({ folder, input, output, mode, externals }) => {
  const warnings: string[] = []
  const warn = (message: string) => void warnings.push(message)
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = mode // As Vite's own command sets it.
  try {
    await buildWithVite({
      root: folder,
      configFile: false,
      logLevel: 'warn',
      customLogger: { ...createLogger('silent'), warn, warnOnce: warn },
      mode,
      build: {
        outDir: output,
        emptyOutDir: true,
        modulePreload: { polyfill: false },
        chunkSizeWarningLimit: 10_000,
        rolldownOptions: {
          input: { module: input },
          external: externals,
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
          onLog: (_level, { code, message }) => {
            if (code !== 'MODULE_LEVEL_DIRECTIVE') warn(message) // 'use client' is for servers.
          },
        },
      },
    })
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
  return warnings
}

const withEsbuild: Build = async ({ input, output, mode, externals }) => {
  const { warnings } = await buildWithEsbuild({
    entryPoints: { module: input },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    outdir: output,
    outExtension: { '.js': '.mjs' },
    external: externals,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
  })
  // That an import for nothing leaves nothing is what `sideEffects: false` is for.
  return warnings.filter(({ id }) => id !== 'ignored-bare-import').map(({ text }) => text)
}

const withWebpack: Build = ({ folder, input, output, mode, externals }) => {
  const compiler = webpack({
    mode,
    devtool: false,
    context: folder,
    entry: { module: input },
    output: { path: output, filename: '[name].mjs', module: true, library: { type: 'module' } },
    experiments: { outputModule: true },
    externalsType: 'module',
    externals: Object.fromEntries(externals.map((name) => [name, name])),
    performance: false,
  })
  return new Promise((resolve, reject) =>
    compiler.run((error, stats) => {
      const { errors = [], warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {}
      const messages = [...errors, ...warnings].map(({ message }) => message)
      compiler.close(() => (error ? reject(error) : resolve(messages)))
    }),
  )
}

const builds: Record<string, Build> = { Vite: withVite, webpack: withWebpack, esbuild: withEsbuild }

/** Names of bundlers. */
export const bundlers = Object.keys(builds)

/** Bundles a module of the application in the folder. Throws where the bundler has anything to say against it. */
export async function bundle(
  bundler: string,
  folder: string,
  source: string,
  { mode = 'production', externals = [] }: BundleOptions = {},
): Promise<Bundle> {
  const input = join(folder, 'module.js')
  const output = join(folder, 'bundled')
  rmSync(output, { recursive: true, force: true })
  mkdirSync(output)
  writeFileSync(input, source)
  const warnings = await builds[bundler]!({ folder, input, output, mode, externals: [...externals] })
  if (warnings.length > 0) throw new Error(`${bundler}: ${warnings.join('\n')}`)
  const files = readdirSync(output, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'))
  return {
    file: join(output, 'module.mjs'),
    code: files.map((name) => readFileSync(join(output, name), 'utf8')).join('\n'),
  }
}

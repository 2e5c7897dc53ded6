// Installs the contestants, once, from this folder's lockfile, into `.bench`: below `test` the project's checks would take
// their files for its own.
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
export const benchFolder = join(projectRoot, 'test/bench')
const folder = join(projectRoot, '.bench')
export const packagesFolder = join(folder, 'node_modules')

const run = (cwd: string, ...args: string[]): void =>
  void execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })

/** Does nothing where what the lockfile says is there already. */
export function installContestants(): void {
  const lockfile = readFileSync(join(benchFolder, 'package-lock.json'), 'utf8')
  const installed = join(folder, 'installed.json')
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lockfile) return
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(benchFolder, file), join(folder, file))
  run(folder, 'ci', '--no-fund', '--no-audit', '--loglevel=error')
  writeFileSync(installed, lockfile)
}

/** What the contestants are measured against is what is published: the built package. */
export function buildPackage(): void {
  run(projectRoot, 'run', 'build', '--silent')
}

export function versionOf(name: string): string {
  const manifest =
    name === 'react-ciam' ? join(projectRoot, 'package.json') : join(packagesFolder, name, 'package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

interface BuildResult {
  readonly outputFiles: readonly { readonly contents: Uint8Array; readonly text: string }[]
}

/** The little of esbuild that is used. */
interface Bundler {
  build(options: object): Promise<BuildResult>
}

const reactPackages = ['react', 'react-dom', 'scheduler']

/** One minified ESM file for production, from an entry's text. Every contestant gets the same React and react-query. */
export async function bundle(
  text: string,
  { external = [], alias = {} }: { external?: readonly string[]; alias?: Record<string, string> } = {},
): Promise<Uint8Array> {
  const bundler = createRequire(join(folder, 'package.json'))('esbuild') as Bundler
  const shared = [...reactPackages, '@tanstack/react-query'].filter((name) => !external.includes(name))
  const { outputFiles } = await bundler.build({
    stdin: { contents: text, resolveDir: join(benchFolder, 'contestants'), loader: 'jsx' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    legalComments: 'none',
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: external.flatMap((name) => [name, `${name}/*`]),
    nodePaths: [packagesFolder],
    alias: {
      'react-ciam': join(projectRoot, 'dist/index.js'),
      ...Object.fromEntries(shared.map((name) => [name, join(packagesFolder, name)])),
      ...alias,
    },
  })
  return outputFiles[0]!.contents
}

export const bundlePage = (id: string): Promise<Uint8Array> =>
  bundle(`import './page.jsx'`, { alias: { contestant: join(benchFolder, 'contestants', `${id}.jsx`) } })

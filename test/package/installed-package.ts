// Packs the package as it would be published and installs the result into an application of its own, without network:
// what it depends on comes from this project's node_modules.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { manifest } from './promised-names'

/** What an application has beside react-ciam, with what those packages need themselves. */
const neighbours = [
  'react',
  'react-dom',
  'scheduler',
  '@types/react',
  '@types/react-dom',
  'csstype',
  '@tanstack/react-query',
  '@tanstack/query-core',
]
const dependencies = ['zod', 'jwt-decode', 'jose']
/** Linked: they bring many packages of their own. */
const linked = ['axios']

export interface InstalledPackage {
  /** The application's folder. */
  readonly folder: string
  /** The installed package's folder. */
  readonly packageFolder: string
  /** Runs a script of ES module or CommonJS code in the application; gives what it printed. */
  run(kind: 'module' | 'commonjs', code: string): string
  remove(): void
}

const npm = (cwd: string, ...args: string[]) =>
  execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  })

/** The archive that would be published, made in this folder; gives its path. */
export function packPackage(folder: string): string {
  npm(process.cwd(), 'pack', '--pack-destination', folder)
  return join(folder, `react-ciam-${manifest.version}.tgz`)
}

export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'react-ciam-package-'))
  const archive = packPackage(folder)
  writeFileSync(join(folder, 'package.json'), '{ "name": "application", "private": true }')
  const files = [...neighbours, ...dependencies].map((name) => `file:${resolve('node_modules', name)}`)
  npm(folder, 'install', '--offline', '--install-links', archive, ...files)
  for (const name of linked) symlinkSync(resolve('node_modules', name), join(folder, 'node_modules', name), 'junction')
  return {
    folder,
    packageFolder: join(folder, 'node_modules/react-ciam'),
    run: (kind, code) =>
      execFileSync(process.execPath, [`--input-type=${kind}`, '--eval', code], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

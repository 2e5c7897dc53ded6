// Packs the package as it would be published and installs the result into an application of its own, without network:
// what it depends on comes from this project's node_modules.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

interface Manifest {
  version: string
  exports: Record<string, unknown>
}

export const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest

/** What an application has beside react-ciam, with what those packages need themselves. */
const neighbours = ['react', '@types/react', 'csstype', '@tanstack/react-query', '@tanstack/query-core']
const dependencies = ['zod', 'jwt-decode', 'jose']

export interface InstalledPackage {
  /** The application's folder. */
  readonly folder: string
  /** The installed package's folder. */
  readonly packageFolder: string
  /** Runs a script of ES module or CommonJS code in the application; gives what it printed. */
  run(kind: 'module' | 'commonjs', code: string): string
  remove(): void
}

export function installPackage(): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'react-ciam-package-'))
  const npm = (...args: string[]) =>
    execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: args[0] === 'pack' ? process.cwd() : folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    })
  npm('pack', '--pack-destination', folder)
  writeFileSync(join(folder, 'package.json'), '{ "name": "application", "private": true }')
  const files = [...neighbours, ...dependencies].map((name) => `file:${resolve('node_modules', name)}`)
  npm('install', '--offline', '--install-links', `./react-ciam-${manifest.version}.tgz`, ...files)
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

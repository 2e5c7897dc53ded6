// Finds a browser that is named by an environment variable, or installed on the system.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface FoundBrowser {
  readonly executablePath: string
  /** Where it came from and what it is, for a person. */
  readonly source: string
}

/** Where a browser is looked for. */
export interface BrowserPlaces {
  /** The environment variable that names one. */
  readonly variable: string
  /** What it is called in the folders of PATH. */
  readonly commands: readonly string[]
  /** Below the folders of applications of macOS. */
  readonly applications: readonly string[]
  /** Below the folders of programs of Windows. */
  readonly programs: readonly string[]
}

/** Throws where the variable names what does not exist, or what does not start. */
export function findNamed({ variable }: BrowserPlaces): FoundBrowser | undefined {
  const executablePath = process.env[variable]
  if (!executablePath) return undefined
  if (!existsSync(executablePath)) {
    throw new Error(`${variable} names ${executablePath}, which does not exist. Correct the path, or unset it.`)
  }
  return { executablePath, source: `named by ${variable}, ${versionOf(executablePath)}` }
}

export function findInstalled(places: BrowserPlaces): FoundBrowser | undefined {
  for (const executablePath of pathsOf(places)) {
    if (!existsSync(executablePath)) continue
    try {
      return { executablePath, source: `installed on the system, ${versionOf(executablePath)}` }
    } catch {
      // Some distributions install a stand-in that only tells how to get the real one: the next place may be better.
    }
  }
  return undefined
}

function pathsOf({ commands, applications, programs }: BrowserPlaces): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  if (process.platform === 'darwin') {
    return applications.flatMap((path) => [join('/Applications', path), join(homedir(), 'Applications', path)])
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name])
    return roots.filter((root) => root !== undefined).flatMap((root) => programs.map((path) => join(root, path)))
  }
  return commands.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** Throws where it does not start. A browser on Windows would open a window instead of answering: there it is not asked. */
export function versionOf(executablePath: string): string {
  if (process.platform === 'win32') return 'version not asked'
  return execFileSync(executablePath, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** Configuration, global setup and tests each load these files for themselves, in one process: it finds each browser once. */
export function findOnce(name: string, find: () => FoundBrowser): FoundBrowser {
  const found = ((globalThis as { [FOUND]?: Record<string, FoundBrowser> })[FOUND] ??= {})
  if (!found[name]) {
    found[name] = find()
    console.log(`${name}: ${found[name].source}, ${found[name].executablePath}`)
  }
  return found[name]
}

const FOUND = Symbol.for('react-ciam.test.browsers')

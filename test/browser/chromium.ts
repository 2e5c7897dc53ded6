// Finds the Chromium that browser tests and stories run in: named by REACT_CIAM_CHROMIUM, else installed on the system,
// else unpacked from the npm package @sparticuz/chromium. Throws where none runs: browser tests are never skipped.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type LaunchOptions } from 'playwright'

export interface FoundChromium {
  readonly executablePath: string
  /** Where it came from and what it is, for a person. */
  readonly source: string
}

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

/** How to start it: nothing leaves the machine, and it also starts as root in a container. */
export const chromiumLaunchOptions = {
  headless: true,
  chromiumSandbox: false, // The sandbox refuses root and needs rights that containers withhold.
  args: [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
  ],
} satisfies LaunchOptions

/** Starts the Chromium that was found. The caller closes it. */
export function launchChromium({ executablePath }: FoundChromium = findChromium()): Promise<Browser> {
  return chromium.launch({ ...chromiumLaunchOptions, executablePath })
}

// Configuration, global setup and tests each load this file for themselves, in one process.
const remembered = globalThis as { [FOUND]?: FoundChromium }
const FOUND = Symbol.for('react-ciam.test.chromium')

/** Finds a Chromium that starts; the first call of a process does the work and prints which one it is. */
export function findChromium(): FoundChromium {
  if (!remembered[FOUND]) {
    remembered[FOUND] = namedChromium() ?? installedChromium() ?? packagedChromium()
    console.log(`Chromium: ${remembered[FOUND].source}, ${remembered[FOUND].executablePath}`)
  }
  return remembered[FOUND]
}

function namedChromium(): FoundChromium | undefined {
  const executablePath = process.env['REACT_CIAM_CHROMIUM']
  if (!executablePath) return undefined
  if (!existsSync(executablePath)) {
    throw new Error(`REACT_CIAM_CHROMIUM names ${executablePath}, which does not exist. Correct the path, or unset it.`)
  }
  return { executablePath, source: `named by REACT_CIAM_CHROMIUM, ${versionOf(executablePath)}` }
}

function installedChromium(): FoundChromium | undefined {
  for (const executablePath of installedPlaces()) {
    if (!existsSync(executablePath)) continue
    try {
      return { executablePath, source: `installed on the system, ${versionOf(executablePath)}` }
    } catch {
      // Some distributions install a stand-in that only tells how to get the real one: the next place may be better.
    }
  }
  return undefined
}

function installedPlaces(): string[] {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  if (process.platform === 'darwin') {
    const applications = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium']
    return applications.flatMap((path) => [join('/Applications', path), join(homedir(), 'Applications', path)])
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name])
    const programs = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe']
    return roots.filter((root) => root !== undefined).flatMap((root) => programs.map((path) => join(root, path)))
  }
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** Throws where it does not start. Chrome on Windows would open a window instead of answering: there it is not asked. */
function versionOf(executablePath: string): string {
  if (process.platform === 'win32') return 'version not asked'
  return execFileSync(executablePath, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

/** The package holds a compressed Linux build: it is unpacked once into node_modules, complete or not at all. */
function packagedChromium(): FoundChromium {
  const manifestPath = join(
    dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')),
    '../../package.json',
  )
  const { version } = JSON.parse(readFileSync(manifestPath, 'utf8')) as { version: string }
  const cache = join(projectRoot, 'node_modules/.cache/react-ciam')
  const folder = join(cache, `chromium-${version}`)
  const executablePath = join(folder, 'start-chromium')
  try {
    if (!existsSync(executablePath)) unpackChromium(cache, folder)
    return { executablePath, source: `from npm (@sparticuz/chromium ${version}), ${versionOf(executablePath)}` }
  } catch (cause) {
    const advice = 'Install Chromium or Chrome, or name one in the environment variable REACT_CIAM_CHROMIUM.'
    throw new Error(`No Chromium runs here: none is installed, and the one from npm does not start. ${advice}`, {
      cause,
    })
  }
}

function unpackChromium(cache: string, folder: string): void {
  mkdirSync(cache, { recursive: true })
  const partial = mkdtempSync(join(cache, 'unpacking-'))
  try {
    // The package unpacks to the temporary folder, and its own copies of system libraries only where it takes itself to
    // be on AWS: a process of its own keeps both settings away from this one.
    const script = "import('@sparticuz/chromium').then((module) => module.default.executablePath())"
    execFileSync(process.execPath, ['--eval', script], {
      cwd: projectRoot,
      env: { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    writeFileSync(join(partial, 'fonts.conf'), fontConfiguration(folder))
    writeFileSync(join(partial, 'start-chromium'), startScript, { mode: 0o755 })
    renameSync(partial, folder)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(folder)) throw error // Else another process was quicker.
  }
}

/** Takes the package's copies of system libraries only where the system's own do not do. */
const startScript = `#!/bin/sh
here=$(dirname "$0")
export FONTCONFIG_FILE="$here/fonts.conf"
"$here/chromium" --version >/dev/null 2>&1 || export LD_LIBRARY_PATH="$here/al2023/lib"
exec "$here/chromium" "$@"
`

/** The system's fonts, and the package's for a system that has none. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
</fontconfig>
`
}

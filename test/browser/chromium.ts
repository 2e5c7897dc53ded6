// Finds the Chromium that browser tests and stories run in: named by REACT_CIAM_CHROMIUM, else installed on the system,
// else unpacked from the npm package @sparticuz/chromium. Throws where none runs: browser tests are never skipped.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type LaunchOptions } from 'playwright'
import { findInstalled, findNamed, findOnce, versionOf, type BrowserPlaces, type FoundBrowser } from './installed.ts'

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
export function launchChromium({ executablePath }: FoundBrowser = findChromium()): Promise<Browser> {
  return chromium.launch({ ...chromiumLaunchOptions, executablePath })
}

const places: BrowserPlaces = {
  variable: 'REACT_CIAM_CHROMIUM',
  commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  applications: ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'],
  programs: ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe'],
}

/** Finds a Chromium that starts; the first call of a process does the work and prints which one it is. */
export function findChromium(): FoundBrowser {
  return findOnce('Chromium', () => findNamed(places) ?? findInstalled(places) ?? packagedChromium())
}

/** The package holds a compressed Linux build: it is unpacked once into node_modules, complete or not at all. */
function packagedChromium(): FoundBrowser {
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

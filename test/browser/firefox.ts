// Finds and starts the Firefox that the tests of several tabs can run in: named by REACT_CIAM_FIREFOX, or installed on the
// system. Playwright drives only a Firefox of its own making; this one is driven by WebDriver BiDi, as anybody installs it.
import { launch } from 'puppeteer-core'
import { firefoxContext } from './firefox-context'
import { findInstalled, findNamed, findOnce, type BrowserPlaces, type FoundBrowser } from './installed'
import type { TestBrowser } from './tab'

const places: BrowserPlaces = {
  variable: 'REACT_CIAM_FIREFOX',
  commands: ['firefox', 'firefox-esr'],
  applications: ['Firefox.app/Contents/MacOS/firefox'],
  programs: ['Mozilla Firefox/firefox.exe'],
}

/** Finds a Firefox that starts, or throws; the first call of a process does the work and prints which one it is. */
export function findFirefox(): FoundBrowser {
  return findOnce('Firefox', () => {
    const found = findNamed(places) ?? findInstalled(places)
    if (found) return found
    const looked = places.commands.join(', ')
    const advice = `Install Firefox, or name one in the environment variable ${places.variable}.`
    throw new Error(`No Firefox runs here: none is installed as ${looked}. ${advice}`)
  })
}

const preferences = {
  // Each tab gets a process of its own, as far as there are tests with many tabs.
  'dom.ipc.processCount': 16,
  'dom.ipc.processCount.webIsolated': 16,
  // Nothing leaves the machine: all but loopback is sent to a proxy that nobody runs.
  'network.proxy.type': 1,
  'network.proxy.socks': '127.0.0.1',
  'network.proxy.socks_port': 9,
  'network.proxy.socks_remote_dns': true,
  'network.proxy.no_proxies_on': 'localhost, 127.0.0.1, [::1]',
}

/** Starts the Firefox that was found. The caller closes it. */
export async function launchFirefox({ executablePath }: FoundBrowser = findFirefox()): Promise<TestBrowser> {
  const browser = await launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: null,
    extraPrefsFirefox: preferences,
  })
  return {
    newContext: async () => firefoxContext(await browser.createBrowserContext()),
    close: () => browser.close(),
  }
}

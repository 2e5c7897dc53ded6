// Tabs that are really hidden, frozen, or kept for going back. Playwright makes every tab of Chromium visible and turns the
// back-forward cache off, so this Chromium is started without both, and its tabs are told by the debugging protocol.
import { createServer, type AddressInfo } from 'node:net'
import { chromium, type Page } from 'playwright'
import { asTabContext, asTestBrowser, isFirefox } from '../browser/browser'
import { chromiumLaunchOptions } from '../browser/chromium'
import { launchFirefox } from '../browser/firefox'
import type { FirefoxTab } from '../browser/firefox-context'
import type { FoundBrowser } from '../browser/installed'
import type { Tab, TabContext, TestBrowser } from '../browser/tab'

export interface LifecycleBrowser extends TestBrowser {
  /** In Chromium, the only context in which tabs are not made visible. Each test has an origin of its own in it. */
  readonly onlyContext?: TabContext
}

export const launchWithLifecycle = (found: FoundBrowser): Promise<LifecycleBrowser> =>
  isFirefox() ? launchFirefox(found) : launchChromiumWithLifecycle(found)

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function launchChromiumWithLifecycle({ executablePath }: FoundBrowser): Promise<LifecycleBrowser> {
  const port = await findFreePort()
  const launched = await chromium.launch({
    ...chromiumLaunchOptions,
    executablePath,
    args: [...chromiumLaunchOptions.args, `--remote-debugging-port=${port}`],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
  const connected = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true })
  return {
    newContext: () => asTestBrowser(connected).newContext(),
    onlyContext: asTabContext(connected.contexts()[0]!),
    async close() {
      await connected.close()
      await launched.close()
    },
  }
}

export type Life = 'shown' | 'hidden' | 'frozen'

/** Hides a tab, freezes it, or shows it again, and waits until the page knows. */
export async function setLife(tab: Tab, life: Life): Promise<void> {
  if (isFirefox()) await setLifeInFirefox(tab as FirefoxTab, life)
  else await setLifeInChromium(tab as unknown as Page, life)
  const visibility = life === 'shown' ? 'visible' : 'hidden'
  // Asked from outside: a frozen page waits for nothing by itself.
  while ((await tab.evaluate(() => document.visibilityState)) !== visibility);
}

async function setLifeInFirefox(tab: FirefoxTab, life: Life): Promise<void> {
  if (life === 'frozen')
    throw new Error('Firefox freezes no page. Give the test the tag of test/browser/chromium-only.ts.')
  await tab.setHidden(life === 'hidden')
}

async function setLifeInChromium(tab: Page, life: Life): Promise<void> {
  const protocol = await tab.context().newCDPSession(tab)
  if (life === 'shown') {
    await protocol.send('Page.setWebLifecycleState', { state: 'active' })
    // What makes a tab visible where it has no window; its end hides the tab again, so the session stays open.
    await protocol.send('Emulation.setFocusEmulationEnabled', { enabled: true })
    await tab.bringToFront()
    shown.set(tab, protocol)
  } else {
    await shown.get(tab)?.send('Emulation.setFocusEmulationEnabled', { enabled: false })
    await protocol.send('Page.setWebLifecycleState', { state: 'frozen' })
    if (life === 'hidden') await protocol.send('Page.setWebLifecycleState', { state: 'active' })
  }
}

const shown = new WeakMap<
  Page,
  { send(name: 'Emulation.setFocusEmulationEnabled', to: { enabled: boolean }): unknown }
>()

// Tabs that are really hidden, frozen, or kept for going back: Playwright makes every tab visible and turns the
// back-forward cache off, so this browser is started without both, and tabs are told by the debugging protocol.
import { createServer, type AddressInfo } from 'node:net'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright'
import { chromiumLaunchOptions, type FoundChromium } from '../browser/chromium'

export interface LifecycleBrowser {
  readonly browser: Browser
  /** The only context in which tabs are not made visible. Each test has an origin of its own in it. */
  readonly context: BrowserContext
  close(): Promise<void>
}

async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function launchWithLifecycle({ executablePath }: FoundChromium): Promise<LifecycleBrowser> {
  const port = await findFreePort()
  const launched = await chromium.launch({
    ...chromiumLaunchOptions,
    executablePath,
    args: [...chromiumLaunchOptions.args, `--remote-debugging-port=${port}`],
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`, { noDefaults: true })
  return {
    browser,
    context: browser.contexts()[0]!,
    async close() {
      await browser.close()
      await launched.close()
    },
  }
}

/** Hides a tab, freezes it, or shows it again, and waits until the page knows. */
export async function setLife(tab: Page, life: 'shown' | 'hidden' | 'frozen'): Promise<void> {
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
  const visibility = life === 'shown' ? 'visible' : 'hidden'
  // Asked from outside: a frozen page waits for nothing by itself.
  while ((await tab.evaluate(() => document.visibilityState)) !== visibility);
}

const shown = new WeakMap<
  Page,
  { send(name: 'Emulation.setFocusEmulationEnabled', to: { enabled: boolean }): unknown }
>()

// A Firefox profile and its tabs, over WebDriver BiDi. Each tab is a window of its own, for only the front one of a
// window's tabs is visible.
import type { BrowserContext, ConsoleMessage, Frame as BidiFrame, Page } from 'puppeteer-core'
import type { Frame, Tab, TabContext } from './tab'

/** Ms between two looks at what a test waits for. */
const POLLING = 20

export interface FirefoxTab extends Tab {
  /** Really hidden: its window is minimized, and the page told. */
  setHidden(isHidden: boolean): Promise<void>
}

type InitScript = readonly [script: (argument: never) => unknown, argument: unknown]

export function firefoxContext(context: BrowserContext): TabContext {
  const tabs = new Map<Page, FirefoxTab>()
  const scripts: InitScript[] = []
  let isOffline = false
  return {
    async newPage() {
      const page = await context.newPage({ type: 'window' })
      const tab = firefoxTab(page)
      tabs.set(page, tab)
      page.once('close', () => tabs.delete(page))
      for (const [script, argument] of scripts) await page.evaluateOnNewDocument(script as () => unknown, argument)
      if (isOffline) await page.setOfflineMode(true)
      return tab
    },
    pages: () => [...tabs.values()],
    async addInitScript(script, argument) {
      scripts.push([script, argument])
      await Promise.all([...tabs.values()].map((tab) => tab.addInitScript(script, argument)))
    },
    async setOffline(offline) {
      isOffline = offline
      await Promise.all([...tabs.keys()].map((page) => page.setOfflineMode(offline)))
    },
    close: () => context.close(),
  }
}

function firefoxTab(page: Page): FirefoxTab {
  return {
    ...firefoxFrame(page),
    goto: (url) => page.goto(url),
    reload: () => page.reload(),
    close: () => page.close(),
    title: () => page.title(),
    url: () => page.url(),
    content: () => page.content(),
    frames: () => page.frames().map(firefoxFrame),
    addInitScript: (script, argument) => page.evaluateOnNewDocument(script as (value: unknown) => unknown, argument),
    on: (_event, listener) => page.on('console', (message: ConsoleMessage) => listener(message)),
    async setHidden(isHidden) {
      const windowState = isHidden ? 'minimized' : 'normal'
      await page.browser().setWindowBounds(await page.windowId(), { windowState })
    },
  }
}

function firefoxFrame(frame: Page | BidiFrame): Frame {
  return {
    evaluate: (call: (argument: never) => unknown, argument?: unknown) =>
      frame.evaluate(call as (value: unknown) => unknown, argument) as Promise<never>,
    waitForFunction: (
      call: (argument: never) => unknown,
      argument?: unknown,
      { polling = POLLING }: { polling?: number } = {},
    ) => frame.waitForFunction(call as (value: unknown) => unknown, { polling }, argument),
  }
}

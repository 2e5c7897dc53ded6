// The browser that the tests of several tabs run in, whichever of the two it is.
import type { Browser, BrowserContext } from 'playwright'
import { isFirefox } from './chosen'
import { findChromium, launchChromium } from './chromium'
import { findFirefox, launchFirefox } from './firefox'
import type { FoundBrowser } from './installed'
import type { TabContext, TestBrowser } from './tab'

export { isFirefox } from './chosen'

export const findBrowser = (): FoundBrowser => (isFirefox() ? findFirefox() : findChromium())

/** Playwright's own objects do all that is asked of them: only its types unbox arguments, which tests here never box. */
export const asTestBrowser = (browser: Browser): TestBrowser => browser as unknown as TestBrowser
export const asTabContext = (context: BrowserContext): TabContext => context as unknown as TabContext

export const launchBrowser = async (found: FoundBrowser): Promise<TestBrowser> =>
  isFirefox() ? launchFirefox(found) : asTestBrowser(await launchChromium(found))

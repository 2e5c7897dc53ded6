// Watches in each tab, at short intervals, that the token which it shows has not ended.
import { expect } from 'vitest'
import type { Tab } from '../browser/tab'
import { each } from './profile'

interface Watched {
  looks: number
  invalid: number
}

const INTERVAL = 50

/** From now on, until the tab is gone. */
export const watchTokens = (tabs: readonly Tab[]): Promise<unknown> =>
  each(tabs, (tab) =>
    tab.evaluate((interval) => {
      const watched: Watched = { looks: 0, invalid: 0 }
      Object.assign(window, { watched })
      // The service stamps whole seconds: a token lives up to a second longer than its exp says.
      const read = (text: string) => JSON.parse(atob(text.replace(/-/g, '+').replace(/_/g, '/'))) as { exp: number }
      setInterval(() => {
        watched.looks += 1
        const shown = window.idTokens.at(-1)
        if (!shown || (read(shown.split('.')[1]!).exp + 1) * 1000 < Date.now()) watched.invalid += 1
      }, interval)
    }, INTERVAL),
  )

/** How often each tab looked, and how often it found no valid token. */
export const watchedTokens = (tabs: readonly Tab[]): Promise<Watched[]> =>
  each(tabs, (tab) => tab.evaluate(() => (window as typeof window & { watched: Watched }).watched))

/** Every look found a valid token, and there were looks. */
export async function expectValidThroughout(tabs: readonly Tab[]): Promise<void> {
  const found = await watchedTokens(tabs)
  expect(found.map(({ invalid }) => invalid)).toEqual(tabs.map(() => 0))
  expect(Math.min(...found.map(({ looks }) => looks))).toBeGreaterThan(0)
}

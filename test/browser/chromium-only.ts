// What only Chromium's debugging protocol does to a tab, and why Firefox's does not: the tests that need it carry its tag,
// run in Chromium, and are counted apart in Firefox (`npm run test:firefox`).
import type { TestTagDefinition } from 'vitest/config'
import { isFirefox } from './chosen.ts'

declare module 'vitest' {
  interface TaskMeta {
    chromiumOnly?: string
  }
}

const reasons = {
  freezing: 'WebDriver BiDi has no command that freezes a page, and Firefox freezes none by itself.',
  'storage-state': 'Playwright itself is under test, which drives no installed Firefox.',
}

/** The tags as Vitest's configuration takes them; the count is made from `meta`. */
export const chromiumOnly: TestTagDefinition[] = Object.entries(reasons).map(([name, reason]) => ({
  name,
  description: reason,
  skip: isFirefox(),
  meta: { chromiumOnly: reason },
}))

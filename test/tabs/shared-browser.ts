// What every test file of several tabs stands on: one browser for all its tests, and profiles that end with their test.
import { afterAll, afterEach, beforeAll, inject } from 'vitest'
import type { EmulatorOptions } from 'react-ciam/testing'
import { launchBrowser } from '../browser/browser'
import type { FoundBrowser } from '../browser/installed'
import type { LifecycleBrowser } from './lifecycle'
import { openProfile, type Profile } from './profile'

export interface SharedBrowser {
  /** Opens a profile, and closes it after the test. The emulator revokes where a used token comes, unless told otherwise. */
  openProfile(options?: EmulatorOptions): Promise<Profile>
}

/** Starts a browser before the tests of the file that calls it, and closes it behind them. */
export function sharedBrowser(
  launch: (found: FoundBrowser) => Promise<LifecycleBrowser> = launchBrowser,
): SharedBrowser {
  let browser: LifecycleBrowser | undefined
  const open: Profile[] = []
  beforeAll(async () => {
    browser = await launch(inject('browser'))
  })
  afterEach(async () => {
    for (const profile of open.splice(0)) await profile.close()
  })
  afterAll(() => browser?.close())
  return {
    async openProfile(options) {
      const profile = await openProfile(browser!, options, browser!.onlyContext)
      open.push(profile)
      return profile
    },
  }
}

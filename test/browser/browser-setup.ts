// Global setup of the tests of several tabs: finds their browser once, before the first test, and hands it to all of them
// (`inject('browser')`).
import type { TestProject } from 'vitest/node'
import { findBrowser } from './browser'
import type { FoundBrowser } from './installed'

declare module 'vitest' {
  interface ProvidedContext {
    browser: FoundBrowser
  }
}

export function setup(project: TestProject): void {
  project.provide('browser', findBrowser())
}

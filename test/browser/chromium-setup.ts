// Global setup of the projects that need a Chromium: finds it once, before the first test, and hands it to all of them
// (`inject('chromium')`).
import type { TestProject } from 'vitest/node'
import { findChromium } from './chromium'
import type { FoundBrowser } from './installed'

declare module 'vitest' {
  interface ProvidedContext {
    chromium: FoundBrowser
  }
}

export function setup(project: TestProject): void {
  project.provide('chromium', findChromium())
}

// Global setup of the projects that need a browser: finds it once, before the first test, and hands it to all of them
// (`inject('chromium')`).
import type { TestProject } from 'vitest/node'
import { findChromium, type FoundChromium } from './chromium'

declare module 'vitest' {
  interface ProvidedContext {
    chromium: FoundChromium
  }
}

export function setup(project: TestProject): void {
  project.provide('chromium', findChromium())
}

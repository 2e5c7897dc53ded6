// The test projects: `unit` in jsdom, `node`, `tabs` and `stories` in a real Chromium, `package` on what was built.
import { existsSync } from 'node:fs'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { chromiumOnly } from './test/browser/chromium-only.ts'
import { chromiumLaunchOptions, findChromium } from './test/browser/chromium.ts'
import shared from './vite.config.ts'

const tests = (folder: string) => `test/${folder}/**/*.test.{ts,tsx}`
const onReact18 = [...['react-18', 'react', 'server'].map(tests), 'test/sign-in/hooks.test.tsx']
const inNode = ['testing', 'server', 'architecture', 'protocol', 'chaos', 'memory'].map(tests)

/** The stories are tests as soon as there is a Storybook. */
const stories: TestProjectInlineConfiguration[] = existsSync('.storybook/main.ts')
  ? [
      {
        extends: true,
        plugins: [storybookTest({ configDir: '.storybook' })],
        test: {
          name: 'stories',
          globalSetup: 'test/browser/chromium-setup.ts',
          testTimeout: 30_000,
          sequence: { groupOrder: 2 },
          browser: {
            enabled: true,
            headless: true,
            instances: [{ browser: 'chromium' }],
            provider: playwright({
              launchOptions: {
                ...chromiumLaunchOptions,
                // Looked up when the browser starts: a run of the other projects needs none.
                get executablePath() {
                  return findChromium().executablePath
                },
              },
            }),
          },
        },
      },
    ]
  : []

export default defineConfig({
  ...shared,
  test: {
    retry: 0,
    allowOnly: false,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'jsdom',
          setupFiles: 'test/setup-dom.ts',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...inNode, tests('tabs'), tests('package'), tests('react-18'), tests('types')],
        },
      },
      { extends: true, test: { name: 'node', environment: 'node', include: inNode } },
      {
        extends: true,
        resolve: { alias: { react: 'react-18', 'react-dom': 'react-dom-18' } },
        test: {
          name: 'react-18',
          environment: 'jsdom',
          setupFiles: ['test/react-18/require-react-18.ts', 'test/setup-dom.ts'],
          include: onReact18,
          server: { deps: { inline: ['@tanstack/react-query'] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'tabs',
          environment: 'node',
          include: [tests('tabs')],
          globalSetup: 'test/browser/browser-setup.ts',
          tags: chromiumOnly,
          fileParallelism: false, // Several pages of one browser at a time are enough for two cores.
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      ...stories,
      {
        extends: true,
        test: {
          name: 'types', // Of what was built.
          environment: 'node',
          include: [tests('types')],
          testTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          environment: 'node',
          include: [tests('package')],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})

// Storybook: where the stories are, what it is built with, and that it tells nobody.
import { fileURLToPath } from 'node:url'
import type { StorybookConfig } from '@storybook/react-vite'
import { mergeConfig } from 'vite'
import { emulatorPlugin } from './emulator-plugin.ts'

const source = fileURLToPath(new URL('../src', import.meta.url))

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  features: { sidebarOnboardingChecklist: false },
  typescript: { reactDocgen: false },
  viteFinal: (base) =>
    mergeConfig(base, {
      plugins: [emulatorPlugin()],
      resolve: {
        alias: [
          { find: /^react-ciam$/, replacement: `${source}/index.ts` },
          { find: /^react-ciam\/([^/]+)$/, replacement: `${source}/$1/index.ts` },
        ],
      },
    }),
}

export default config

// Storybook: where the stories are, what it is built with, and that it tells nobody.
import { fileURLToPath } from 'node:url'
import type { StorybookConfig } from '@storybook/react-vite'
import remarkGfm from 'remark-gfm'
import { mergeConfig } from 'vite'
import { emulatorPlugin } from './emulator-plugin.ts'

const source = fileURLToPath(new URL('../src', import.meta.url))

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/**/*.mdx', '../stories/**/*.stories.tsx'],
  addons: [
    // MDX has no tables of its own.
    {
      name: '@storybook/addon-docs',
      options: { mdxPluginOptions: { mdxCompileOptions: { remarkPlugins: [remarkGfm] } } },
    },
    '@storybook/addon-a11y',
    '@storybook/addon-vitest',
  ],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // What the stories have no use for stays out of the toolbar and the panel.
  features: { sidebarOnboardingChecklist: false, backgrounds: false, measure: false, outline: false },
  typescript: { reactDocgen: false },
  viteFinal: (base) =>
    mergeConfig(base, {
      plugins: [emulatorPlugin()],
      // Found late, they would make the dev server load every page again, in the midst of a test.
      optimizeDeps: { include: ['zod', 'jose', 'zod/mini', 'jwt-decode', '@tanstack/react-query'] },
      resolve: {
        alias: [
          { find: /^react-ciam$/, replacement: `${source}/index.ts` },
          { find: /^react-ciam\/([^/]+)$/, replacement: `${source}/$1/index.ts` },
        ],
      },
    }),
}

export default config

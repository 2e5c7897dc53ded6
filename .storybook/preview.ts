// What all stories share: accessibility violations fail, and nothing stands around the page.
import type { Preview } from '@storybook/react-vite'
import { themes } from 'storybook/theming'
import { GuideLink } from '../stories/guide/GuideLink'
import { GuideTable } from '../stories/guide/GuideTable'

const prefersDark = globalThis.matchMedia?.('(prefers-color-scheme: dark)').matches

const preview: Preview = {
  parameters: {
    a11y: { test: 'error' },
    layout: 'fullscreen',
    actions: { disable: true },
    backgrounds: { disabled: true },
    controls: { disable: true },
    docs: { theme: prefersDark ? themes.dark : themes.light, components: { a: GuideLink, table: GuideTable } },
    options: {
      storySort: {
        order: [
          'Welcome',
          'Session',
          ['Try it'],
          'Guide',
          [
            'Concepts',
            'Sign-in',
            'Calling APIs',
            'Storage and security',
            'Many tabs',
            'Errors',
            'Server rendering',
            'Testing',
            'First run against a tenant',
            'Recipes',
            'Troubleshooting',
          ],
        ],
      },
    },
  },
}

export default preview

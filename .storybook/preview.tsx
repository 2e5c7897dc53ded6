// What all stories share: the toolbar, accessibility violations that fail, and nothing around the page.
import type { Preview } from '@storybook/react-vite'
import { StrictMode } from 'react'
import { configure } from 'storybook/test'
import { GuideContainer } from '../stories/guide/GuideContainer'
import { GuideLink } from '../stories/guide/GuideLink'
import { GuideTable } from '../stories/guide/GuideTable'
import { dressPage, globalTypes, initialGlobals, readChoices } from '../stories/scene/toolbar'
import '../stories/scene/theme.css'

// A play function waits for what it looks at, and a busy machine takes longer than the second that is the default.
configure({ asyncUtilTimeout: 15_000 })

const preview: Preview = {
  globalTypes,
  initialGlobals: { ...initialGlobals },
  // Before anything is rendered, so that no story is seen in the wrong colours.
  loaders: [({ globals }) => dressPage(readChoices(globals))],
  decorators: [
    (Story, { globals }) =>
      readChoices(globals).strict === 'on' ? (
        <StrictMode>
          <Story />
        </StrictMode>
      ) : (
        <Story />
      ),
  ],
  parameters: {
    a11y: { test: 'error' },
    layout: 'fullscreen',
    actions: { disable: true },
    backgrounds: { disabled: true },
    controls: { disable: true },
    docs: { container: GuideContainer, components: { a: GuideLink, table: GuideTable } },
    options: {
      storySort: {
        order: [
          'Welcome',
          'Session',
          ['Try it'],
          'Capabilities',
          [
            'Sign-in',
            'Sign-in steps',
            'Sign-in troubles',
            'Self-service',
            'First token',
            'Countdown and refresh',
            'Rotation',
            'Many tabs',
            'Expiring session',
            'Guards',
            'Suspense',
            'Auth fetch',
            'Outage and recovery',
            'Storage',
            'Error codes',
            'Devtools',
          ],
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
            'Devtools',
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

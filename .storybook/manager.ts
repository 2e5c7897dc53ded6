// The frame around the stories: the project's name, light or dark as the person has it, and room for the page.
import { addons } from 'storybook/manager-api'
import { create } from 'storybook/theming'

const prefersDark = globalThis.matchMedia('(prefers-color-scheme: dark)').matches

addons.setConfig({
  theme: create({
    base: prefersDark ? 'dark' : 'light',
    brandTitle: 'react-ciam',
    brandUrl: '?path=/docs/welcome--docs',
  }),
  // The page shows what happens by itself; the panel opens with the key A.
  bottomPanelHeight: 0,
})

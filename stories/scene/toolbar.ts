// The toolbar above every story: what can be chosen there, and what the choices mean for an emulator and for the page.
import type { Preview } from '@storybook/react-vite'
import type { EmulatorOptions } from 'react-ciam/testing'

export type Language = 'en' | 'zh'
export type Theme = 'system' | 'light' | 'dark'

/** `story`: as the story has it. */
export interface ToolbarChoices {
  readonly strict: 'on' | 'off'
  readonly language: Language
  readonly theme: Theme
  readonly rotation: 'story' | 'off' | 'on' | 'grace' | 'revoke'
  readonly latency: 'story' | 'none' | '300ms' | '2s'
  readonly life: 'story' | '4s' | '20s' | '300s'
}

/** One menu: its button shows what is chosen, so that each choice says what it is about. */
type Menu = NonNullable<Preview['globalTypes']>[string]
type Icon = NonNullable<NonNullable<Menu['toolbar']>['icon']>

const menu = (
  description: string,
  icon: Icon,
  titles: Record<string, string>,
  icons: Record<string, Icon> = {},
): Menu => ({
  description,
  toolbar: {
    title: description,
    icon,
    items: Object.entries(titles).map(([value, title]) => ({
      value,
      title,
      ...(icons[value] && { icon: icons[value] }),
    })),
    dynamicTitle: true,
  },
})

/** For Storybook's `globalTypes`. Numbers have a word around them: an object would put them first. */
export const globalTypes = {
  theme: menu(
    'Theme',
    'circlehollow',
    { system: 'System theme', light: 'Light', dark: 'Dark' },
    { system: 'browser', light: 'sun', dark: 'moon' },
  ),
  language: menu('Language of the page and of the service', 'globe', { en: 'English', zh: '中文' }),
  strict: menu("React's StrictMode", 'shield', { on: 'StrictMode', off: 'No StrictMode' }),
  rotation: menu('What a refresh does with the session_token', 'sync', {
    story: 'Rotation: story',
    off: 'Rotation: off',
    on: 'Rotation: on',
    grace: 'Rotation: grace',
    revoke: 'Rotation: revoke',
  }),
  latency: menu("How long the service's answers are under way", 'timer', {
    story: 'Latency: story',
    none: 'Latency: none',
    '300ms': 'Latency: 300 ms',
    '2s': 'Latency: 2 s',
  }),
  life: menu('Life of the id_tokens, from the next one on', 'hourglass', {
    story: 'Token life: story',
    '4s': 'Token life: 4 s',
    '20s': 'Token life: 20 s',
    '300s': 'Token life: 300 s',
  }),
}

/** For Storybook's `initialGlobals`. */
export const initialGlobals: ToolbarChoices = {
  theme: 'system',
  language: /^zh/i.test(globalThis.navigator?.language ?? '') ? 'zh' : 'en',
  strict: 'on',
  rotation: 'story',
  latency: 'story',
  life: 'story',
}

/** What is chosen; Storybook has no types for it. */
export const readChoices = (globals: object): ToolbarChoices => ({ ...initialGlobals, ...globals })

/** The emulator's options: the story's own, and over them what is chosen. */
export function toEmulatorOptions(own: EmulatorOptions, { rotation, latency, life }: ToolbarChoices): EmulatorOptions {
  return {
    ...own,
    ...(rotation !== 'story' && { rotation }),
    ...(latency !== 'story' && { latency: { none: 0, '300ms': 300, '2s': 2_000 }[latency] }),
    ...(life !== 'story' && { idTokenLifetime: parseInt(life) }),
  }
}

/** Whether the service is as the story has it, so that its play function may expect what it says. */
export const isAsWritten = ({ rotation, latency, life }: ToolbarChoices): boolean =>
  [rotation, latency, life].every((choice) => choice === 'story')

/** Light, dark or as the system has it (theme.css), and the language, for the whole page. */
export function dressPage({ theme, language }: Pick<ToolbarChoices, 'theme' | 'language'>): void {
  const root = document.documentElement
  root.dataset['theme'] = theme
  root.lang = language
}

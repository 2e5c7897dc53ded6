// What .storybook/emulator-plugin.ts tells the stories.
declare module 'virtual:emulator-url' {
  /** The origin of the emulator that runs beside the dev server; null where none does. */
  export const emulatorUrl: string | null
}

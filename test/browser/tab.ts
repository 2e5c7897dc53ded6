// What the tests do to a real browser: the little that Playwright (Chromium) and WebDriver BiDi (Firefox) both can, under
// Playwright's names, so that its own objects are of these types.

/** A page, or a frame in one. Functions run in it: they see its globals, and none of their own file. */
export interface Frame {
  evaluate<Result>(call: () => Result | Promise<Result>): Promise<Result>
  evaluate<Result, Argument>(
    call: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
  /** Asks every `polling` ms, or as often as the browser likes, until the answer is truthy; through navigations too. */
  waitForFunction(call: () => unknown): Promise<unknown>
  waitForFunction<Argument>(
    call: (argument: Argument) => unknown,
    argument: Argument,
    options?: { polling?: number },
  ): Promise<unknown>
}

export interface Tab extends Frame {
  goto(url: string): Promise<unknown>
  reload(): Promise<unknown>
  close(): Promise<void>
  title(): Promise<string>
  url(): string
  content(): Promise<string>
  /** The page itself first. */
  frames(): Frame[]
  /** Runs before anything of every page that the tab loads from now on. */
  addInitScript<Argument>(script: (argument: Argument) => unknown, argument?: Argument): Promise<unknown>
  on(event: 'console', listener: (message: { text(): string }) => void): unknown
}

/** A browser profile: its tabs share storage, locks and channels, and nothing with another context. */
export interface TabContext {
  newPage(): Promise<Tab>
  /** The tabs that are open. */
  pages(): Tab[]
  /** In every tab that is opened from now on, and at the next load of those that are. */
  addInitScript<Argument>(script: (argument: Argument) => unknown, argument?: Argument): Promise<unknown>
  setOffline(isOffline: boolean): Promise<void>
  close(): Promise<void>
}

export interface TestBrowser {
  newContext(): Promise<TabContext>
  close(): Promise<void>
}

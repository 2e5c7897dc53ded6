// How a story gets several tabs: `...inTabs({ ... })`, and `playingTabs(...)` for its play function.
import type { Meta, ReactRenderer, StoryObj } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import type { LoaderFunction } from 'storybook/internal/types'
import { oncePerMount } from '../scene/scene'
import { isAsWritten, readChoices } from '../scene/toolbar'
import { openToAxe } from './open-to-axe'
import { tabWords, type TabWords } from './tab-words'
import { createTabsBench, type TabsBench, type TabsOptions } from './tabs-bench'
import { TabsPage } from './TabsPage'

type PlayContext = Parameters<NonNullable<StoryObj['play']>>[0]
type Canvas = PlayContext['canvas']

interface Loaded {
  bench: TabsBench
}

/** What a story with several tabs has. */
export function inTabs(options: TabsOptions): Pick<Meta, 'loaders' | 'render' | 'beforeEach'> {
  const open = oncePerMount((context) => createTabsBench(options, readChoices(context.globals)))
  const load: LoaderFunction<ReactRenderer> = async (context) => {
    const bench = await open(context)
    bench.choose(readChoices(context.globals))
    return { bench }
  }
  return {
    loaders: [load],
    render: (_args, { loaded, title }) => (
      <TabsPage bench={(loaded as unknown as Loaded).bench} capability={title.split('/').at(-1) ?? ''} />
    ),
    // What a story leaves behind would be found by the next one.
    beforeEach:
      ({ loaded }) =>
      () =>
        (loaded as unknown as Loaded).bench.end(),
  }
}

/** What a play function needs. */
export interface TabsPlayParts extends TabsBench {
  readonly canvas: PlayContext['canvas']
  readonly said: TabWords
  /** What a tab shows. */
  tab(number: number): Canvas
  /** Clicks a button of the page. */
  press(name: string): Promise<void>
  /** Clicks a button in a tab. */
  pressIn(number: number, name: string): Promise<void>
  /** Waits until each of these tabs shows that text. */
  expectEach(numbers: readonly number[], text: string): Promise<void>
  /** Waits until all open tabs have the same session and a good id_token, and show it. That may be of each its own. */
  expectOneSession(hasOneIdToken?: boolean): Promise<void>
}

/** Longer than a refresh at the latency of these stories. */
const PATIENCE = { timeout: 15_000 }

/** The play function of a story with several tabs; left out where the toolbar changed what the service does. */
export function playingTabs(play: (parts: TabsPlayParts) => Promise<void>): NonNullable<StoryObj['play']> {
  return async ({ loaded, globals, canvas, canvasElement, userEvent }) => {
    const choices = readChoices(globals)
    if (!isAsWritten(choices)) return
    const { bench } = loaded as unknown as Loaded
    const said = tabWords[choices.language]
    const documentOf = (number: number): Document => {
      const frame = canvas.getByTitle<HTMLIFrameElement>(said.tab(number))
      if (!frame.contentDocument) throw new Error(`Tab ${number} has no document.`)
      return frame.contentDocument
    }
    const tab = (number: number) => within(documentOf(number).body)
    await play({
      ...bench,
      ...{ canvas, said, tab },
      press: async (name) => userEvent.click(canvas.getByRole('button', { name })),
      pressIn: async (number, name) => userEvent.click(await tab(number).findByRole('button', { name }, PATIENCE)),
      expectEach: (numbers, text) =>
        waitFor(
          () => expect(numbers.map((number) => shownIn(documentOf(number), text))).toEqual(numbers.map(() => text)),
          PATIENCE,
        ),
      expectOneSession: (hasOneIdToken = true) => expectOneSession(bench, documentOf, hasOneIdToken),
    })
    const open = bench.tabs.get().map(({ number }) => documentOf(number))
    const pages = [canvasElement.ownerDocument, ...open]
    await expectNoTokenIn(pages, bench.tokens())
    // All tabs run the same app: two of them are enough, and the check is large.
    await Promise.all(open.slice(0, 2).map(openToAxe))
  }
}

/** The text, if that page shows it; all that it shows, if not. */
function shownIn(page: Document, text: string): string {
  const shown = page.body.innerText
  return shown.includes(text) ? text : shown
}

/** One expectation a look: each is reported to the panel of interactions, and there are many looks. */
async function expectOneSession(
  { tabs }: TabsBench,
  documentOf: (number: number) => Document,
  hasOneIdToken: boolean,
): Promise<void> {
  await waitFor(() => {
    const states = tabs.get().map(({ number, connected }) => {
      const snapshot = connected?.client.getSnapshot()
      const { sessionToken = null, idToken = null } = connected?.inspector.tokens() ?? {}
      return {
        session: snapshot?.status === 'signed-in' ? snapshot.sessionKey : null,
        token: sessionToken?.hash,
        idToken: hasOneIdToken ? idToken?.hash : null,
        isGood: (connected?.inspector.tokenLife()?.endsAt ?? 0) > Date.now(),
        shown: shownIn(documentOf(number), sessionToken?.hash.slice(0, 6) ?? 'a token'),
      }
    })
    const [first] = states
    const good = { ...first, session: first?.session ?? 'a session', isGood: true, shown: first?.token?.slice(0, 6) }
    return expect(states).toEqual(states.map(() => good))
  }, PATIENCE)
}

/** No token is in a page, nor the part of an id_token that tells whose it is, or its signature. */
async function expectNoTokenIn(pages: readonly Document[], tokens: readonly string[]): Promise<void> {
  const parts = tokens.flatMap((token) => [token, ...token.split('.').slice(1)])
  const found = pages.flatMap((page) => parts.filter((part) => page.documentElement.outerHTML.includes(part)))
  await expect(found).toHaveLength(0)
}

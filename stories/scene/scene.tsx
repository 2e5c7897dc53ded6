// How a story gets a service, a storage, a client and a page of its own. The contract:
//
//   export const SignedIn: Story = {
//     ...inScene({
//       shows: { en: 'One sentence: what is to be seen here.', zh: '一句话：这里能看到什么。' },
//       emulator: { rotation: 'on', idTokenLifetime: 4 },   // the toolbar's choices go over these, live
//       stored: 'fresh',                                     // what storage holds before the first render
//     }),
//     render: () => (<><SessionCard /><TokenCard /><LedgerTable /></>),
//     play: playing(async ({ emulator, client, canvas, region, press, said }) => {
//       await press(said.refresh)
//       await waitFor(() => expect(emulator.ledger.refreshes()).toHaveLength(1))
//     }),
//   }
//
// `inScene` gives the story its scene (create-scene.ts: emulator, client, storage, ledger, timeline, signIn, openTab) and
// the page around it (SceneFrame: heading, count of requests, a grid of cards, <CiamProvider>). Setup: `stored`, `storage`
// and `fetch` wrap the story's own, `client` adds options, `prepare` runs before the first render. A scene lives until
// the story is remounted: a choice in the toolbar changes the emulator and the words, and remounts nothing but for
// StrictMode. `playing` hands the scene to the play function, leaves it out where the toolbar changed what the service
// does, and in the end expects that no token is in the page. Components find the scene by `useScene()`.
// Cards: SessionCard, TokenCard, EventList, LedgerTable, and Card for one's own; Badge, Action (a button),
// ErrorNote, TokenMark (a hash), LifeBar. Words are bilingual: shared ones in scene-words.ts, a story's own beside it;
// play functions find things by `said.…`, so that they hold in both languages.
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expectNoTokenIn } from 'react-ciam/testing'
import { expect, waitFor, within } from 'storybook/test'
import { createScene, type Scene, type SceneSetup } from './create-scene'
import { sceneWords, type SceneWords } from './scene-words'
import { SceneFrame } from './SceneFrame'
import { isAsWritten, readChoices, type Language } from './toolbar'

export type StoryLoader = Extract<NonNullable<Meta['loaders']>, (...given: never[]) => unknown>
type Context = Parameters<StoryLoader>[0]
type PlayContext = Parameters<NonNullable<StoryObj['play']>>[0]

/** One for as long as a story is mounted: Storybook runs its loaders again with each choice in the toolbar. */
export function oncePerMount<Value>(create: (context: Context) => Value): (context: Context) => Value {
  const made = new WeakMap<AbortSignal, Value>()
  return (context) => {
    const value = made.get(context.abortSignal) ?? create(context)
    made.set(context.abortSignal, value)
    return value
  }
}

/** What a story has that plays in a scene of its own. */
export function inScene(setup: SceneSetup): Pick<Meta, 'loaders' | 'decorators'> {
  const open = oncePerMount((context) => createScene(setup, readChoices(context.globals)))
  const load: StoryLoader = async (context) => {
    const scene = await open(context)
    scene.choose(readChoices(context.globals))
    return { scene }
  }
  return {
    loaders: [load],
    decorators: [
      (Story, { loaded, title }) => (
        <SceneFrame scene={loaded.scene as Scene} capability={title.split('/').at(-1) ?? ''}>
          <Story />
        </SceneFrame>
      ),
    ],
  }
}

interface Loaded {
  scene: Scene
}

/** What a play function needs. */
export interface PlayParts extends Scene {
  readonly canvas: PlayContext['canvas']
  readonly canvasElement: HTMLElement
  readonly userEvent: PlayContext['userEvent']
  readonly step: PlayContext['step']
  readonly said: SceneWords
  readonly spoken: Language
  /** What is inside the card of that title. */
  region(name: string): PlayContext['canvas']
  /** Clicks the only button of that name. */
  press(name: string): Promise<void>
  /** The same, and waits until what that began has come to its end. The button is an `Action`. */
  pressAndWait(name: string): Promise<void>
  /** Waits until the service got that many refreshes, and the page says so. */
  expectRefreshes(count: number): Promise<void>
}

/** The play function of a story in a scene. */
export function playing(play: (parts: PlayParts) => Promise<void>): NonNullable<StoryObj['play']> {
  return async (context) => {
    const choices = readChoices(context.globals)
    if (!isAsWritten(choices)) return
    const { scene } = context.loaded as unknown as Loaded
    const { canvas, canvasElement, userEvent, step } = context
    const said = sceneWords[choices.language]
    await play({
      ...scene,
      ...{ canvas, canvasElement, userEvent, step, said },
      spoken: choices.language,
      region: (name) => within(canvas.getByRole('region', { name })),
      press: async (name) => userEvent.click(canvas.getByRole('button', { name })),
      async pressAndWait(name) {
        const button = canvas.getByRole('button', { name })
        await userEvent.click(button)
        await waitFor(() => expect(button).toHaveAttribute('aria-busy', 'false'), { timeout: 6_000 })
      },
      async expectRefreshes(count) {
        await waitFor(() => expect(scene.emulator.ledger.refreshes()).toHaveLength(count), { timeout: 6_000 })
        await waitFor(() =>
          expect(canvas.getByRole('status', { name: said.requests })).toHaveTextContent(said.refreshes(count)),
        )
      },
    })
    expectNoTokenInPage(scene, canvasElement.ownerDocument)
  }
}

/** Not even a part of one is anywhere in the page: neither in its text nor in an attribute or a field. */
function expectNoTokenInPage({ tokens }: Scene, page: Document): void {
  expectNoTokenIn(page.documentElement, { tokens: tokens() })
}

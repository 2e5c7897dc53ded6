// A person in front of the sign-in page, for play functions: finds things by what they are called, types, presses, waits,
// reads the phone, and looks at the puzzle. And the one who counts at the service.
import axe from 'axe-core'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { expect, fireEvent, waitFor, within } from 'storybook/test'
import type { PlayParts } from '../scene/scene'
import { pageWords } from './page-words'
import type { FieldName } from './form-fields'
import type { Words } from './words-en'

/** No user of the emulator has it, and no page says it. */
export const WRONG_PASSWORD = 'Not-the-one-1'

export interface SiteUser {
  readonly words: Words
  field(name: FieldName): HTMLInputElement
  /** Puts a text in the place of what is in the field. */
  fill(name: FieldName, text: string): Promise<void>
  press(name: string): Promise<void>
  /** Opens a tab. */
  choose(name: string): Promise<void>
  /** Signs in on the password tab. */
  enterPassword(name: string, password?: string): Promise<void>
  /** Waits for the heading, that it has the focus, and that the step has no accessibility violation. */
  expectStep(title: string): Promise<void>
  expectAlert(text: string | RegExp): Promise<void>
  expectSignedIn(): Promise<void>
  /** Moves the piece to where it belongs, or as far off, and sends that. */
  solvePuzzle(off?: number): Promise<void>
  /** The last code that came to the phone or the mailbox. */
  readCode(): string
  /** How many requests of calls whose path ends so the service got. */
  countCalls(path: string): number
}

const PATIENCE = { timeout: 6_000 }

export function createSiteUser(
  { canvas, userEvent, emulator, spoken, client }: PlayParts,
  findSolution: () => { picture: string; x: number },
  noteSecret: (text: string) => void,
): SiteUser {
  const words = pageWords[spoken]
  const page = () => within(canvas.getByRole('main'))
  const field = (name: FieldName) => page().getByLabelText<HTMLInputElement>(words.fields[name], { selector: 'input' })

  const fill = async (name: FieldName, text: string): Promise<void> => {
    if (/password/i.test(name)) noteSecret(text)
    await userEvent.clear(field(name))
    await userEvent.type(field(name), text)
  }
  const press = async (name: string): Promise<void> => userEvent.click(page().getByRole('button', { name }))

  // The addon looks when the play is over: here each step is looked at. A transition's colours are no step's.
  const expectAccessible = async (): Promise<void> => {
    await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null)))
    const { violations } = await axe.run(canvas.getByRole('main'))
    await expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  }

  return {
    words,
    field,
    fill,
    press,
    choose: async (name) => userEvent.click(page().getByRole('tab', { name })),
    async enterPassword(name, password = EMULATOR_PASSWORD) {
      const box = page().getAllByRole<HTMLInputElement>('textbox')[0]!
      await userEvent.clear(box)
      await userEvent.type(box, name)
      await fill('password', password)
      await press(words.signIn)
    },
    async expectStep(title) {
      await waitFor(() => expect(page().getByRole('heading', { level: 1 })).toHaveTextContent(title), PATIENCE)
      await waitFor(() => expect(page().getByRole('heading', { level: 1 })).toHaveFocus())
      await expectAccessible()
    },
    async expectAlert(text) {
      await waitFor(() => expect(page().getAllByRole('alert').at(0)).toHaveTextContent(text), PATIENCE)
      await expectAccessible()
    },
    async expectSignedIn() {
      await waitFor(() => expect(client.getSnapshot().status).toBe('signed-in'), PATIENCE)
      await waitFor(() => expect(page().getByRole('button', { name: words.signOut })).toBeVisible())
      await waitFor(() => expect(page().getByRole('heading', { level: 1 })).toHaveFocus())
      await expect(canvas.queryByLabelText(words.fields.password)).toBeNull()
    },
    async solvePuzzle(off = 0) {
      const slider = await waitFor(() => {
        const found = page().getByRole<HTMLInputElement>('slider', { name: words.puzzle.slider })
        const picture = page().getByRole<HTMLImageElement>('img', { name: words.puzzle.picture })
        if (Number(found.max) === 0 || !picture.src.endsWith(findSolution().picture)) throw new Error('Not there yet.')
        return found
      }, PATIENCE)
      await fireEvent.change(slider, { target: { value: String(findSolution().x + off) } })
      await press(words.puzzle.solve)
    },
    readCode: () => emulator.outbox.entries().at(-1)?.code ?? '',
    countCalls: (path) => emulator.ledger.entries().filter((entry) => entry.path.endsWith(path)).length,
  }
}

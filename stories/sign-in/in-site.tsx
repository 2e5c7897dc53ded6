// How a sign-in story gets its site: a service, a client and a sign-in of its own, the pages as an app would ship them, and
// behind them what a person would have elsewhere (the phone) or never sees (the service's ledger).
import type { Meta } from '@storybook/react-vite'
import type { SignInOptions } from 'react-ciam/sign-in'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { expect } from 'storybook/test'
import type { Scene, SceneSetup } from '../scene/create-scene'
import { inScene, playing, type PlayParts } from '../scene/scene'
import { SceneContext } from '../scene/scene-context'
import { Site, type SiteOptions } from './Site'
import { createSiteUser, type SiteUser, WRONG_PASSWORD } from './site-user'

export interface SiteSetup extends SceneSetup {
  readonly options?: Omit<SignInOptions, 'sendEmailCode'>
  readonly site?: SiteOptions
}

/** The puzzle that the page got last: by its token the emulator tells the solution, as the picture tells a person. */
let lastPuzzle = { token: '', originalImageBase64: '' }

const notingPuzzles: NonNullable<SceneSetup['fetch']> = (fetch) => async (input, init) => {
  const response = await fetch(input, init)
  const url = input instanceof Request ? input.url : String(input)
  if (url.endsWith('/captcha') && response.ok) {
    lastPuzzle = (await response.clone().json()) as typeof lastPuzzle
  }
  return response
}

export function inSite({ options = {}, site = {}, ...setup }: SiteSetup): Pick<Meta, 'loaders' | 'decorators'> {
  const { loaders } = inScene({ ...setup, fetch: (fetch) => notingPuzzles(setup.fetch?.(fetch) ?? fetch) })
  return {
    ...(loaders && { loaders }),
    decorators: [
      (_Story, { loaded }) => (
        <SceneContext.Provider value={loaded['scene'] as Scene}>
          <Site options={options} {...site} />
        </SceneContext.Provider>
      ),
    ],
  }
}

/** The page is the decorator's: a story is its setup and what a person does. */
export const render = () => <></>

/** The play function of a story: what a person does. Afterwards no password is anywhere in the page, nor in the ledger. */
export const asUser = (play: (user: SiteUser, parts: PlayParts) => Promise<void>) =>
  playing(async (parts) => {
    const passwords = [EMULATOR_PASSWORD, WRONG_PASSWORD]
    const user = createSiteUser(
      parts,
      () => ({ picture: lastPuzzle.originalImageBase64, x: parts.emulator.captchaSolution(lastPuzzle.token) ?? 0 }),
      (text) => passwords.push(text),
    )
    await play(user, parts)
    const markup = parts.canvasElement.ownerDocument.documentElement.outerHTML
    for (const password of passwords) await expect(markup.includes(password)).toBe(false)
    await expect(JSON.stringify(parts.emulator.ledger.entries())).not.toContain(EMULATOR_PASSWORD)
  })

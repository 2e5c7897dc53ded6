// A story of one error code: something goes wrong in truth, and the page says what the app makes of it.
import type { StoryObj } from '@storybook/react-vite'
import { describeError, CiamError, type CiamErrorCode } from 'react-ciam'
import { expect, waitFor } from 'storybook/test'
import type { Scene, SceneSetup } from '../scene/create-scene'
import { LedgerTable } from '../scene/LedgerTable'
import { inScene, playing } from '../scene/scene'
import { ErrorCard, type Retry } from './ErrorCard'
import { words } from './words'

export interface ErrorCase {
  readonly code: CiamErrorCode
  readonly setup: SceneSetup
  /** Lets it happen. Default: a refresh that the app asks for. */
  readonly provoke?: (scene: Scene) => unknown
  readonly serviceCode?: string
  readonly httpStatus?: number
  readonly session: 'kept' | 'ended' | 'nobody' | 'unread'
  readonly retry: Retry
  /** Requests that it costs. Default 1. */
  readonly requests?: number
}

const refresh = ({ client }: Scene): Promise<string> => client.getIdToken({ force: true })

export function errorStory(given: ErrorCase): Pick<StoryObj, 'loaders' | 'decorators' | 'render' | 'play'> {
  const { code, setup, provoke = refresh, serviceCode, httpStatus, session, retry, requests = 1 } = given
  return {
    ...inScene({ stored: 'fresh', ...setup }),
    render: () => (
      <>
        <ErrorCard provoke={provoke} />
        <LedgerTable />
      </>
    ),
    play: playing(async ({ canvasElement, pressAndWait, spoken, ledger }) => {
      await pressAndWait(words[spoken].provoke)
      const row = (name: string) => canvasElement.querySelector(`[data-row="${name}"] dd`)
      await waitFor(() => expect(canvasElement.querySelector('.error-code')).toHaveTextContent(code), {
        timeout: 5_000,
      })
      await expect(row('serviceCode')).toHaveTextContent(serviceCode ?? '–')
      await expect(row('httpStatus')).toHaveTextContent(String(httpStatus ?? '–'))
      await waitFor(() => expect(row('session')).toHaveTextContent(words[spoken][session]))
      const again = words[spoken][retry]
      await expect(row('triesAgain')?.textContent).toMatch(typeof again === 'string' ? again : /\d/)
      // The sentences are those of the code: an error of the same code, made here, has the same.
      for (const language of ['en', 'zh'] as const) {
        await expect(row('forPeople')).toHaveTextContent(describeError(new CiamError(code, ''), language))
      }
      await expect(row('forDevelopers')?.textContent).toMatch(/\w{3}/)
      await expect(ledger.get().length).toBeGreaterThanOrEqual(requests)
      if (requests === 0) await expect(ledger.get()).toHaveLength(0)
    }),
  }
}

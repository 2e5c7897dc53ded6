// The provider for tests and stories: a client in the state that is asked for, without a network.
import { useEffect, useState, type ReactElement, type ReactNode } from 'react'
import { CiamProvider, type CiamClient } from '../index'
import { createTestScene, type TestSession } from './test-client'

/** What `<CiamTestProvider>` takes: a session, or a client of `createTestClient`. */
export type CiamTestProviderProps = { readonly children?: ReactNode } & (
  | {
      /** The state to begin in. Default `'signed-in'`. Only its value at the mount counts. */
      readonly session?: TestSession
      readonly client?: undefined
    }
  | {
      readonly session?: undefined
      /** Any client of `createTestClient` or `createCiamClient`. */
      readonly client: CiamClient<unknown>
    }
)

/**
 * `<CiamProvider>` with a client of its own, made by `createTestClient(session)`: the first render below it has the session,
 * also its id_token, and the hooks work as in the app, refreshes and sign-out included. No network: refreshes are answered
 * in memory; what `client.fetch` calls otherwise goes to the global fetch.
 *
 * Each one that is mounted has a session of its own, StrictMode or not. Another `session` after the mount changes nothing:
 * give the provider another `key`, and it begins anew. It does not replace a client that the app's modules import
 * themselves: see `createTestClient`.
 *
 * @example
 * test('a customer is greeted by name', () => {
 *   render(<Account />, { wrapper: CiamTestProvider })
 *   expect(screen.getByRole('heading').textContent).toBe('Hello, 演示用户')
 * })
 */
export function CiamTestProvider({ session, client, children }: CiamTestProviderProps): ReactElement {
  const [scene] = useState(() => createTestScene(session))
  useEffect(() => scene.hold(), [scene])
  return <CiamProvider client={client ?? scene.client}>{children}</CiamProvider>
}

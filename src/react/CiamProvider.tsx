// The provider: hands a client to the hooks below it, and lets it listen to the page while it is mounted.
import { useEffect, type ReactElement, type ReactNode } from 'react'
import { internalsOf } from '../client/internals'
import type { CiamClient, RegisteredClaims } from '../client/types'
import { CiamError } from '../protocol/errors'
import { CiamContext } from './ciam-context'

/** The props of `<CiamProvider>`. */
export interface CiamProviderProps {
  /** The result of `createCiamClient`. Make it once, outside of components. */
  client: CiamClient<unknown>
  /** What may use the hooks. */
  children?: ReactNode
}

/**
 * Gives a client to every hook below it. While mounted it calls the client's `start()`, after that `stop()`; both are
 * counted, so StrictMode and several providers of one client are harmless. It makes no client and ends no session, and
 * needs no QueryClientProvider. The nearest provider counts; another `client` takes effect with the next render.
 *
 * Throws `CONFIG` if `client` is not one that `createCiamClient` made.
 *
 * @example
 * const client = createCiamClient({ baseUrl: 'https://tenant.example.com', clientId: 'my-app' })
 *
 * createRoot(element).render(
 *   <CiamProvider client={client}>
 *     <App />
 *   </CiamProvider>,
 * )
 */
export function CiamProvider({ client, children }: CiamProviderProps): ReactElement {
  if (!internalsOf(client)) {
    throw new CiamError('CONFIG', '<CiamProvider> needs a client: pass what createCiamClient() returned.')
  }
  useEffect(() => {
    client.start()
    return () => client.stop()
  }, [client])
  // Which claims the client has is known to the types only where the app registered it.
  return <CiamContext.Provider value={client as CiamClient<RegisteredClaims>}>{children}</CiamContext.Provider>
}

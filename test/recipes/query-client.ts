// Recipe: the app's own QueryClient, for components and loaders, which forgets a person when the session changes.
// #region query-client
import { QueryClient } from '@tanstack/react-query'
import { client } from './ciam'

export const queryClient = new QueryClient()

let sessionKey: string | null = null

client.subscribe(() => {
  const session = client.getSnapshot()
  if (session.status === 'restoring') return
  const present = session.status === 'signed-in' ? session.sessionKey : null
  if (sessionKey && present !== sessionKey) queryClient.clear()
  sessionKey = present
})
// #endregion

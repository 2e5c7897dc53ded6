// Recipe: a QueryClient for each session, where no loader outside of React needs it.
// #region session-query-provider
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useSession } from 'react-ciam'

export function SessionQueryProvider({ children }: { children: ReactNode }) {
  const sessionKey = useSession((session) => (session.status === 'signed-in' ? session.sessionKey : null))
  return <OwnQueries key={sessionKey}>{children}</OwnQueries>
}

function OwnQueries({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => new QueryClient())
  return <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
}
// #endregion

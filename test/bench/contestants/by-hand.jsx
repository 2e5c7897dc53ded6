// By hand: what a good developer writes against this service with react-query alone. The session is in localStorage, the
// query begins with what is stored, all tabs share the record, and a refused session_token signs out.
import { QueryClient, QueryClientProvider, queryOptions, useQuery } from '@tanstack/react-query'

const KEY = 'session'
const FRESH_FOR = 240_000 // Of the 300 s that an id_token lives.
const REJECTED = 'IDAAS.SDK.PARAM.0023'
const queryClient = new QueryClient()
const stored = () => JSON.parse(localStorage.getItem(KEY))
let options

async function refreshSession({ origin, clientId }) {
  const session = stored()
  if (!session) return null
  const response = await fetch(`${origin}/api/v2/sdk/sso/session-token/id-token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'session-token': session.session_token,
      'X-client-id': clientId,
      'X-operating-sys-version': navigator.platform,
      'X-device-fingerprint': 'a-fingerprint-that-is-kept',
      'X-agent': navigator.userAgent,
    },
  })
  const reply = await response.json()
  if (reply.error_code === REJECTED) localStorage.removeItem(KEY)
  if (!response.ok) throw new Error(reply.error_msg)
  const next = { ...reply, name: session.name, receivedAt: Date.now() }
  localStorage.setItem(KEY, JSON.stringify(next))
  return next
}

export const seed = ({ login, age }) =>
  localStorage.setItem(KEY, JSON.stringify({ ...login, name: 'demo', receivedAt: Date.now() - age }))
export const start = (service) => {
  options = queryOptions({
    queryKey: ['id-token'],
    queryFn: () => refreshSession(service),
    initialData: () => stored() ?? undefined,
    initialDataUpdatedAt: () => stored()?.receivedAt,
    staleTime: FRESH_FOR,
    refetchInterval: FRESH_FOR,
    retry: 2, // react-query's own way to survive a failure: this is the app that is measured, not a test.
  })
}
export const Provider = ({ children }) => <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
export const useToken = () => useQuery(options).data?.id_token ?? null
export const useName = () => useQuery({ ...options, select: (session) => session?.name }).data
const idTokenOf = (session) => {
  if (!session) throw new Error('Signed out.')
  return session.id_token
}
export const getToken = async () => idTokenOf(await queryClient.fetchQuery(options))
export const refresh = async () => idTokenOf(await queryClient.fetchQuery({ ...options, staleTime: 0 }))
export const signOut = async () => {
  localStorage.removeItem(KEY)
  queryClient.clear()
}

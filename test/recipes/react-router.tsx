// Recipe: React Router. Guards go by the session, never by the token, so that a page outlives the token's end.
// #region react-router
import { createBrowserRouter, redirect, useNavigate, useSearchParams } from 'react-router'
import { client } from './ciam'
import { ordersQuery } from './orders'
import { HomePage, OrdersPage, SignInPage } from './pages'
import { queryClient } from './query-client'
import { toOwnPath } from './return-to'
import { sessionOnceKnown } from './session-once-known'

function SignIn() {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  return <SignInPage onSignedIn={() => void navigate(toOwnPath(search.get('returnTo')))} />
}

export const router = createBrowserRouter([
  { path: '/', element: <HomePage /> },
  { path: '/sign-in', element: <SignIn /> },
  {
    // Everything below it is for those who are signed in.
    async loader({ request }) {
      const { status } = await sessionOnceKnown()
      if (status !== 'signed-out') return null
      const { pathname, search } = new URL(request.url)
      return redirect(`/sign-in?${new URLSearchParams({ returnTo: pathname + search })}`)
    },
    children: [
      {
        path: '/orders',
        loader: () => queryClient.ensureQueryData(ordersQuery),
        element: <OrdersPage />,
      },
    ],
  },
])

// A sign-in or sign-out, also in another tab: the guard and the loaders are asked again.
client.on('signed-in', () => void router.revalidate())
client.on('signed-out', () => void router.revalidate())
// #endregion

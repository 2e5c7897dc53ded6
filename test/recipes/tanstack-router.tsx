// Recipe: TanStack Router. Guards go by the session, never by the token, so that a page outlives the token's end.
// #region tanstack-router
import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { client } from './ciam'
import { ordersQuery } from './orders'
import { queryClient } from './query-client'
import { toOwnPath } from './return-to'
import { sessionOnceKnown } from './session-once-known'
import { HomePage, OrdersPage, SignInPage } from './pages'

const root = createRootRoute({ component: Outlet })

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ returnTo }) => ({ returnTo: toOwnPath(returnTo) }),
  component: function SignIn() {
    const { returnTo } = signIn.useSearch()
    return <SignInPage onSignedIn={() => router.history.push(returnTo)} />
  },
})

/** Everything below it is for those who are signed in. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  async beforeLoad({ location }) {
    const { status } = await sessionOnceKnown()
    if (status === 'signed-out') redirect({ to: '/sign-in', search: { returnTo: location.href }, throw: true })
  },
})

const orders = createRoute({
  getParentRoute: () => signedIn,
  path: '/orders',
  loader: () => queryClient.ensureQueryData(ordersQuery),
  component: OrdersPage,
})

export const router = createRouter({ routeTree: root.addChildren([home, signIn, signedIn.addChildren([orders])]) })

// A sign-in or sign-out, also in another tab: the guard and the loaders are asked again.
client.on('signed-in', () => void router.invalidate())
client.on('signed-out', () => void router.invalidate())
// #endregion

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

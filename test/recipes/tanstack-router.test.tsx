// The recipe for TanStack Router.
import { RouterProvider } from '@tanstack/react-router'
import { testRouteGuards } from './route-guards'
import { router } from './tanstack-router'

testRouteGuards(<RouterProvider router={router} />, (path) => router.history.push(path))

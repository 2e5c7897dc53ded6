// The recipe for React Router.
import { RouterProvider } from 'react-router'
import { router } from './react-router'
import { testRouteGuards } from './route-guards'

testRouteGuards(<RouterProvider router={router} />, (path) => router.navigate(path))

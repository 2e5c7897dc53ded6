// The hook that shows a sign-in to a component.
import { useContext, useSyncExternalStore } from 'react'
import type { CiamClient } from '../client/types'
import { CiamError } from '../protocol/errors'
import { CiamContext } from '../react/ciam-context'
import { createSignIn, initialStateOf } from './create-sign-in'
import type { SignIn } from './sign-in-types'
import type { SignInState } from './types'

const flows = new WeakMap<CiamClient<unknown>, SignIn>()

/** All components of a client show one sign-in. */
function flowOf(client: CiamClient<unknown> | null): SignIn {
  if (!client) {
    throw new CiamError('CONFIG', 'No client here: render this component below <CiamProvider>, or hand in a sign-in.')
  }
  const flow = flows.get(client) ?? createSignIn(client)
  flows.set(client, flow)
  return flow
}

/**
 * Where a sign-in stands, with the steps that its state allows; renders with each change. Without an argument it is the
 * one of the nearest `<CiamProvider>`'s client, with the default options, the same in all components. For other options
 * make one with `createSignIn`, outside of components, and hand it in.
 *
 * `ready` on a server and while hydrating. Unmounting ends nothing: a form may be unmounted and shown again in the middle of
 * a sign-in.
 *
 * Throws `CONFIG` where there is neither an argument nor a `<CiamProvider>` above.
 *
 * @param signIn - as `createSignIn` made it; the same one in each render.
 * @example
 * function Waiting() {
 *   const state = useSignIn()
 *   return state.status === 'denied' ? <button onClick={() => void state.restart()}>Another account</button> : null
 * }
 */
export function useSignIn(signIn?: SignIn): SignInState {
  const client = useContext(CiamContext)
  const flow = signIn ?? flowOf(client)
  return useSyncExternalStore(flow.subscribe, flow.getState, () => initialStateOf(flow))
}

// The hook that gives the client itself.
import { useContext } from 'react'
import type { CiamClient, RegisteredClaims } from '../client/types'
import { CiamError } from '../protocol/errors'
import { CiamContext } from './ciam-context'

/**
 * The client of the nearest `<CiamProvider>`, for event handlers and effects. Never re-renders by itself: state is what
 * the other hooks are for.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * function SignOutButton() {
 *   const client = useCiamClient()
 *   return <button onClick={() => void client.signOut()}>Sign out</button>
 * }
 */
export function useCiamClient(): CiamClient<RegisteredClaims> {
  const client = useContext(CiamContext)
  if (!client) throw new CiamError('CONFIG', 'No client here: render this component below <CiamProvider>.')
  return client
}

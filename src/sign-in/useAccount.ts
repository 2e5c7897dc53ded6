// The hook that gives the calls of the signed-in person's own account.
import { useCiamClient } from '../react/useCiamClient'
import type { CiamClient } from '../client/types'
import { createAccount } from './create-account'
import type { Account } from './account-types'

const accounts = new WeakMap<CiamClient<unknown>, Account>()

/**
 * The account of the nearest `<CiamProvider>`'s client: the same object for ever. Never re-renders by itself.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * function Rename({ name }: { name: string }) {
 *   const account = useAccount()
 *   return <button onClick={() => void account.updateProfile({ name })}>Save</button>
 * }
 */
export function useAccount(): Account {
  const client = useCiamClient()
  const account = accounts.get(client) ?? createAccount(client)
  accounts.set(client, account)
  return account
}

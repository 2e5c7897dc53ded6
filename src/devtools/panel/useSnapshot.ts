// The hook that gives a client's snapshot, without a provider.
import { useSyncExternalStore } from 'react'
import type { CiamClient, SessionSnapshot } from '../../index'

export function useSnapshot(client: CiamClient<unknown>): SessionSnapshot<unknown> {
  return useSyncExternalStore(client.subscribe, client.getSnapshot, client.getSnapshot)
}

// The hook that watches a client from mount to unmount.
import { useMemo, useSyncExternalStore } from 'react'
import type { CiamClient } from '../index'
import { inspect, type Inspector } from './inspector'

/** Undefined before the mount, so on a server and while hydrating; null for a client of another version of the package. */
export type Watched = Inspector | null | undefined

export function useInspector(client: CiamClient<unknown>): Watched {
  const watch = useMemo(() => createWatch(client), [client])
  return useSyncExternalStore<Watched>(watch.subscribe, watch.get, () => undefined)
}

function createWatch(client: CiamClient<unknown>) {
  let watched: Watched
  return {
    get: () => watched,
    subscribe(changed: () => void) {
      const watching = inspect(client)
      watched = watching ? watching.inspector : null
      changed()
      return () => watching?.stop()
    },
  }
}

// The hook behind useSession and useClaims: a part of the snapshot that is compared by its structure.
import { replaceEqualDeep } from '@tanstack/react-query'
import { useMemo, useState, useSyncExternalStore } from 'react'
import { RESTORING } from '../client/session-state'
import type { CiamClient, RegisteredClaims, SessionSnapshot } from '../client/types'
import { useCiamClient } from './useCiamClient'

type Client = CiamClient<RegisteredClaims>
type Snapshot = SessionSnapshot<RegisteredClaims>

const getRestoring = () => RESTORING

/** Remembers the selection of the last snapshot, so that equal ones keep their identity. */
function createSelection(
  getSnapshot: () => Snapshot,
  select: (snapshot: Snapshot) => unknown,
  last: { value: unknown },
) {
  let seen: Snapshot | undefined
  let selection: unknown
  return () => {
    const snapshot = getSnapshot()
    if (snapshot !== seen) {
      // An inline selector is a new one in each render: its first selection is compared with its predecessor's last.
      selection = last.value = replaceEqualDeep(seen ? selection : last.value, select(snapshot))
      seen = snapshot
    }
    return selection
  }
}

/** What `toSource` makes of the snapshot, or the selector's part of it; null is never handed to the selector. */
export function useSelection<Source>(
  toSource: (snapshot: Snapshot, client: Client) => Source | null,
  selector: ((source: Source) => unknown) | undefined,
): unknown {
  const client = useCiamClient()
  const [last] = useState(() => ({ value: undefined }))
  const [getSelection, getServerSelection] = useMemo(() => {
    const select = (snapshot: Snapshot) => {
      const source = toSource(snapshot, client)
      return selector && source !== null ? selector(source) : source
    }
    return [createSelection(client.getSnapshot, select, last), createSelection(getRestoring, select, last)]
  }, [client, last, selector, toSource])
  return useSyncExternalStore(client.subscribe, getSelection, getServerSelection)
}

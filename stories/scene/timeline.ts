// What the client told of its session, newest first.
import type { CiamClient, CiamEvents } from 'react-ciam'
import { createStore, type ReadableStore } from './value-store'

interface Details extends CiamEvents {
  /** The session was there when the page came. */
  restored: object
}

/** One event, when it happened, and the session_token that was in storage right then. */
export type Happening = {
  [Kind in keyof Details]: {
    readonly id: number
    /** Epoch ms. */
    readonly at: number
    readonly kind: Kind
    readonly detail: Details[Kind]
    readonly sessionToken: string | null
  }
}[keyof Details]

export type Timeline = ReadableStore<readonly Happening[]>

const KEPT = 60

/** `readSessionToken` gives the hash of the stored session_token. */
export function createTimeline(client: CiamClient, readSessionToken: () => string | null): Timeline {
  const happenings = createStore<readonly Happening[]>([])
  let count = 0

  function add<Kind extends keyof Details>(kind: Kind, detail: Details[Kind]): void {
    const entry = { id: (count += 1), at: Date.now(), kind, detail, sessionToken: readSessionToken() } as Happening
    happenings.set([entry, ...happenings.get()].slice(0, KEPT))
  }

  client.on('signed-in', (detail) => add('signed-in', detail))
  client.on('signed-out', (detail) => add('signed-out', detail))
  client.on('refreshed', (detail) => add('refreshed', detail))
  client.on('refresh-failed', (detail) => add('refresh-failed', detail))
  client.on('storage-failed', (detail) => add('storage-failed', detail))

  // Restoring a session is no event of the client: it is seen in the first snapshot that is settled.
  const settle = (): boolean => {
    const { status } = client.getSnapshot()
    if (status === 'signed-in' && happenings.get().length === 0) add('restored', {})
    return status !== 'restoring'
  }
  if (!settle()) {
    const unsubscribe = client.subscribe(() => {
      if (settle()) unsubscribe()
    })
  }
  return happenings
}

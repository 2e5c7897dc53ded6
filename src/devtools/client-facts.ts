// What the devtools say of a client's set-up.
import type { Engine } from '../client/engine'
import { STORAGE_DETAILS, type StorageDetails } from '../client/ports'
import { sessionKeys } from '../client/record'

/** What does not change while a client lives. */
export interface ClientFacts {
  readonly baseUrl: string
  readonly clientId: string
  readonly sessionTokenHeader: string
  /** Ms. */
  readonly refreshBefore: number
  readonly refreshInBackground: boolean
  /** `local`, `session`, `indexed-db:<name>`, `memory`, or `custom` for an adapter of the app. */
  readonly storage: string
  /** Why the storage is blocked, so that memory stands in; null where it is not. Asked anew at each call. */
  storageBlockedBy(): string | null
  /** The keys under which the session lies. */
  readonly storageKeys: readonly string[]
}

export function factsOf({ options }: Engine<unknown>): ClientFacts {
  const { baseUrl, clientId, sessionTokenHeader, refreshBefore, refreshInBackground, storage } = options
  const details = (storage as { [STORAGE_DETAILS]?: StorageDetails })[STORAGE_DETAILS]
  return {
    baseUrl,
    clientId,
    sessionTokenHeader,
    refreshBefore,
    refreshInBackground,
    storage: details ? details.area.replace(/^memory:.*/, 'memory') : 'custom',
    storageBlockedBy() {
      const reason = details?.blockedBy?.()
      return reason ? ((reason as Partial<Error>).name ?? 'Error') : null
    },
    storageKeys: Object.values(sessionKeys(baseUrl, clientId)),
  }
}

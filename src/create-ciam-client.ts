// The composition root: checks the options and gives the engine what only a browser has.
import { defaultLanguage, readDevice } from './browser/device'
import { createEnvironment } from './browser/environment'
import { createWakeSource } from './browser/wake'
import { createClient } from './client/create-client'
import { resolveOptions } from './client/options'
import { STORAGE_DETAILS, type StorageDetails } from './client/ports'
import type { CiamClient, CiamClientOptions, IdTokenClaims, StorageAdapter } from './client/types'
import { webStorage } from './storage/web'
import { createAnnouncer } from './tabs/announce'
import { createLock } from './tabs/lock'

/**
 * Makes the client of one session: the long-lived session_token of a signed-in customer, and the short-lived id_token
 * that it is traded for. A session is `baseUrl` + `clientId` + storage; clients, providers and tabs with the same three
 * share it. Nothing is read, sent or listened to before the client is used.
 *
 * It promises that a replaced session_token is saved before anybody gets the id_token that came with it, that one
 * refresh runs at a time, and that only sign-out, expiry, a cleared storage or the service's own word ends the session.
 * It does not verify signatures, and cannot protect tokens from scripts that run on the page.
 *
 * @throws CiamError `CONFIG` for an option that is wrong, with what to give instead.
 * @example
 * const client = createCiamClient({ baseUrl: 'https://tenant.example.com', clientId: 'nTo1eRIub60vPb54WeE6aojPwYwImtl4' })
 * await client.signIn(await loginReply.json())
 * const response = await client.fetch('/api/orders')
 */
export function createCiamClient<Claims = IdTokenClaims>(options: CiamClientOptions<Claims>): CiamClient<Claims> {
  const wake = createWakeSource()
  const lock = createLock()
  const resolved = resolveOptions(withWrappedStorage(options), {
    storage: webStorage,
    language: defaultLanguage,
    fetch: (input, init) => globalThis.fetch(input, init),
  })
  return createClient(resolved, {
    environment: createEnvironment(wake),
    wake,
    lock,
    createAnnouncer,
    readDevice,
    nameArea: (storage) => nameArea(storage, lock.spansTabs()),
  })
}

/** `storage: localStorage` gets the fence and the events of `webStorage`. */
function withWrappedStorage<Claims>(options: CiamClientOptions<Claims>): CiamClientOptions<Claims> {
  const { storage } = options ?? {}
  return typeof Storage === 'function' && storage instanceof Storage
    ? { ...options, storage: webStorage(storage) }
    : options
}

const AREAS = Symbol.for('react-ciam.areas')

/** The names that a page gave to adapters, shared by all copies of the package. */
interface Realm {
  [AREAS]?: { names: WeakMap<StorageAdapter, string>; count: number }
}

/** Adapters of an app are told apart within a page; across tabs nobody can, so there one lock serves them all. */
function nameArea(storage: StorageAdapter, spansTabs: boolean): string {
  const details = (storage as { [STORAGE_DETAILS]?: StorageDetails })[STORAGE_DETAILS]
  if (details) return details.area
  if (spansTabs) return 'custom'
  const areas = ((globalThis as Realm)[AREAS] ??= { names: new WeakMap(), count: 0 })
  if (!areas.names.has(storage)) areas.names.set(storage, `custom-${(areas.count += 1)}`)
  return areas.names.get(storage)!
}

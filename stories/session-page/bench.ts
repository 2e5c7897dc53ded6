// All that one page is about: a client, the service that it talks to, its storage, and what happened.
import { createCiamClient, type CiamClient } from 'react-ciam'
import { memoryStorage, webStorage } from 'react-ciam/storage'
import { createEmulator, EMULATOR_CLIENT_ID, shortHash } from 'react-ciam/testing'
import { emulatorUrl } from 'virtual:emulator-url'
import { connectInPage, connectToServer, type ServiceLink } from './service-link'
import type { Language } from '../scene/toolbar'
import { createTimeline, type Timeline } from '../scene/timeline'
import { createStore, type ValueStore } from '../scene/value-store'
import { keysInLocalStorage, watchStorage, type WatchedStorage } from '../scene/watched-storage'

/** Ms. Shorter than the package's own defaults, so that a hanging service is worth waiting for. */
const REQUEST_TIMEOUT = 4_000

/** Ms ahead of an id_token's end: the package's default, of which a short life takes a quarter at most. */
export const REFRESH_BEFORE = 60_000

export interface Bench {
  readonly client: CiamClient
  readonly service: ServiceLink
  readonly storage: WatchedStorage
  readonly timeline: Timeline
  readonly language: ValueStore<Language>
  /** Epoch ms. */
  readonly openedAt: number
  /** Another client of the same session, as another tab has it. */
  openTab(): CiamClient
}

export function createBench(service: ServiceLink, storage: WatchedStorage, spoken: Language): Bench {
  const language = createStore(spoken)
  const openTab = () =>
    createCiamClient({
      baseUrl: service.baseUrl,
      clientId: EMULATOR_CLIENT_ID,
      storage: storage.adapter,
      fetch: service.fetch,
      language: language.get,
      refreshBefore: REFRESH_BEFORE,
      requestTimeout: REQUEST_TIMEOUT,
    })
  const client = openTab()
  const timeline = createTimeline(client, () => readSessionToken(storage))
  return { client, service, storage, timeline, language, openedAt: Date.now(), openTab }
}

/** The bench of the page to play with: the real server and localStorage where there is a server. */
export function createLiveBench(spoken: Language): Bench {
  if (emulatorUrl)
    return createBench(connectToServer(emulatorUrl), watchStorage(webStorage(), keysInLocalStorage), spoken)
  // This emulator ends with the page: a session that outlived it would be refused.
  return createBench(
    connectInPage(createEmulator({ rotation: 'on', idTokenLifetime: 20 })),
    watchStorage(memoryStorage()),
    spoken,
  )
}

/** The hash of the session_token in storage. */
function readSessionToken({ read }: WatchedStorage): string | null {
  for (const [, value] of read()) {
    const token = /"sessionToken":"([^"]+)"/.exec(value)?.[1]
    if (token) return shortHash(token)
  }
  return null
}

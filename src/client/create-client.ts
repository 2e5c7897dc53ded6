// Assembles a client from its options and ports.
import { createAppCode } from './app-code'
import { createAuthFetch } from './auth-fetch'
import { createEmitter } from './emitter'
import { assertWindow, type Engine } from './engine'
import { createIdTokenSource } from './id-token'
import { CLIENT_INTERNALS, type ClientInternals } from './internals'
import type { ResolvedOptions } from './options'
import {
  type Announcer,
  type Environment,
  type Lock,
  STORAGE_DETAILS,
  type StorageDetails,
  type WakeSource,
} from './ports'
import { sessionKeys } from './record'
import { createRefresh } from './refresh'
import { createSchedule } from './schedule'
import { createServiceHeaderSource } from './service-headers'
import { createSessionChanges } from './session-changes'
import { createSessionState } from './session-state'
import { createSessionStore } from './session-store'
import { createSignInOut, type SignInOut } from './sign-in'
import { createStorageAccess } from './storage-access'
import type { CiamClient, CiamEvents, StorageAdapter } from './types'
import { createWatch, type Watch } from './watch'

/** What a browser gives to a client. */
export interface Ports {
  readonly environment: Environment
  readonly wake: WakeSource
  readonly lock: Lock
  readonly createAnnouncer: (channelName: string) => Announcer
  readonly readDevice: () => Promise<{ osVersion: string; userAgent: string }>
  /** Names the store behind an adapter: the same for the same object, and for built-in ones over the same area. */
  readonly nameArea: (storage: StorageAdapter) => string
}

export function createClient<Claims>(options: ResolvedOptions<Claims>, ports: Ports): CiamClient<Claims> {
  const { environment, lock } = ports
  const { baseUrl, clientId } = options
  const details = (options.storage as { [STORAGE_DETAILS]?: StorageDetails })[STORAGE_DETAILS]
  const area = ports.nameArea(options.storage)
  const name = `react-ciam:${area}:${clientId}@${baseUrl}`
  // Not by area: other tabs cannot tell an app's adapters apart, and each message names its session.
  const announcer = ports.createAnnouncer(`react-ciam:${clientId}@${baseUrl}`)
  const appCode = createAppCode(environment)
  const storage = createStorageAccess(options.storage, appCode)
  const events = createEmitter<readonly [event: keyof CiamEvents, detail: unknown]>(environment)
  const ended = new Map<string, number>()
  const replaced = new Map<string, number>()

  const engine: Engine<Claims> = {
    options,
    environment,
    appCode,
    state: createSessionState(environment),
    store: createSessionStore(storage, sessionKeys(baseUrl, clientId)),
    lock,
    lockName: name,
    announce: announcer.post,
    emit: (event, detail) => events.emit([event, detail]),
    noteEnded: (key, revision) => raise(ended, key, revision),
    isEnded: (key, revision) => revision <= (ended.get(key) ?? -Infinity),
    noteReplaced: (key, revision) => raise(replaced, key, revision),
    isReplaced: (record) => record.revision < (replaced.get(record.sessionKey) ?? 0),
    signingIn: () => signInOut.pending(),
    highestOrder: 0,
    signingOut: 0,
    writing: null,
  }
  const { state } = engine
  const serviceHeaders = createServiceHeaderSource(engine, storage, area, ports.readDevice)
  const changes = createSessionChanges(engine)
  const refresh = createRefresh(engine, changes, serviceHeaders)
  const signInOut: SignInOut = createSignInOut(engine, changes, serviceHeaders, () => watch.touch())
  const schedule = createSchedule(engine, changes, refresh, () => watch.touch())
  const isBlocked = (): boolean => !!details?.blockedBy?.()
  const watch: Watch = createWatch(engine, changes, announcer, ports.wake, isBlocked, schedule.onWake)
  const { getIdToken, whenSignedIn } = createIdTokenSource(engine, changes, refresh, watch)

  /** The same function, which is a use of the client: the first one begins the first read. */
  const touching =
    <Parameters extends unknown[], Result>(call: (...parameters: Parameters) => Result) =>
    (...parameters: Parameters): Result => {
      watch.touch()
      return call(...parameters)
    }

  const internals: ClientInternals<Claims> = {
    getIdTokenView: touching(state.getView),
    refresh: () => getIdToken({ force: true }),
    engine,
  }
  const client: CiamClient<Claims> = {
    getSnapshot: touching(state.getSnapshot),
    subscribe: touching(state.subscribe),
    signIn: signInOut.signIn,
    signOut: signInOut.signOut,
    getIdToken,
    getAuthHeaders: async (tokenOptions) => ({ Authorization: `Bearer ${await getIdToken(tokenOptions)}` }),
    async getServiceHeaders() {
      assertWindow(environment)
      watch.touch()
      return serviceHeaders.current()
    },
    fetch: createAuthFetch(engine, serviceHeaders, getIdToken, whenSignedIn),
    keepFresh: schedule.keepFresh,
    on: (event, listener) => events.add(([emitted, detail]) => emitted === event && listener(detail as never)),
    start: watch.start,
    stop: watch.stop,
  }
  return Object.defineProperty(client, CLIENT_INTERNALS, { value: internals })
}

function raise(levels: Map<string, number>, key: string, level: number): void {
  levels.set(key, Math.max(level, levels.get(key) ?? -Infinity))
}

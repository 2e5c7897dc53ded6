// What one story is about: an emulator, a storage and a client of its own, and what they did.
import { createCiamClient, type CiamClient, type CiamClientOptions, type StorageAdapter } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import {
  createEmulator,
  EMULATOR_CLIENT_ID,
  sessionRecord,
  shortHash,
  type Emulator,
  type EmulatorOptions,
  type LedgerEntry,
  type LoginReply,
} from 'react-ciam/testing'
import { createTimeline, type Timeline } from './timeline'
import { toEmulatorOptions, type Language, type ToolbarChoices } from './toolbar'
import { createStore, type ReadableStore, type ValueStore } from './value-store'
import { watchStorage, type WatchedStorage } from './watched-storage'

type Fetch = typeof globalThis.fetch

export interface SceneSetup {
  /** What the story shows, in one sentence: the page's heading. */
  readonly shows: Readonly<Record<Language, string>>
  /** The story's own emulator. The toolbar's choices go over these. */
  readonly emulator?: EmulatorOptions
  /**
   * What storage holds before the client first reads it: nothing (default), a session with a fresh id_token, one whose
   * id_token has ended, or one that a newer version of the package wrote.
   */
  readonly stored?: 'nothing' | 'fresh' | 'ended' | 'newer'
  /** Of the emulator's users, the one whose session is stored. Default `demo`. */
  readonly userName?: string
  /** A storage around the story's own memory: slow, full, blocked. What lies in memory is what the page shows. */
  readonly storage?: (memory: StorageAdapter) => StorageAdapter
  /** A fetch around the emulator's. */
  readonly fetch?: (fetch: Fetch) => Fetch
  /** Options of the client besides. */
  readonly client?: Partial<CiamClientOptions>
  /** More to do before the first render, such as faults to put in line. */
  readonly prepare?: (scene: Scene) => void | Promise<void>
}

/** The hashes of what is stored (`shortHash`); null where there is none. */
export interface StoredTokens {
  readonly sessionToken: string | null
  readonly idToken: string | null
}

export interface Scene {
  readonly setup: SceneSetup
  readonly client: CiamClient
  readonly emulator: Emulator
  readonly storage: WatchedStorage
  readonly timeline: Timeline
  /** Every request that the emulator got, oldest first, without preflights. */
  readonly ledger: ReadableStore<readonly LedgerEntry[]>
  readonly language: ValueStore<Language>
  readonly baseUrl: string
  /** The fetch that the client has. */
  readonly fetch: Fetch
  /** Signs in without a request for it, as the app does with the service's login reply. */
  signIn(userName?: string): Promise<void>
  /** A login reply of the emulator, to be handed to `client.signIn`. */
  login(userName?: string): Promise<LoginReply>
  /** Another client of the same session and storage, as another tab has it. */
  openTab(): CiamClient
  readStored(): StoredTokens
  /** Every token that this scene has seen, in the clear: what must not be in the page. */
  tokens(): readonly string[]
  /** Takes over what was chosen in the toolbar. */
  choose(choices: ToolbarChoices): void
}

const SHORT_AGO = 1_000
/** Ms: a hanging service is worth waiting for in a story. */
const REQUEST_TIMEOUT = 4_000

/** Ms ahead of an id_token's end: the package's default, of which a short life takes a quarter at most. */
export const REFRESH_BEFORE = 60_000

export async function createScene(setup: SceneSetup, choices: ToolbarChoices): Promise<Scene> {
  const emulator = createEmulator(toEmulatorOptions(setup.emulator ?? {}, choices))
  const language = createStore(choices.language)
  const seen = createTokenNotes()
  const storage = watchStorage(noting(memoryStorage(), seen.read))
  // No two scenes are of one session, in whatever tabs of this browser they are.
  const baseUrl = `https://scene-${crypto.randomUUID().slice(0, 8)}.emulator.invalid`
  const options = {
    baseUrl,
    clientId: EMULATOR_CLIENT_ID,
    storage: setup.storage?.(storage.adapter) ?? storage.adapter,
    fetch: noticing(setup.fetch?.(emulator.fetch) ?? emulator.fetch, seen.read),
    language: language.get,
    refreshBefore: REFRESH_BEFORE,
    requestTimeout: REQUEST_TIMEOUT,
    ...setup.client,
  }
  const login = async (userName?: string) => {
    const reply = await emulator.login(userName)
    seen.read(JSON.stringify(reply))
    return reply
  }
  await store(setup, emulator, storage.adapter, login, { baseUrl, clientId: options.clientId })

  const client = createCiamClient(options)
  const readStored = () => readTokens(storage)
  let chosen = choices
  const scene: Scene = {
    setup,
    client,
    emulator,
    storage,
    timeline: createTimeline(client, () => readStored().sessionToken),
    ledger: watchLedger(emulator),
    language,
    baseUrl,
    fetch: options.fetch,
    login,
    signIn: async (userName) => client.signIn({ ...(await login(userName)) }),
    openTab: () => createCiamClient(options),
    readStored,
    tokens: seen.all,
    choose(next) {
      language.set(next.language)
      // A story's own buttons may have changed the service since: only what was chosen anew counts.
      const [before, after] = [chosen, next].map((each) => toEmulatorOptions(setup.emulator ?? {}, each))
      if (JSON.stringify(before) !== JSON.stringify(after)) emulator.configure({ ...DEFAULTS, ...after })
      chosen = next
    },
  }
  await setup.prepare?.(scene)
  return scene
}

/** What the toolbar may have changed, as an emulator has it that is told nothing. */
const DEFAULTS: EmulatorOptions = { rotation: 'off', latency: 0, idTokenLifetime: 300 }

async function store(
  { stored = 'nothing', userName }: SceneSetup,
  emulator: Emulator,
  adapter: StorageAdapter,
  login: Scene['login'],
  session: { baseUrl: string; clientId: string },
): Promise<void> {
  if (stored === 'nothing') return
  const reply = await login(userName)
  const life = emulator.options().idTokenLifetime * 1_000
  const receivedAt = Date.now() - (stored === 'ended' ? life + SHORT_AGO : 0)
  const { key, value } = sessionRecord(session, { ...reply }, receivedAt)
  await adapter.setItem(key, stored === 'newer' ? value.replace('"version":1', '"version":2') : value)
}

function readTokens({ read }: WatchedStorage): StoredTokens {
  const text = read()
    .map(([, value]) => value)
    .join()
  const hashOf = (field: string) => {
    const token = new RegExp(`"${field}":"([^"]+)"`).exec(text)?.[1]
    return token ? shortHash(token) : null
  }
  return { sessionToken: hashOf('sessionToken'), idToken: hashOf('idToken') }
}

function watchLedger({ ledger }: Emulator): ReadableStore<readonly LedgerEntry[]> {
  const read = () => ledger.entries().filter(({ kind }) => kind !== 'preflight')
  const entries = createStore<readonly LedgerEntry[]>(read(), () => {
    entries.set(read())
    return ledger.subscribe(() => entries.set(read()))
  })
  return entries
}

function createTokenNotes() {
  const tokens = new Set<string>()
  return {
    all: () => [...tokens],
    /** Finds the tokens of a login reply, of the answer to a refresh, and of a stored record. */
    read(text: string) {
      for (const [, token = ''] of text.matchAll(/"(?:session_?token|id_?token)":"([^"]+)"/gi)) tokens.add(token)
    },
  }
}

const noting = (adapter: StorageAdapter, read: (text: string) => void): StorageAdapter => ({
  ...adapter,
  setItem(key, value) {
    read(value)
    return adapter.setItem(key, value)
  },
})

/** Reads what the client is answered, where that can be read. */
const noticing =
  (fetch: Fetch, read: (text: string) => void): Fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    void response
      .clone()
      .text()
      .then(read, () => undefined)
    return response
  }

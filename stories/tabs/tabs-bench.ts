// All that a story with several tabs is about: one emulator, the tabs, what they did, and the storage that they share.
import { createEmulator, EMULATOR_CLIENT_ID, sessionRecord } from 'react-ciam/testing'
import type { Emulator, EmulatorOptions, LedgerEntry } from 'react-ciam/testing'
import type { Mark } from '../../src/devtools/marks'
import { createStore, type ReadableStore, type ValueStore } from '../scene/value-store'
import { toEmulatorOptions, type Language, type ToolbarChoices } from '../scene/toolbar'
import { clearLocalStorage, clearSession } from '../storage/clear-session'
import type { ConnectedTab, TabLink } from './tab-link'

/** What lies in storage before the first tab opens: nothing, a session, or one whose id_token has ended. */
export type Before = 'nothing' | 'session' | 'ended-token'

export interface TabsOptions {
  readonly count: number
  readonly before: Before
  readonly hasLocks?: boolean
  readonly emulator?: EmulatorOptions
  /** What the story shows, in one sentence. */
  readonly shows: Readonly<Record<Language, string>>
}

/** A tab as the page sees it. */
export interface OpenTab {
  readonly number: number
  readonly link: TabLink
  /** Null until its script has run. */
  readonly connected: ConnectedTab | null
}

/** A tab by the id that its marks have. */
export interface KnownTab {
  readonly number: number
  /** Epoch ms; null while it is open. */
  readonly closedAt: number | null
}

export interface TabsBench {
  readonly options: TabsOptions
  readonly emulator: Emulator
  readonly baseUrl: string
  readonly language: ValueStore<Language>
  /** Those that are open. */
  readonly tabs: ReadableStore<readonly OpenTab[]>
  /** What all tabs did, closed ones too, oldest first. */
  readonly marks: ReadableStore<readonly Mark[]>
  /** The tabs that marks tell of, closed ones too, by the ids that are in marks. */
  readonly known: ReadableStore<ReadonlyMap<string, KnownTab>>
  readonly refreshes: ReadableStore<readonly LedgerEntry[]>
  /** Opens one more. */
  open(): void
  /** Takes a tab's frame away, as a browser does whose tab is closed or has crashed. */
  close(number: number): void
  /** All tabs ask in the same instant for a token other than the one that they have. */
  refreshAll(): void
  /** Every token that was given out, in the clear: what must not be in a page. */
  tokens(): readonly string[]
  /** Takes over what was chosen in the toolbar. */
  choose(choices: ToolbarChoices): void
  /** Closes the tabs and leaves nothing in storage. */
  end(): Promise<void>
}

const TAB_HEADER = 'x-story-tab'
const LONG_AGO = 3_600_000

/** What the toolbar may have changed, as an emulator has it that is told nothing. */
const DEFAULTS: EmulatorOptions = { rotation: 'off', latency: 0, idTokenLifetime: 300 }

let runs = 0

export async function createTabsBench(options: TabsOptions, choices: ToolbarChoices): Promise<TabsBench> {
  const { count, before, hasLocks = true } = options
  // A session of this run alone, whatever else the browser has open.
  const baseUrl = `https://ciam.emulator.invalid/tabs-${Date.now()}-${(runs += 1)}`
  const emulator = createEmulator({
    ...toEmulatorOptions(options.emulator ?? {}, choices),
    tabOf: (request) => request.headers.get(TAB_HEADER),
  })
  const language = createStore(choices.language)
  const tabs = createStore<readonly OpenTab[]>([])
  const marks = createStore<readonly Mark[]>([])
  const known = createStore<ReadonlyMap<string, KnownTab>>(new Map())
  const refreshes = createStore<readonly LedgerEntry[]>([])
  const stopReading = emulator.ledger.subscribe(() => refreshes.set(emulator.ledger.refreshes()))
  const forget = (): void => clearLocalStorage(baseUrl)
  window.addEventListener('pagehide', forget)
  const waiting: ConnectedTab[] = []
  const tokens = new Set<string>()
  let opened = 0
  let chosen = choices

  const login = async () => {
    const reply = await emulator.login()
    note(JSON.stringify(reply))
    return reply
  }
  function note(answer: string): void {
    for (const [, token = ''] of answer.matchAll(/"(?:session|id)_token":"([^"]+)"/g)) tokens.add(token)
  }

  if (before !== 'nothing') {
    const receivedAt = before === 'session' ? Date.now() : Date.now() - LONG_AGO
    const { key, value } = sessionRecord({ baseUrl, clientId: EMULATOR_CLIENT_ID }, { ...(await login()) }, receivedAt)
    localStorage.setItem(key, value)
  }

  function open(): void {
    const number = (opened += 1)
    const link: TabLink = {
      number,
      baseUrl,
      clientId: EMULATOR_CLIENT_ID,
      hasLocks,
      language,
      fetch: async (input, init) => {
        const headers = new Headers(init?.headers)
        headers.set(TAB_HEADER, String(number))
        const response = await emulator.fetch(input, { ...init, headers })
        void response
          .clone()
          .text()
          .then(note, () => {})
        return response
      },
      login,
      connect: (connected) => connect(number, connected),
    }
    tabs.set([...tabs.get(), { number, link, connected: null }])
  }

  function connect(number: number, connected: ConnectedTab): void {
    tabs.set(tabs.get().map((tab) => (tab.number === number ? { ...tab, connected } : tab)))
    collectMarks(number, connected)
    waiting.push(connected)
    // Tabs that are opened together begin in the same instant.
    if (tabs.get().every((tab) => tab.connected)) for (const { begin } of waiting.splice(0)) begin()
  }

  function collectMarks(number: number, { inspector }: ConnectedTab): void {
    const id = inspector.tabs.get().find(({ isThis }) => isThis)?.id ?? ''
    // A tab that was loaded anew begins a new lane in the place of its old one.
    const others = new Map([...known.get()].filter(([, tab]) => tab.number !== number))
    marks.set(marks.get().filter((mark) => others.has(mark.tab)))
    known.set(new Map([...others, [id, { number, closedAt: null }]]))
    const collect = (): void => {
      const ofOthers = marks.get().filter((mark) => mark.tab !== id)
      const own = inspector.marks.get().filter((mark) => mark.tab === id)
      marks.set([...ofOthers, ...own].sort((one, other) => one.at - other.at))
    }
    collect()
    inspector.marks.subscribe(collect)
  }

  for (let tab = 0; tab < count; tab += 1) open()

  return {
    options,
    emulator,
    baseUrl,
    language,
    tabs,
    marks,
    known,
    refreshes,
    open,
    close(number) {
      const closed = (tab: KnownTab) => (tab.number === number ? { ...tab, closedAt: Date.now() } : tab)
      known.set(new Map([...known.get()].map(([id, tab]) => [id, closed(tab)])))
      tabs.set(tabs.get().filter((tab) => tab.number !== number))
    },
    refreshAll() {
      // Why one fails, the tab shows.
      for (const { connected } of tabs.get()) void connected?.client.getIdToken({ force: true }).catch(() => {})
    },
    tokens: () => [...tokens],
    choose(next) {
      language.set(next.language)
      // What a story changed by itself stays: only what was chosen anew counts.
      const [before, after] = [chosen, next].map((each) => toEmulatorOptions(options.emulator ?? {}, each))
      if (JSON.stringify(before) !== JSON.stringify(after)) emulator.configure({ ...DEFAULTS, ...after })
      chosen = next
    },
    async end() {
      stopReading()
      window.removeEventListener('pagehide', forget)
      tabs.set([])
      await clearSession(baseUrl)
    },
  }
}

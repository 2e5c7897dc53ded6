// How the page reaches the service that it plays with: an emulator over HTTP, or one in the page.
import type { Emulator, EmulatorOptions, Fault, LedgerEntry, RotationMode } from 'react-ciam/testing'
import { createStore, type ReadableStore } from '../scene/value-store'

/** The options that the page shows. */
export interface ServiceOptions {
  readonly rotation: RotationMode
  /** Seconds. */
  readonly idTokenLifetime: number
  /** Seconds. */
  readonly sessionLifetime: number
}

export interface ServiceLink {
  /** `server`: all tabs talk to the same one, which outlives a reload. `in-page`: it ends with the page. */
  readonly kind: 'server' | 'in-page'
  readonly baseUrl: string
  readonly fetch: typeof globalThis.fetch
  /** Oldest first. */
  readonly ledger: ReadableStore<readonly LedgerEntry[]>
  /** Null until they are known. */
  readonly options: ReadableStore<ServiceOptions | null>
  /** Whether the emulator answers the page's own questions. */
  readonly isReachable: ReadableStore<boolean>
  configure(options: EmulatorOptions): Promise<void>
  fail(fault: Fault): Promise<void>
  /** Turns the service's clock by ms. */
  advanceClock(ms: number): Promise<void>
  /** Forgets every session, fault and entry. */
  reset(): Promise<void>
}

const POLLING = 500
const SHOWN = 300

interface Description {
  options: ServiceOptions
}

/** An emulator that `npm start` runs, through its control routes. */
export function connectToServer(url: string): ServiceLink {
  const control = `${url}/__emulator`
  const options = createStore<ServiceOptions | null>(null)
  const isReachable = createStore(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isWatched = false

  async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(control + path, init)
    if (!response.ok) throw new Error(`The emulator answers ${path} with ${response.status}.`)
    return (await response.json()) as Answer
  }

  async function readAll(): Promise<void> {
    const after = ledger.get().at(-1)?.id ?? 0
    const [{ entries }, description] = await Promise.all([
      ask<{ entries: LedgerEntry[] }>(`/ledger?after=${after}`),
      ask<Description>(''),
    ])
    // Two answers may come in the wrong order.
    const known = ledger.get().at(-1)?.id ?? 0
    const added = entries.filter(({ id }) => id > known)
    if (added.length > 0) ledger.set([...ledger.get(), ...added].slice(-SHOWN))
    if (JSON.stringify(options.get()) !== JSON.stringify(description.options)) options.set(description.options)
  }

  async function poll(): Promise<void> {
    await readAll().then(
      () => isReachable.set(true),
      () => isReachable.set(false),
    )
    if (isWatched) timer = setTimeout(() => void poll(), POLLING)
  }

  const ledger = createStore<readonly LedgerEntry[]>([], () => {
    isWatched = true
    void poll()
    return () => {
      isWatched = false
      clearTimeout(timer)
    }
  })

  const command = async (path: string, body: unknown): Promise<void> => {
    await ask(path, body)
    await readAll()
  }

  return {
    kind: 'server',
    baseUrl: url,
    fetch: (input, init) => fetch(input, init),
    ledger,
    options,
    isReachable,
    configure: (changes) => command('/configure', changes),
    fail: (fault) => command('/fail', fault),
    advanceClock: (ms) => command('/clock', { advance: ms }),
    async reset() {
      await command('/reset', {})
      ledger.set([])
    },
  }
}

/** An emulator in this page. */
export function connectInPage(emulator: Emulator): ServiceLink {
  const readLedger = () => ledger.set(emulator.ledger.entries().slice(-SHOWN))
  const ledger = createStore<readonly LedgerEntry[]>([], () => {
    readLedger()
    return emulator.ledger.subscribe(readLedger)
  })
  const options = createStore<ServiceOptions | null>(emulator.options())
  return {
    kind: 'in-page',
    baseUrl: 'https://ciam.emulator.invalid',
    fetch: emulator.fetch,
    ledger,
    options,
    isReachable: createStore(true),
    async configure(changes) {
      emulator.configure(changes)
      options.set(emulator.options())
    },
    fail: async (fault) => emulator.fail(fault),
    advanceClock: async (ms) => emulator.clock.advance(ms),
    async reset() {
      emulator.reset()
      options.set(emulator.options())
      readLedger()
    },
  }
}

// The storage of a profile. The truth is the order in which writes were applied; each page has a view of it that may lag.
import type { StorageAdapter } from '../../../src/client/types'
import type { Browser, Page } from './browser'
import { readRecord } from './journal'

export interface SharedStorage {
  open(page: Page): StorageAdapter
  close(page: Page): void
  /** The newest write. */
  truth(key: string): string | null
  keys(): string[]
  clear(): void
}

interface Version {
  readonly value: string | null
  readonly order: number
}

interface View {
  readonly versions: Map<string, Version>
  readonly listeners: Map<string, Set<() => void>>
}

const FAULT = 0.08

export function createSharedStorage(browser: Browser): SharedStorage {
  const { weather, chance, scheduler, journal } = browser
  const truth = new Map<string, Version>()
  const views = new Map<Page, View>()
  let order = 0

  const isFaulty = (name: string): boolean =>
    weather.storageFaults && !browser.isHealed && chance.happens(`${name} fault`, FAULT)

  const drawFault = <Kind extends string>(name: string, kinds: readonly Kind[]): Kind | null => {
    if (!isFaulty(name)) return null
    const kind = chance.pick(`${name} kind`, kinds)
    browser.met(`storage ${kind}`)
    return kind
  }

  const deliver = (page: Page, view: View, key: string, version: Version): void => {
    if ((view.versions.get(key)?.order ?? 0) >= version.order) return
    view.versions.set(key, version)
    const tell = (): void => view.listeners.get(key)?.forEach((listener) => listener())
    scheduler.plan(page, `storage-event ${shorten(key)}`, browser.delay(`${page.name} event`), tell)
  }

  const apply = (writer: Page | null, key: string, value: string | null): void => {
    const version = { value, order: (order += 1) }
    truth.set(key, version)
    browser.note(() => `${shorten(key)} is ${describe(value)}`)
    journal.applied(writer, key, value)
    for (const [page, view] of views) {
      if (page === writer) view.versions.set(key, version)
      else if (!weather.hasLag) deliver(page, view, key, version)
      else {
        const lag = chance.draw(`${page.name} lag`) ** 3 * 800
        scheduler.plan(null, `deliver ${shorten(key)} to ${page.name}`, lag, () => deliver(page, view, key, version))
      }
    }
  }

  /** A read that is waited for: what it saw and when it tells are two moments. */
  const readLater = (page: Page, label: string, look: () => string | null): Promise<string | null> =>
    new Promise((resolve, reject) => {
      const name = `${page.name} ${label}`
      const fault = drawFault(name, ['throw', 'hang', 'truncate', 'late'])
      if (fault && label.endsWith(' requests')) journal.hasFailedNote = true
      scheduler.plan(page, label, browser.delay(name), () => {
        const value = look()
        const isTold = chance.happens(`${name} at once`, 0.7) && fault !== 'late'
        const tell = (): void => {
          browser.note(() => `${name} tells ${fault ?? ''} ${describe(value)}`)
          if (fault === 'throw') reject(new Error('Storage refused.'))
          else if (fault !== 'hang') resolve(fault === 'truncate' && value ? cut(value) : value)
        }
        if (isTold) tell()
        else scheduler.plan(page, `${label} told`, fault === 'late' ? 4_500 : browser.delay(`${name} told`), tell)
      })
    })

  const readNow = (page: Page, label: string, look: () => string | null): string | null => {
    const name = `${page.name} ${label}`
    const value = look()
    const fault = drawFault(name, ['throw', 'truncate'])
    browser.note(() => `${name} tells ${fault ?? ''} ${describe(value)}`)
    if (fault === 'throw') throw new Error('Storage refused.')
    return fault && value ? cut(value) : value
  }

  /** A write: asked for, applied, and told of at three moments. A page that is killed takes back nothing. */
  const change = (page: Page, key: string, value: string | null): Promise<void> =>
    new Promise((resolve, reject) => {
      journal.attempted(key, value)
      const label = `${value === null ? 'remove' : 'set'} ${shorten(key)}`
      const name = `${page.name} ${label}`
      const fault = drawFault(name, ['refuse', 'refuse-after', 'hang', 'hang-after', 'truncate', 'late', 'land-late'])
      browser.note(() => `${name} ${fault ?? ''} ${describe(value)}`)
      if (fault && value !== null && key.startsWith('react-ciam:ended:')) journal.hasFailedMark = true
      if (fault && key.startsWith('react-ciam:requests:')) journal.hasFailedNote = true
      const before = truth.get(key)
      const isApplied = fault !== 'refuse' && fault !== 'hang'
      const applied = fault === 'truncate' && value ? cut(value) : value
      const land = (): void => {
        if (fault === 'land-late' && value === null && truth.get(key) !== before) journal.hasRemovedLate = true
        if (isApplied) apply(page, key, applied)
        const tell = (): void => {
          if (fault === 'refuse' || fault === 'refuse-after') reject(new Error('Storage refused.'))
          else if (fault !== 'hang' && fault !== 'hang-after') resolve()
        }
        scheduler.plan(page, `${label} told`, fault === 'late' ? 4_500 : browser.delay(`${name} told`), tell)
      }
      const isSync = weather.storage === 'sync' && fault !== 'land-late'
      if (isSync) land()
      else
        scheduler.plan(null, `${page.name} ${label} lands`, fault === 'land-late' ? 6_000 : browser.delay(name), land)
    })

  return {
    open(page) {
      const view: View = { versions: new Map(truth), listeners: new Map() }
      views.set(page, view)
      const see = (key: string) => () => {
        const { value = null, order: seen = 0 } = view.versions.get(key) ?? {}
        if (seen < (truth.get(key)?.order ?? 0)) browser.met('storage lags')
        return value
      }
      const seeLatest = (key: string) => () => {
        if (weather.fenceFaults && !browser.isHealed && chance.happens(`${page.name} fence`, 0.3)) {
          browser.met('fence fails')
          return see(key)()
        }
        return truth.get(key)?.value ?? null
      }
      const adapter: StorageAdapter = {
        getItem(key) {
          const read = weather.storage === 'sync' ? readNow : readLater
          return read(page, `get ${shorten(key)}`, see(key))
        },
        setItem: (key, value) => change(page, key, value),
        removeItem: (key) => change(page, key, null),
        subscribe(key, listener) {
          const listeners = view.listeners.get(key) ?? new Set()
          view.listeners.set(key, listeners.add(listener))
          return () => void listeners.delete(listener)
        },
      }
      if (!weather.hasGetLatest) return adapter
      return {
        ...adapter,
        getLatest: (key) => readLater(page, `latest ${shorten(key)}`, seeLatest(key)),
      }
    },
    close: (page) => void views.delete(page),
    truth: (key) => truth.get(key)?.value ?? null,
    keys: () => [...truth.keys()],
    clear() {
      for (const [key, { value }] of [...truth]) if (value !== null) apply(null, key, null)
    },
  }
}

const cut = (value: string): string => value.slice(0, Math.floor(value.length / 2))

/** A record by its session and revision alone. */
function describe(value: string | null): string {
  const record = readRecord(value)
  return record ? `${record.sessionKey} ${record.revision}` : String(value).slice(0, 200)
}

const shorten = (key: string): string => key.split(':')[1] ?? key

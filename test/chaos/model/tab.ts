// A page with the real engine in it, once or twice: its ports are the model's, and what it says is written down.
import { createClient } from '../../../src/client/create-client'
import { resolveOptions } from '../../../src/client/options'
import type { Environment, WakeSignal } from '../../../src/client/ports'
import type { CiamClient, CiamEvents, StorageAdapter } from '../../../src/client/types'
import type { Announcements } from './announcements'
import type { Browser, Page } from './browser'
import type { Locks } from './locks'
import type { SharedStorage } from './storage'
import { REQUEST_TIMEOUT } from './journal'

export interface Tab {
  readonly page: Page
  readonly seats: readonly Seat[]
  wake(signal: WakeSignal): void
}

/** A client of a page. */
export interface Seat {
  readonly page: Page
  readonly number: number
  readonly client: CiamClient
  /** The session that it shows, by the service's number. */
  session(): number | null
  ask(how: 'ask' | 'force' | 'abort'): void
  toggleKeepFresh(isOn?: boolean): void
  /** Callers that still wait. */
  waiting(): number
}

export interface Profile {
  readonly browser: Browser
  readonly storage: SharedStorage
  readonly locks: Locks
  readonly announcements: Announcements
  readonly fetchOf: (page: Page, seat: number) => typeof globalThis.fetch
}

/** Some day in 2027. */
const EPOCH = 1_800_000_000_000
const EVENTS = ['signed-in', 'signed-out', 'refreshed', 'refresh-failed', 'storage-failed'] as const

function createEnvironment(
  page: Page,
  seat: number,
  { chance, scheduler, device, weather, journal }: Browser,
): Environment {
  let ids = 0
  const late = (): number => {
    if (!weather.lateTimers) return 0
    return chance.happens(`${page.name} throttled`, 0.1) ? 1_000 : chance.draw(`${page.name} timer`) * 8
  }
  return {
    hasWindow: () => true,
    wallClock: () => EPOCH + Math.round(scheduler.now()) + device.clockOffset,
    monotonicClock: () => scheduler.now() - page.openedAt - page.slept,
    setTimer: (callback, delay) => scheduler.planTimer(page, delay + late(), callback),
    random: () => chance.draw(`${page.name} random`),
    randomId: () => `${page.name}-${seat ? 'twin-' : ''}${(ids += 1)}`,
    isVisible: () => page.isVisible,
    isOnline: () => device.isOnline,
    isLeaving: () => page.isLeaving,
    pageUrl: () => 'https://app.test/',
    reportError: (error) => journal.report('xiii', `an error that nobody caught: ${String(error)}`),
  }
}

export function openTab(page: Page, profile: Profile): Tab {
  const wakeListeners = new Set<(signal: WakeSignal) => void>()
  const adapter = profile.storage.open(page)
  const numbers = profile.browser.weather.hasTwins ? [0, 1] : [0]
  return {
    page,
    seats: numbers.map((number) => takeSeat(page, number, profile, adapter, wakeListeners)),
    wake: (signal) => wakeListeners.forEach((listener) => listener(signal)),
  }
}

function takeSeat(
  page: Page,
  number: number,
  profile: Profile,
  adapter: StorageAdapter,
  wakeListeners: Set<(signal: WakeSignal) => void>,
): Seat {
  const { browser, locks, announcements, fetchOf } = profile
  const { journal, scheduler, chance } = browser
  const fetch = fetchOf(page, number)
  const options = resolveOptions(
    {
      baseUrl: 'https://tenant.test',
      clientId: 'model',
      storage: adapter,
      requestTimeout: REQUEST_TIMEOUT,
      refreshBefore: 5_000,
    },
    { storage: () => adapter, language: () => 'en', fetch },
  )
  const client = createClient(options, {
    environment: createEnvironment(page, number, browser),
    wake: {
      subscribe(listener) {
        wakeListeners.add(listener)
        return () => void wakeListeners.delete(listener)
      },
    },
    lock: locks.open(page),
    createAnnouncer: () => announcements.open(page, number),
    readDevice: async () => ({ osVersion: 'model', userAgent: 'model' }),
    nameArea: () => 'model',
  }) as CiamClient

  let shownKey: string | null = null
  let waiting = 0
  let release: (() => void) | null = null

  const look = (): void => {
    const snapshot = client.getSnapshot()
    journal.published(
      'a snapshot',
      JSON.stringify({ ...snapshot, error: describe((snapshot as { error: unknown }).error) }),
    )
    if (snapshot.status === 'signed-in') shownKey = snapshot.sessionKey
  }
  for (const name of EVENTS) {
    client.on(name, (detail: CiamEvents[typeof name]) => {
      const { error } = detail as { error?: unknown }
      journal.published(`event ${name}`, JSON.stringify(detail) + describe(error))
      if (name === 'refreshed' && (detail as CiamEvents['refreshed']).adopted) browser.met('refresh adopted')
      if (name === 'signed-out') journal.ended(page, number, shownKey, (detail as CiamEvents['signed-out']).reason)
    })
  }
  client.subscribe(look)
  client.start()
  look()

  return {
    page,
    number,
    client,
    session() {
      const snapshot = client.getSnapshot()
      return snapshot.status === 'signed-in' ? journal.idOf(snapshot.sessionKey) : null
    },
    ask(how) {
      const askedAt = scheduler.now()
      const controller = new AbortController()
      waiting += 1
      journal.reasons.push(askedAt)
      if (how === 'abort') {
        const delay = chance.draw(`${page.name} abort`) ** 2 * 1_000
        scheduler.plan(page, 'abort', delay, () => controller.abort(new Error('Enough.')))
      }
      const options = how === 'force' ? { force: true } : how === 'abort' ? { signal: controller.signal } : {}
      client.getIdToken(options).then(
        (idToken) => {
          waiting -= 1
          journal.given(page, number, idToken, askedAt)
        },
        (error: unknown) => {
          waiting -= 1
          journal.published('an error', describe(error))
        },
      )
    },
    toggleKeepFresh(isOn = !release) {
      if (isOn === !!release) return
      release?.()
      release = isOn ? client.keepFresh() : null
    },
    waiting: () => waiting,
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${JSON.stringify(error)} ${error.message} ${error.stack} ${error.cause === undefined ? '' : describe(error.cause)}`
}

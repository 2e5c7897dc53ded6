// A client against the emulator with a clock that the test turns: fake timers, and real signing in between.
import {
  createCiamClient,
  type CiamClient,
  type CiamClientOptions,
  type CiamEvents,
  type StorageAdapter,
} from 'react-ciam'
import { createEmulator, EMULATOR_CLIENT_ID, type Emulator, type EmulatorOptions } from 'react-ciam/testing'
import { memoryStorage } from 'react-ciam/storage'
import { onTestFinished, vi } from 'vitest'

export const BASE_URL = 'https://tenant.test'

export interface Harness {
  emulator: Emulator
  client: CiamClient
  storage: StorageAdapter
  /** Every event in order, as `[name, detail]`. */
  events: [keyof CiamEvents, CiamEvents[keyof CiamEvents]][]
  /** Another client, of the same session unless options say otherwise: a tab without a page of its own. */
  another(options?: Partial<CiamClientOptions>): CiamClient
  /** Turns the clock, letting the emulator sign what it has to sign on the way. */
  advance(ms: number): Promise<void>
  /** Lets everything that needs no time happen. */
  flush(): Promise<void>
}

const EVENTS = ['signed-in', 'signed-out', 'refreshed', 'refresh-failed', 'storage-failed'] as const

function recordEvents(client: CiamClient): Harness['events'] {
  const events: Harness['events'] = []
  for (const name of EVENTS) client.on(name, (detail) => events.push([name, detail]))
  return events
}

/** Fake timers run until the test ends. Clients are not started: a test starts those that are to hear of each other. */
export function createHarness(
  options: Partial<CiamClientOptions> = {},
  emulatorOptions: EmulatorOptions = {},
): Harness {
  const storage = options.storage ?? memoryStorage() // Before chance is fixed: each memory is a store of its own.
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const emulator = createEmulator({ rotation: 'revoke', ...emulatorOptions })
  const another: Harness['another'] = (own = {}) => {
    const client = createCiamClient({
      baseUrl: BASE_URL,
      clientId: EMULATOR_CLIENT_ID,
      fetch: emulator.fetch,
      ...options,
      storage,
      ...own,
    })
    onTestFinished(() => client.stop())
    return client
  }
  const client = another()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const flush = async (): Promise<void> => {
    for (let round = 0; round < 5; round += 1) {
      await vi.advanceTimersByTimeAsync(0)
      await emulator.idle()
    }
    await vi.advanceTimersByTimeAsync(0)
  }
  return {
    emulator,
    client,
    storage,
    events: recordEvents(client),
    another,
    flush,
    async advance(ms) {
      await flush()
      for (let left = ms; left > 0; left -= 1_000) {
        await vi.advanceTimersByTimeAsync(Math.min(left, 1_000))
        await flush()
      }
    },
  }
}

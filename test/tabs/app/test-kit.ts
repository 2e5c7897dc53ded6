// The test kit in a page: msw's worker with the emulator behind it, and the clock that tests turn.
import { setupWorker } from 'msw/browser'
import { createCiamClient } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import {
  ciamHandlers,
  createEmulator,
  createManualClock,
  EMULATOR_CLIENT_ID,
  expectNoTokenIn,
  sessionRecord,
  type Fault,
} from 'react-ciam/testing'

const address = { baseUrl: 'https://tenant.example', clientId: EMULATOR_CLIENT_ID }

const kit = {
  /** How a refresh ends with each fault, behind msw's worker. */
  async faults(faults: readonly Fault[]): Promise<string[]> {
    const emulator = createEmulator({ rotation: 'revoke' })
    const worker = setupWorker(...ciamHandlers(emulator))
    await worker.start({ quiet: true })
    const outcomes: string[] = []
    for (const fault of faults) {
      const storage = memoryStorage()
      const { key, value } = sessionRecord(address, await emulator.login())
      await storage.setItem(key, value)
      const client = createCiamClient({ ...address, storage, requestTimeout: 700 })
      emulator.fail(fault)
      const refreshed = client.getIdToken({ force: true }).then(() => 'refreshed')
      outcomes.push(await refreshed.catch((error: { code: string }) => error.code))
    }
    worker.stop()
    return outcomes
  },
  /** What an hour and ten minutes do to a session in localStorage; the first number is after four minutes and ten seconds. */
  async time() {
    const clock = await createManualClock()
    const emulator = createEmulator({ rotation: 'revoke' })
    const { key, value } = sessionRecord(address, await emulator.login())
    localStorage.setItem(key, value)
    const client = createCiamClient({ ...address, fetch: emulator.fetch })
    const failures: string[] = []
    client.on('refresh-failed', ({ error }) => failures.push(error.code))
    const release = client.keepFresh()
    await clock.advance(250_000)
    const first = emulator.ledger.refreshes().length
    await clock.advance(3_950_000)
    release()
    clock.restore()
    return { first, failures, refreshes: emulator.ledger.refreshes().map(({ outcome }) => outcome) }
  },
  /** Where the check finds a token: in the page, and in localStorage. */
  find() {
    const messages = [document, localStorage].map((value) => {
      try {
        expectNoTokenIn(value)
        return 'none'
      } catch (error) {
        return (error as Error).message
      }
    })
    return messages
  },
}

declare global {
  interface Window {
    kit: typeof kit
  }
}
window.kit = kit

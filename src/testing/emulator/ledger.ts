// The ledger: what every request was and what became of it, for tests and stories to read.
import { notifyAll } from './notify'
import type { EmulatorLedger, LedgerEntry } from './types'

/** What an endpoint knows of its request; the rest is filled in. */
export type LedgerNote = Pick<LedgerEntry, 'kind' | 'method' | 'path' | 'tab' | 'outcome' | 'status'> &
  Partial<LedgerEntry>

/** Where endpoints write. */
export interface LedgerWriter {
  record(note: LedgerNote): void
}

const LIMIT = 100_000

export function createLedger(): EmulatorLedger & LedgerWriter {
  const listeners = new Set<(entry: LedgerEntry) => void>()
  let entries: LedgerEntry[] = []
  let count = 0
  return {
    record(note) {
      const blank = { token: null, issued: null, fingerprint: null, session: null, reason: null, fault: null }
      const entry: LedgerEntry = Object.freeze({
        id: ++count,
        time: Date.now(),
        ...blank,
        committed: false,
        reused: false,
        ...note,
      })
      entries.push(entry)
      // Halved rather than shifted: one request in 50,000 pays for it.
      if (entries.length > LIMIT * 1.5) entries = entries.slice(-LIMIT)
      notifyAll(listeners, entry)
    },
    entries: () => entries.slice(-LIMIT),
    refreshes: () => entries.slice(-LIMIT).filter((entry) => entry.kind === 'refresh'),
    clear() {
      entries = []
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

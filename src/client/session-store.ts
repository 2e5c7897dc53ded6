// The three keys of a session in storage, read and written as what they mean.
import type { CiamError } from '../protocol/errors'
import { type RequestNote, writeNote } from './request-note'
import { parseRecord, parseVersioned, type SessionKeys, type SessionRecord, type StoredRecord } from './record'
import type { ReadResult, StorageAccess } from './storage-access'

/** What one look into storage found. */
export interface Seen extends StoredRecord {
  /** Why the record is unreadable, if the read itself failed. */
  readonly error?: CiamError | undefined
  /** Keys of sessions that were signed out: a record of theirs that could not be removed is dead. */
  readonly endedKeys: readonly string[]
}

export interface SessionStore {
  /** Synchronous where the adapter is. */
  readNow(): Seen | Promise<Seen>
  readLatest(): Promise<Seen>
  readNote(): Promise<string | null | undefined>
  saveRecord(record: SessionRecord): Promise<CiamError | null>
  saveNote(note: RequestNote, record: SessionRecord): Promise<CiamError | null>
  /** Leaves a mark that these sessions were signed out. */
  markEnded(sessionKeys: readonly string[]): Promise<CiamError | null>
  /** Removes the record and the note. */
  remove(): Promise<CiamError | null>
  /** Calls back when another context changed the record. */
  subscribe(listener: () => void): () => void
}

// Enough for every tab's last session to be named; older ones are gone from memory and storage long before.
const ENDED_KEPT = 8

export function createSessionStore(storage: StorageAccess, keys: SessionKeys): SessionStore {
  // Without the marks nobody knows whether a record is dead: then it is as unknown as one that could not be read.
  const toSeen = ([record, ended]: ReadResult[]): Seen => ({
    ...parseRecord(record!.value),
    ...(ended!.error && { kind: 'unreadable' }),
    error: record!.error ?? ended!.error,
    endedKeys: readEnded(ended!.value),
  })
  const both = [keys.record, keys.ended]
  return {
    readNow() {
      const [record, ended] = [storage.readNow(keys.record), storage.readNow(keys.ended)]
      return record instanceof Promise || ended instanceof Promise
        ? Promise.all([record, ended]).then(toSeen)
        : toSeen([record, ended])
    },
    readLatest: async () => toSeen(await Promise.all(both.map(storage.readLatest))),
    readNote: async () => (await storage.readLatest(keys.note)).value,
    saveRecord: (record) => storage.write(keys.record, JSON.stringify(record)),
    saveNote: (note, record) => storage.write(keys.note, writeNote(note, record)),
    markEnded: (sessionKeys) =>
      storage.write(keys.ended, JSON.stringify({ version: 1, keys: sessionKeys.slice(0, ENDED_KEPT) })),
    remove: async () => (await storage.remove(keys.record)) ?? storage.remove(keys.note),
    subscribe: (listener) => storage.subscribe(keys.record, listener),
  }
}

function readEnded(text: string | null | undefined): string[] {
  const keys = parseVersioned(text)?.keys
  return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string') : []
}

// The three keys of a session in storage, read and written as what they mean.
import type { CiamError } from '../protocol/errors'
import { type RequestNote, writeNote } from './request-note'
import { parseRecord, parseVersioned, type SessionKeys, type SessionRecord, type StoredRecord } from './record'
import type { ReadResult, StorageAccess } from './storage-access'

/** What one look into storage found. */
export interface Seen {
  readonly record: StoredRecord | { readonly kind: 'failed'; readonly error: CiamError }
  /** Keys of sessions that were signed out: a record of theirs that could not be removed is dead. */
  readonly endedKeys: readonly string[]
}

export interface SessionStore {
  /** Synchronous where the adapter is. */
  readNow(): Seen | Promise<Seen>
  readLatest(): Promise<Seen>
  readNote(): Promise<string | null>
  saveRecord(record: SessionRecord): Promise<CiamError | null>
  saveNote(note: RequestNote, record: SessionRecord): Promise<CiamError | null>
  /** Leaves a mark that these sessions were signed out. */
  markEnded(sessionKeys: readonly string[], alreadyEnded: readonly string[]): Promise<CiamError | null>
  removeRecord(): Promise<CiamError | null>
  removeNote(): Promise<CiamError | null>
  /** Calls back when another context changed the record. */
  subscribe(listener: () => void): () => void
}

// Enough for every tab's last session to be named; older ones are gone from memory and storage long before.
const ENDED_KEPT = 8

export function createSessionStore(storage: StorageAccess, keys: SessionKeys): SessionStore {
  const toSeen = (record: ReadResult, ended: ReadResult): Seen => ({
    record: record.error ? { kind: 'failed', error: record.error } : parseRecord(record.value),
    endedKeys: ended.error ? [] : readEnded(ended.value),
  })
  return {
    readNow() {
      const record = storage.readNow(keys.record)
      const ended = storage.readNow(keys.ended)
      if (!(record instanceof Promise) && !(ended instanceof Promise)) return toSeen(record, ended)
      return Promise.all([record, ended]).then(([a, b]) => toSeen(a, b))
    },
    async readLatest() {
      return toSeen(...(await Promise.all([storage.readLatest(keys.record), storage.readLatest(keys.ended)])))
    },
    async readNote() {
      return (await storage.readLatest(keys.note)).value ?? null
    },
    saveRecord: (record) => storage.write(keys.record, JSON.stringify(record)),
    saveNote: (note, record) => storage.write(keys.note, writeNote(note, record)),
    markEnded: (sessionKeys, alreadyEnded) =>
      storage.write(
        keys.ended,
        JSON.stringify({ version: 1, keys: [...new Set([...sessionKeys, ...alreadyEnded])].slice(0, ENDED_KEPT) }),
      ),
    removeRecord: () => storage.remove(keys.record),
    removeNote: () => storage.remove(keys.note),
    subscribe: (listener) => storage.subscribe(keys.record, listener),
  }
}

function readEnded(text: string | null): string[] {
  const keys = parseVersioned(text)?.keys
  return Array.isArray(keys) ? keys.filter((key): key is string => typeof key === 'string') : []
}

// Compares what storage holds with the session in memory. Pure: every reader of storage decides by this one table.
import type { SessionRecord } from './record'
import type { Seen } from './session-store'

/** The session in memory, as far as the comparison needs it. */
export interface HeldSession {
  readonly record: SessionRecord
  /** Whether storage was seen to hold exactly this record. */
  readonly isSaved: boolean
}

export type Judgement =
  /** Storage and memory hold the same, or both nothing. */
  | { readonly kind: 'same' }
  /** Storage is ahead: a newer token of this session, another session, or one where memory has none. */
  | { readonly kind: 'ahead'; readonly record: SessionRecord }
  /** Memory is ahead: a write is still owed, or storage was rolled back. */
  | { readonly kind: 'behind' }
  /** Somebody removed the record, or signed the session out. */
  | { readonly kind: 'cleared' }
  /** A record of a newer version of the package. */
  | { readonly kind: 'newer' }
  /** A failed or unreadable read. */
  | { readonly kind: 'unknown' }

/** Whether a session, up to a revision, is known to have ended. */
export type IsEnded = (sessionKey: string, revision: number) => boolean

export function judge(seen: Seen, held: HeldSession | null, isEnded: IsEnded): Judgement {
  const { record: stored, endedKeys } = seen
  if (held && endedKeys.includes(held.record.sessionKey)) {
    const next = judge(seen, null, isEnded) // Signed out, and perhaps somebody signed in since.
    return next.kind === 'ahead' || next.kind === 'newer' ? next : { kind: 'cleared' }
  }
  switch (stored.kind) {
    case 'failed':
    case 'unreadable':
      return { kind: 'unknown' }
    case 'newer':
      return { kind: 'newer' }
    case 'absent':
      return { kind: !held ? 'same' : held.isSaved ? 'cleared' : 'behind' }
    case 'record': {
      const { record } = stored
      const isDead = endedKeys.includes(record.sessionKey) || isEnded(record.sessionKey, record.revision)
      if (!held) return isDead ? { kind: 'same' } : { kind: 'ahead', record }
      // A late write brought back what was signed out before: it says nothing of the session that is held.
      if (isDead) return { kind: 'behind' }
      return record.sessionKey === held.record.sessionKey
        ? compare(record, record.revision - held.record.revision)
        : // Two sessions of one order were not made by two sign-ins, which are ordered: storage is then believed.
          compare(record, record.order - held.record.order || 1)
    }
  }
}

function compare(record: SessionRecord, lead: number): Judgement {
  if (lead === 0) return { kind: 'same' }
  return lead > 0 ? { kind: 'ahead', record } : { kind: 'behind' }
}

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
  | 'same'
  /** Storage is ahead: a newer token of this session, another session, or one where memory has none. */
  | 'ahead'
  /** Memory is ahead: a write is still owed, or storage was rolled back. */
  | 'behind'
  /** Somebody removed the record, or signed the session out. */
  | 'cleared'
  /** A record of a newer version of the package. */
  | 'newer'
  /** A failed or unreadable read. */
  | 'unknown'

/** Whether a session, up to a revision, is known to have ended. */
export type IsEnded = (sessionKey: string, revision: number) => boolean

export function judge(seen: Seen, held: HeldSession | null, isEnded: IsEnded): Judgement {
  const { kind, record, endedKeys } = seen
  if (held && endedKeys.includes(held.record.sessionKey)) {
    const next = judge(seen, null, isEnded) // Signed out, and perhaps somebody signed in since.
    return next === 'ahead' || next === 'newer' ? next : 'cleared'
  }
  if (kind === 'newer') return kind
  if (kind === 'unreadable') return 'unknown'
  if (!record) return !held ? 'same' : held.isSaved ? 'cleared' : 'behind'
  const isDead = endedKeys.includes(record.sessionKey) || isEnded(record.sessionKey, record.revision)
  if (!held) return isDead ? 'same' : 'ahead'
  const lead =
    record.sessionKey === held.record.sessionKey
      ? record.revision - held.record.revision
      : // Two sessions of one order were not made by two sign-ins, which are ordered: storage is then believed.
        record.order - held.record.order || 1
  // A session that came later took the place of the held one, and is over itself: its end does not bring that one back.
  return lead > 0 ? (isDead ? 'cleared' : 'ahead') : lead < 0 ? 'behind' : 'same'
}

/** Storage decides: memory is not what counts any more. */
export function isDecisive(judgement: Judgement): boolean {
  return judgement === 'ahead' || judgement === 'cleared' || judgement === 'newer'
}

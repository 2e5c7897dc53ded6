// The table by which every reader of storage decides: what it holds, against the session in memory.
import { describe, expect, test } from 'vitest'
import { type HeldSession, isDecisive, judge, type Judgement } from '../../src/client/judge'
import type { SessionRecord, StoredRecord } from '../../src/client/record'

const record = (sessionKey: string, revision: number, order = 1): SessionRecord => ({
  version: 1,
  sessionKey,
  order,
  revision,
  sessionToken: `${sessionKey}-${revision}`,
  idToken: null,
  idTokenSentAt: 0,
  sessionExpiresAt: null,
  refreshedAt: 0,
  fingerprint: null,
})
const held = (isSaved = true): HeldSession => ({ record: record('mine', 5, 10), isSaved })
const stored = (sessionKey: string, revision: number, order = 10): StoredRecord => ({
  kind: 'record',
  record: record(sessionKey, revision, order),
})
const nothing: StoredRecord = { kind: 'absent' }

interface Case {
  readonly what: string
  readonly is: Judgement
  readonly seen: StoredRecord
  readonly endedKeys?: string[]
  readonly session: HeldSession | null
  /** Up to which revision a session of this key is known to have ended. */
  readonly ended?: Record<string, number>
}

const cases: Case[] = [
  { what: 'nothing, and nothing is held', is: 'same', seen: nothing, session: null },
  { what: 'nothing, where a saved one was', is: 'cleared', seen: nothing, session: held() },
  { what: 'nothing, where a write is still owed', is: 'behind', seen: nothing, session: held(false) },
  { what: 'what cannot be read', is: 'unknown', seen: { kind: 'unreadable' }, session: held() },
  { what: 'what cannot be read, and nothing is held', is: 'unknown', seen: { kind: 'unreadable' }, session: null },
  { what: 'a newer form', is: 'newer', seen: { kind: 'newer' }, session: held() },
  { what: 'a newer form, and nothing is held', is: 'newer', seen: { kind: 'newer' }, session: null },
  { what: 'a session, and nothing is held', is: 'ahead', seen: stored('mine', 1), session: null },
  { what: 'the held revision', is: 'same', seen: stored('mine', 5), session: held() },
  { what: 'a later revision', is: 'ahead', seen: stored('mine', 6), session: held() },
  { what: 'an earlier revision', is: 'behind', seen: stored('mine', 4), session: held() },
  { what: 'a later sign-in', is: 'ahead', seen: stored('other', 1, 11), session: held() },
  { what: 'an earlier sign-in', is: 'behind', seen: stored('other', 9, 9), session: held() },
  { what: 'another sign-in of the same order', is: 'ahead', seen: stored('other', 1, 10), session: held() },
  {
    what: 'an ended session, and nothing is held',
    is: 'same',
    seen: stored('mine', 5),
    session: null,
    ended: { mine: 5 },
  },
  {
    what: 'a later revision than the one that ended',
    is: 'ahead',
    seen: stored('mine', 6),
    session: null,
    ended: { mine: 5 },
  },
  {
    what: 'a session that is marked as signed out',
    is: 'same',
    seen: stored('mine', 5),
    session: null,
    endedKeys: ['mine'],
  },
  {
    what: 'a later sign-in that has ended as well',
    is: 'cleared',
    seen: stored('other', 1, 11),
    session: held(),
    ended: { other: 1 },
  },
  {
    what: 'the mark that the held session was signed out',
    is: 'cleared',
    seen: nothing,
    session: held(),
    endedKeys: ['mine'],
  },
  {
    what: 'that mark, where a write is owed',
    is: 'cleared',
    seen: nothing,
    session: held(false),
    endedKeys: ['mine'],
  },
  {
    what: 'that mark beside the held record',
    is: 'cleared',
    seen: stored('mine', 5),
    session: held(),
    endedKeys: ['mine'],
  },
  {
    what: 'that mark, and a record that cannot be read',
    is: 'cleared',
    seen: { kind: 'unreadable' },
    session: held(),
    endedKeys: ['mine'],
  },
  {
    what: 'that mark, and an earlier sign-in that stands',
    is: 'ahead',
    seen: stored('other', 1, 9),
    session: held(),
    endedKeys: ['mine'],
  },
  { what: 'that mark, and a newer form', is: 'newer', seen: { kind: 'newer' }, session: held(), endedKeys: ['mine'] },
  {
    what: 'the mark of another session',
    is: 'same',
    seen: stored('mine', 5),
    session: held(),
    endedKeys: ['other'],
  },
]

describe('storage that holds', () => {
  test.each(cases)('$what is "$is"', ({ is, seen, session, endedKeys = [], ended = {} }) => {
    const isEnded = (key: string, revision: number): boolean => revision <= (ended[key] ?? -Infinity)
    expect(judge({ ...seen, endedKeys }, session, isEnded)).toBe(is)
  })
})

test.each<[Judgement, boolean]>([
  ['ahead', true],
  ['cleared', true],
  ['newer', true],
  ['same', false],
  ['behind', false],
  ['unknown', false],
])('"%s" decides over memory: %s', (judgement, decides) => {
  expect(isDecisive(judgement)).toBe(decides)
})

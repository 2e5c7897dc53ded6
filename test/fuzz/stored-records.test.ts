// Whatever text lies in storage: reading it throws at nothing, and gives a record or note only where it is one.
import fc from 'fast-check'
import { isCiamError } from 'react-ciam'
import { describe, expect, test } from 'vitest'
import { parseRecord } from '../../src/client/record'
import { LONGEST_WAIT, NO_NOTE, readNote } from '../../src/client/request-note'
import { isLegalToken, objectOf } from './arbitraries'
import { hold, patience } from './runs'
import { HELD, kindOf, noteOf, NOW, recordText } from './stored-texts'

describe('parseRecord', () => {
  test('gives a record only where all that a session needs is there, and that in its own types', patience, async () => {
    const kinds = new Set<string>()
    const property = fc.property(recordText(HELD), (text) => {
      const { kind, record } = parseRecord(text)
      kinds.add(kind)
      expect(kind).toBe(kindOf(text))
      expect(record !== undefined).toBe(kind === 'record')
      if (!record) return
      const { sessionToken, idToken, idTokenSentAt, sessionExpiresAt, refreshedAt, fingerprint } = record
      expect(sessionToken).toBe(objectOf(text)!.sessionToken)
      expect(idToken === null || isLegalToken(idToken)).toBe(true)
      expect(Number.isFinite(idTokenSentAt) && Number.isFinite(refreshedAt)).toBe(true)
      expect(sessionExpiresAt === null || Number.isFinite(sessionExpiresAt)).toBe(true)
      expect(fingerprint === null || typeof fingerprint === 'string').toBe(true)
    })
    await hold(property, 25)
    expect([...kinds].sort()).toEqual(['newer', 'record', 'unreadable'])
  })

  test('finds the record unreadable wherever it was cut', () => {
    const text = JSON.stringify(HELD)
    for (let length = 0; length < text.length; length += 1) {
      expect(parseRecord(text.slice(0, length)).kind, `cut at ${length}`).toBe('unreadable')
    }
    expect(parseRecord(text)).toEqual({ kind: 'record', record: HELD })
  })
})

test('a stored note counts for no longer than half an hour, in the types of a note', patience, async () => {
  let counting = 0
  const property = fc.property(noteOf(HELD), (text) => {
    const note = readNote(text, HELD, NOW)
    expect(['sent', 'running', 'settled']).toContain(note.phase)
    expect(note.until - NOW).toBeLessThan(LONGEST_WAIT)
    expect(typeof note.unanswered).toBe('boolean')
    if (note.failure) {
      const { error, count, at, nextAt } = note.failure
      expect(isCiamError(error)).toBe(true)
      expect([error.code, error.message].map((part) => typeof part)).toEqual(['string', 'string'])
      expect(Number.isFinite(count)).toBe(true)
      expect(at).toBeLessThanOrEqual(NOW)
      expect(nextAt - NOW).toBeLessThanOrEqual(LONGEST_WAIT)
    }
    if (note.failure || note.phase !== 'settled') counting += 1
    expect(readNote(text, { ...HELD, revision: 4 }, NOW)).toEqual(NO_NOTE)
    expect(readNote(text, { ...HELD, sessionKey: 'other' }, NOW)).toEqual(NO_NOTE)
  })
  await hold(property, 25)
  expect(counting).toBeGreaterThan(0)
})

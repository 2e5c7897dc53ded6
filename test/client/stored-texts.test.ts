// A stored text, field by field: which record and which note it is, and when it is none. The fuzz tests try the rest.
import { describe, expect, test } from 'vitest'
import { CiamError } from '../../src/protocol/errors'
import { FINGERPRINT_KEY, parseRecord, sessionKeys, type SessionRecord } from '../../src/client/record'
import {
  type Failure,
  LONGEST_WAIT,
  NO_NOTE,
  readNote,
  type RequestNote,
  writeNote,
} from '../../src/client/request-note'

const NOW = Date.UTC(2027, 2, 1)
const RECORD: SessionRecord = {
  version: 1,
  sessionKey: 'held',
  order: NOW,
  revision: 3,
  sessionToken: 'session-token',
  idToken: 'id-token',
  idTokenSentAt: NOW - 100_000,
  sessionExpiresAt: NOW + 604_800_000,
  refreshedAt: NOW - 100_000,
  fingerprint: 'print-1',
}
const withField = (field: string, value: unknown): string => JSON.stringify({ ...RECORD, [field]: value })

test('what lies under other names is not found again: the keys stay as they are', () => {
  expect(FINGERPRINT_KEY).toBe('react-ciam:fingerprint')
  expect(sessionKeys('https://x.test', 'app')).toEqual({
    record: 'react-ciam:session:app@https://x.test',
    note: 'react-ciam:requests:app@https://x.test',
    ended: 'react-ciam:ended:app@https://x.test',
  })
})

describe('a stored record', () => {
  test('is read as it was written', () => {
    expect(parseRecord(JSON.stringify(RECORD))).toEqual({ kind: 'record', record: RECORD })
  })

  test('that is not there is absent, which is not unreadable', () => {
    expect(parseRecord(null)).toEqual({ kind: 'absent' })
    expect(parseRecord(undefined)).toEqual({ kind: 'unreadable' })
    expect(parseRecord('')).toEqual({ kind: 'unreadable' })
  })

  test.each([1.5, 2, 1e300])('of version %d is newer, whatever else it says', (version) => {
    expect(parseRecord(JSON.stringify({ version }))).toEqual({ kind: 'newer' })
  })

  test.each([
    ['version', '1'],
    ['version', null],
    ['sessionKey', ''],
    ['sessionKey', 5],
    ['sessionKey', null],
    ['order', null],
    ['order', '5'],
    ['revision', 1.5],
    ['revision', '3'],
    ['revision', 9e15],
    ['revision', 1e300],
    ['sessionToken', ''],
    ['sessionToken', 'a b'],
    ['sessionToken', 5],
  ])('whose %s is %j is unreadable', (field, value) => {
    expect(parseRecord(withField(field, value))).toEqual({ kind: 'unreadable' })
  })

  test('may have any revision that the next one can be told from', () => {
    const revision = 9e15 - 1
    expect(parseRecord(withField('revision', revision))).toEqual({ kind: 'record', record: { ...RECORD, revision } })
  })

  test.each<[string, unknown, Partial<SessionRecord>]>([
    ['idToken', 'a b', { idToken: null }],
    ['idToken', 5, { idToken: null }],
    ['idTokenSentAt', null, { idToken: null, idTokenSentAt: 0 }],
    ['idTokenSentAt', '5', { idToken: null, idTokenSentAt: 0 }],
    ['sessionExpiresAt', '5', { sessionExpiresAt: null }],
    ['refreshedAt', '5', { refreshedAt: 0 }],
    ['fingerprint', 5, { fingerprint: null }],
    ['fingerprint', '', { fingerprint: null }],
    ['fingerprint', ' \n', { fingerprint: null }],
  ])('whose %s is %j loses that alone: the session stands', (field, value, lost) => {
    expect(parseRecord(withField(field, value))).toEqual({ kind: 'record', record: { ...RECORD, ...lost } })
  })
})

describe('a stored note', () => {
  const failure: Failure = {
    error: new CiamError('SERVICE_BUSY', 'busy', { serviceCode: 'SDK.1', httpStatus: 503, retryable: true }),
    count: 2,
    cuts: 1,
    at: NOW - 1_000,
    nextAt: NOW + 1_000,
  }
  const note: RequestNote = { phase: 'sent', until: NOW + 45_000, unanswered: true, failure }
  const read = (fields: object, wallClock = NOW): RequestNote =>
    readNote(JSON.stringify({ ...(JSON.parse(writeNote(note, RECORD)) as object), ...fields }), RECORD, wallClock)
  const readFailure = (fields: object): Failure | null =>
    read({ failure: { ...failure.error, message: 'busy', count: 2, cuts: 1, at: NOW, nextAt: NOW, ...fields } }).failure

  test.each(['sent', 'running', 'settled'] as const)('that is %s is read as it was written', (phase) => {
    expect(readNote(writeNote({ ...note, phase }, RECORD), RECORD, NOW)).toEqual({ ...note, phase })
    expect(read({ phase }).failure?.error).toMatchObject({
      code: 'SERVICE_BUSY',
      message: 'busy',
      serviceCode: 'SDK.1',
      httpStatus: 503,
      retryable: true,
    })
  })

  test('holds no token', () => {
    expect(writeNote(note, RECORD)).not.toMatch(/session-token|id-token/)
  })

  test.each([
    ['version', 2],
    ['version', '1'],
    ['sessionKey', 'another'],
    ['revision', 2],
    ['revision', 4],
  ])('whose %s is %j is none', (field, value) => {
    expect(read({ [field]: value })).toEqual(NO_NOTE)
    expect(NO_NOTE).toEqual({ phase: 'settled', until: 0, unanswered: false, failure: null })
  })

  test.each([null, 'text', '[]', '{', undefined])('is none where %j lies', (text) => {
    expect(readNote(text, RECORD, NOW)).toEqual(NO_NOTE)
  })

  test.each(['flying', '', null, 5])('of a request that is %j is of one that is settled', (phase) => {
    expect(read({ phase })).toMatchObject({ phase: 'settled', until: NOW + 45_000, unanswered: true })
  })

  test('is believed for less than half an hour and a minute: else the clock was set back', () => {
    expect(LONGEST_WAIT).toBe(1_860_000)
    expect(read({ until: NOW + LONGEST_WAIT - 1 })).toMatchObject({ phase: 'sent', until: NOW + LONGEST_WAIT - 1 })
    expect(read({ until: NOW + LONGEST_WAIT })).toMatchObject({ phase: 'settled', until: 0 })
    expect(read({ phase: 'running', until: NOW + LONGEST_WAIT })).toMatchObject({ phase: 'settled', until: 0 })
    expect(read({ until: 'soon' })).toMatchObject({ phase: 'sent', until: 0 })
  })

  test.each(['yes', 1, null, undefined])(
    'is of an unanswered request only where it says true, not %j',
    (unanswered) => {
      expect(read({ unanswered })).toMatchObject({ phase: 'sent', unanswered: false })
    },
  )

  test.each([
    ['at', null],
    ['at', '5'],
    ['nextAt', null],
    ['nextAt', '5'],
    ['count', null],
    ['count', '2'],
    ['code', 5],
    ['code', undefined],
    ['message', 5],
    ['message', undefined],
    ['at', NOW + 1],
    ['nextAt', NOW + LONGEST_WAIT + 1],
  ])('whose failure has %s %j tells of none', (field, value) => {
    expect(readFailure({ [field]: value })).toBeNull()
  })

  test('tells of a failure of this very moment, and of one to be tried again in half an hour', () => {
    expect(readFailure({})).toMatchObject({ at: NOW, nextAt: NOW, count: 2, cuts: 1 })
    expect(readFailure({ nextAt: NOW + LONGEST_WAIT })).toMatchObject({ nextAt: NOW + LONGEST_WAIT })
  })

  test.each<[string, unknown, object]>([
    ['serviceCode', 5, { serviceCode: undefined }],
    ['httpStatus', '503', { httpStatus: undefined }],
    ['retryable', 'yes', { retryable: false }],
  ])('whose failure has the %s %j leaves that out', (field, value, expected) => {
    expect(readFailure({ [field]: value })?.error).toMatchObject({ code: 'SERVICE_BUSY', message: 'busy', ...expected })
  })

  test.each([undefined, '1', null])('whose failure counts %j cuts counts none', (cuts) => {
    expect(readFailure({ cuts })).toMatchObject({ cuts: 0, count: 2 })
  })

  test.each([null, undefined, 'text', []])('without a failure (%j) has none', (value) => {
    expect(read({ failure: value }).failure).toBeNull()
  })
})

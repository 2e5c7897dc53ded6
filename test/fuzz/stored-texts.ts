// What may lie in storage under the keys of a session, and what each text is by the words of the contract.
import fc from 'fast-check'
import type { SessionRecord } from '../../src/client/record'
import {
  anyText,
  damaged,
  fieldOf,
  illegalToken,
  isLegalToken,
  jwt,
  legalToken,
  MARK,
  objectOf,
  objectText,
  quoted,
  rawJson,
  toObjectText,
} from './arbitraries'

export const NOW = Date.UTC(2027, 2, 1)
export const HELD: SessionRecord = {
  version: 1,
  sessionKey: 'held',
  order: NOW,
  revision: 3,
  sessionToken: `${MARK}-held`,
  idToken: jwt('{"exp":300,"iat":0}'),
  idTokenSentAt: NOW - 100_000,
  sessionExpiresAt: NOW + 604_800_000,
  refreshedAt: NOW - 100_000,
  fingerprint: 'print-1',
}

const number = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -2, max: 5 }).map(String) },
  { weight: 2, arbitrary: fc.integer({ min: NOW - 2_000_000, max: NOW + 2_000_000 }).map(String) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('9007199254740990', '9007199254740992', '1e308', '-1e308') },
  { weight: 1, arbitrary: fc.constant(String(NOW + 40 * 60_000)) },
)
const recordField = fieldOf({
  version: fc.oneof(fc.constantFrom('1', '1', '2', '1.5', '0'), number),
  sessionKey: fc.oneof(fc.constantFrom('"held"', '"other"', '""'), quoted(fc.string())),
  order: number,
  revision: number,
  sessionToken: quoted(fc.oneof(legalToken, illegalToken)),
  idToken: quoted(fc.oneof(legalToken, illegalToken)),
  idTokenSentAt: number,
  sessionExpiresAt: number,
  refreshedAt: number,
  fingerprint: quoted(fc.constantFrom('print-1', 'another', '指紋')),
})
const toFields = (whole: object) => Object.entries(whole).map(([key, value]) => [key, JSON.stringify(value)] as const)
/** A whole record with some fields written again: the last one of a name counts. */
const nearlyRecord = (whole: object): fc.Arbitrary<string> =>
  fc.array(recordField, { maxLength: 3 }).map((changes) => toObjectText([...toFields(whole), ...changes]))
export const recordText = (whole: object): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: damaged(nearlyRecord(whole)) },
    { weight: 2, arbitrary: damaged(objectText(recordField)) },
    { weight: 1, arbitrary: fc.oneof(anyText, rawJson, fc.constantFrom('', 'null', '{"version":2}', '{"version":1}')) },
  )

export type Kind = 'record' | 'newer' | 'unreadable'

/** What a stored text is, by the words of the contract. */
export function kindOf(text: string): Kind {
  const { version, sessionKey, order, revision, sessionToken } = objectOf(text) ?? {}
  if (!Number.isFinite(version)) return 'unreadable'
  if ((version as number) > 1) return 'newer'
  const isWhole =
    typeof sessionKey === 'string' && sessionKey !== '' && Number.isFinite(order) && Number.isSafeInteger(revision)
  return isWhole && isLegalToken(sessionToken) ? 'record' : 'unreadable'
}

const failure = fc
  .array(
    fieldOf({
      code: quoted(fc.constantFrom('NETWORK', 'SERVICE_ERROR', 'x', '')),
      message: quoted(fc.string()),
      serviceCode: quoted(fc.string()),
      httpStatus: number,
      retryable: fc.constantFrom('true', 'false', '1'),
      at: number,
      nextAt: number,
      count: number,
      cuts: number,
    }),
    { maxLength: 4 },
  )
  .map((changes) => {
    const whole = { code: 'NETWORK', message: 'm', at: NOW, nextAt: NOW, count: 1 }
    return toObjectText([...toFields(whole), ...changes])
  })
const noteField = fieldOf({
  version: fc.constantFrom('1', '2'),
  phase: fc.constantFrom('"sent"', '"running"', '"settled"', '"other"'),
  until: number,
  cutAt: number,
  unanswered: fc.constantFrom('true', 'false', '1'),
  failure,
})

/** A note of this session and revision, so that it counts. */
export const noteOf = ({
  sessionKey,
  revision,
}: Pick<SessionRecord, 'sessionKey' | 'revision'>): fc.Arbitrary<string> =>
  damaged(
    fc
      .tuple(failure, fc.array(noteField, { maxLength: 4 }))
      .map(([failed, fields]) =>
        toObjectText([...toFields({ version: 1, sessionKey, revision }), ['failure', failed], ...fields]),
      ),
  )

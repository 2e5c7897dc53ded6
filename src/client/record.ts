// The stored records of a session: their keys, their form, and how a stored text is read without ever throwing.
import { isHeaderValue } from '../protocol/endpoint'
import { type Fields, parseJson, toFields } from '../protocol/fields'
import type { SignInTokens } from '../protocol/replies'

/** A session as it is stored: one key, one write. A number that is called "at" is epoch ms by the wall clock. */
export interface SessionRecord {
  readonly version: 1
  readonly sessionKey: string
  /** Orders the sign-ins of a storage: higher with each. */
  readonly order: number
  /** Orders the tokens of a session: one higher with each refresh. */
  readonly revision: number
  readonly sessionToken: string
  readonly idToken: string | null
  /** When the request that brought the id_token was sent. */
  readonly idTokenSentAt: number
  readonly sessionExpiresAt: number | null
  /** When the last refresh was saved; 0 before the first. */
  readonly refreshedAt: number
  /** The fingerprint that this session signed in with, if the package made it. */
  readonly fingerprint: string | null
}

/** What a look into storage found under the record's key. */
export interface StoredRecord {
  readonly kind: 'record' | 'absent' | 'newer' | 'unreadable'
  /** Given where `kind` is `record`. */
  readonly record?: SessionRecord
}

/** The storage keys of a session. */
export interface SessionKeys {
  /** The tokens. Written only by sign-in and by a refresh. */
  readonly record: string
  /** What is remembered about requests. Separate, for a note in the record would roll tokens back. */
  readonly note: string
  /** The sessions that were signed out. Holds no token. */
  readonly ended: string
}

export const FINGERPRINT_KEY = 'react-ciam:fingerprint'

export function sessionKeys(baseUrl: string, clientId: string): SessionKeys {
  const name = `${clientId}@${baseUrl}`
  return {
    record: `react-ciam:session:${name}`,
    note: `react-ciam:requests:${name}`,
    ended: `react-ciam:ended:${name}`,
  }
}

/** Parses JSON to an object with a version; null for anything else. */
export function parseVersioned(text: string | null | undefined): ({ version: number } & Fields) | null {
  const value = toFields(parseJson(text))
  return isMoment(value?.version) ? (value as never) : null
}

export const isMoment = (value: unknown): value is number => Number.isFinite(value)

/** `text`: null for what is not there, undefined for what could not be read. */
export function parseRecord(text: string | null | undefined): StoredRecord {
  if (text === null) return { kind: 'absent' }
  const value = parseVersioned(text)
  if (!value) return { kind: 'unreadable' }
  if (value.version > 1) return { kind: 'newer' }
  const { sessionKey, order, revision, sessionToken, idToken, idTokenSentAt, sessionExpiresAt } = value
  const { refreshedAt, fingerprint } = value
  const isKeyed =
    typeof sessionKey === 'string' &&
    sessionKey &&
    isMoment(order) &&
    Number.isInteger(revision) &&
    (revision as number) < 9e15
  if (!isKeyed || !isHeaderValue(sessionToken)) return { kind: 'unreadable' }
  return {
    kind: 'record',
    record: {
      version: 1,
      sessionKey,
      order,
      revision: revision as number,
      sessionToken,
      // A damaged id_token costs one refresh; the session stands.
      idToken: isHeaderValue(idToken) && isMoment(idTokenSentAt) ? idToken : null,
      idTokenSentAt: isMoment(idTokenSentAt) ? idTokenSentAt : 0,
      sessionExpiresAt: isMoment(sessionExpiresAt) ? sessionExpiresAt : null,
      refreshedAt: isMoment(refreshedAt) ? refreshedAt : 0,
      fingerprint: typeof fingerprint === 'string' && fingerprint.trim() ? fingerprint : null,
    },
  }
}

/** A new session's first record. */
export function firstRecord(
  reply: SignInTokens,
  sessionKey: string,
  order: number,
  receivedAt: number,
  fingerprint: string | null,
): SessionRecord {
  return {
    version: 1,
    sessionKey,
    order,
    revision: 1,
    sessionToken: reply.sessionToken,
    idToken: reply.idToken,
    idTokenSentAt: receivedAt,
    sessionExpiresAt: reply.expiresIn === null ? null : receivedAt + reply.expiresIn * 1000,
    refreshedAt: 0,
    fingerprint,
  }
}

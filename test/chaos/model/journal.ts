// What happened in a run, and the invariants that can be judged the moment they are broken: long because they share what is
// known of each request. Sessions are told apart by the service's own number, which every session_token leads to.
import type { Page } from './browser'
import { ID_TOKEN_MARK, type Service, type ServiceAnswer, SESSION_TOKEN_MARK } from './service'
import { isOrdered, type Weather } from './world'

/** One call of fetch with a session_token. */
export interface Sent {
  readonly page: Page
  /** Which client of the page. */
  readonly seat: number
  readonly token: string
  readonly at: number
  readonly isOnline: boolean
  /** `answered`: a page read a whole answer of the service. `cut`: the page gave it up. */
  state: 'flying' | 'answered' | 'failed' | 'cut'
  answer: ServiceAnswer | null
  wasProcessed: boolean
  processedAt: number
  answeredAt: number
}

/** What a person did to the session. */
export interface Word {
  readonly kind: 'sign-in' | 'sign-out' | 'clear'
  readonly page: Page | null
  readonly seat: number
  readonly at: number
  /** The sessions that it is about. */
  readonly sessions: Set<number>
  outcome: 'pending' | 'done' | 'failed'
  doneAt: number
}

export interface StoredRecord {
  readonly sessionKey: string
  readonly revision: number
  readonly sessionToken: string
}

export interface Journal {
  readonly requests: Sent[]
  readonly words: Word[]
  readonly violations: string[]
  readonly ends: Record<string, number>
  /** When a page first saw a session end. */
  readonly endedAt: Map<number, number>
  /** When somebody or something gave reason to ask the service. */
  readonly reasons: number[]
  hasFrozen: boolean
  /** What is noted of a request was not written or read: other tabs cannot know that it may still answer. */
  hasFailedNote: boolean
  /** The mark of a sign-out was not written: who was not told of it, and has a write to do again, does that. */
  hasFailedMark: boolean
  /** A removal that its page had given up landed upon what was written since: it looks as if somebody cleared that. */
  hasRemovedLate: boolean
  report(invariant: string, text: string): void
  sent(page: Page, seat: number, token: string, isOnline: boolean): Sent
  processed(sent: Sent, answer: ServiceAnswer): void
  answered(sent: Sent, answer: ServiceAnswer | null): void
  failed(sent: Sent): void
  cut(sent: Sent): void
  hung(sent: Sent): void
  attempted(key: string, value: string | null): void
  applied(page: Page | null, key: string, value: string | null): void
  heard(page: Page, seat: number, message: Record<string, unknown>): void
  /** Anything that must hold no secret. */
  published(what: string, text: string): void
  /** A client's `signed-out` event. */
  ended(page: Page, seat: number, sessionKey: string | null, reason: string): void
  /** A token was given to a caller who asked then. */
  given(page: Page, seat: number, idToken: string, askedAt: number): void
  idOf(sessionKey: string | null): number | null
}

export const REQUEST_TIMEOUT = 4_000
/** By how much the end of a request's time may be noticed late, in a page whose timers are throttled. */
const LATEST_TIMER = 1_500
const RECORD = 'react-ciam:session:'

export const readRecord = (value: string | null): StoredRecord | null => {
  try {
    const record = JSON.parse(value ?? 'null') as StoredRecord | null
    return record?.sessionToken ? record : null
  } catch {
    return null
  }
}

const seatOf = ({ name }: Page, seat: number): string => `${name}/${seat}`

export function createJournal(weather: Weather, service: Service, now: () => number): Journal {
  const ids = new Map<string, number>()
  const revisions = new Map<string, { sessionKey: string; revision: number }>()
  const highest = new Map<string, number>()
  const applied = new Set<string>()
  let stored: { record: StoredRecord | null; at: number } | null = null
  /** A write of a page that was killed amid it landed afterwards: it may bring back what was ended meanwhile. */
  let hasGhostWritten = false
  const heardEnds = new Map<string, string>()
  const heardRevisions = new Map<string, Map<string, number>>()
  const isSafe = weather.hasLocks && isOrdered(weather) && !weather.storageFaults

  const report = (invariant: string, text: string): void => {
    journal.violations.push(`(${invariant}) at ${now().toFixed(0)} ms: ${text}`)
  }

  /** Whether since then a person signed in or out in the page, ended the session elsewhere, or cleared storage. */
  const isLetGo = ({ page, token, at }: Sent): boolean => {
    const id = service.sessionOf(token)?.id ?? 0
    return journal.words.some(
      (word) => word.at >= at && (word.page === page || word.kind === 'clear' || word.sessions.has(id)),
    )
  }

  /** A page got the answer and never saved it, for it is gone, or the answer came too late by what it could see. */
  const isDropped = (sent: Sent): boolean => {
    const token = sent.answer?.body.session_token
    if (typeof token !== 'string' || applied.has(token)) return false
    return !sent.page.isAlive || !isOrdered(weather) || isLetGo(sent)
  }

  const requestsOf = (id: number): Sent[] => journal.requests.filter(({ token }) => service.sessionOf(token)?.id === id)

  /** The service did something that no living page came to know: the session may be lost by that. */
  const isLossy = (id: number): boolean =>
    requestsOf(id).some((sent) => (sent.wasProcessed && sent.state !== 'answered') || isDropped(sent))

  /** A request reached the service after one that was sent later: it counts against what that one brought. */
  const hasArrivedLate = (id: number): boolean => {
    const requests = requestsOf(id).filter(({ wasProcessed }) => wasProcessed)
    return requests.some((sent) =>
      requests.some(({ at, processedAt }) => at > sent.at && processedAt < sent.processedAt),
    )
  }

  /** A rejected page looks into storage again before it believes that: it must not end what a sibling has saved. */
  const judgeBelief = (page: Page, seat: number, sessionKey: string | null): void => {
    // A sibling's word counts as well, for a page that knows no newer token.
    if (heardEnds.get(seatOf(page, seat)) === sessionKey) return
    if (!isOrdered(weather) || weather.storageFaults || stored?.record?.sessionKey !== sessionKey) return
    const { record, at } = stored
    const last = journal.requests.filter((sent) => sent.page === page && sent.seat === seat).at(-1)
    const isRejected = last?.state === 'answered' && last.answer?.status === 400
    if (isRejected && record.sessionToken !== last.token && at < last.answeredAt) {
      report('ix', `${page.name} believed a rejection though storage had a newer token`)
    }
  }

  const judgeRequest = (page: Page, seat: number, token: string): void => {
    for (const earlier of journal.requests) {
      if (earlier.token !== token || !earlier.isOnline) continue
      const { answer } = earlier
      const isReplaced = earlier.state === 'answered' && answer?.status === 200 && answer.body.session_token !== token
      if (isReplaced && earlier.page === page && earlier.seat === seat && !isDropped(earlier))
        report('i', `${page.name} sent a token again that it knows to be replaced`)
      else if (isReplaced && isSafe && !weather.clockTrouble && !isDropped(earlier)) {
        report('i', `${page.name} sent a token that ${earlier.page.name} had replaced`)
      }
      const mayAnswer =
        earlier.state === 'flying' && earlier.page.isAlive && now() - earlier.at < 3 * REQUEST_TIMEOUT - LATEST_TIMER
      const areNotesRead = weather.hasLocks
        ? isSafe
        : earlier.page === page && !weather.storageFaults && !weather.hasLag
      // Without rotation the next revision has the same token, and what is noted of the one before counts no more.
      const isNextRevision = journal.requests.some(
        (other) => other.token === token && other.answer?.status === 200 && other.answeredAt >= earlier.at,
      )
      if (mayAnswer && areNotesRead && !weather.clockTrouble && !isLetGo(earlier) && !isNextRevision) {
        report('i', `${page.name} sent a token while the request of ${earlier.page.name} may still answer`)
      }
    }
    const own = revisions.get(token)
    const heard = own ? heardRevisions.get(seatOf(page, seat))?.get(own.sessionKey) : undefined
    // Without rotation a revision has the token of the one before it.
    if (own && heard !== undefined && own.revision < heard && weather.rotation !== 'off') {
      report('i', `${page.name} sent revision ${own.revision} though it heard of ${heard}`)
    }
  }

  const journal: Journal = {
    requests: [],
    words: [],
    violations: [],
    ends: {},
    endedAt: new Map(),
    reasons: [],
    hasFrozen: false,
    hasFailedNote: false,
    hasFailedMark: false,
    hasRemovedLate: false,
    report,
    sent(page, seat, token, isOnline) {
      if (isOnline) judgeRequest(page, seat, token)
      const sent: Sent = {
        page,
        seat,
        token,
        at: now(),
        isOnline,
        state: 'flying',
        answer: null,
        wasProcessed: false,
        processedAt: Infinity,
        answeredAt: Infinity,
      }
      journal.requests.push(sent)
      return sent
    },
    processed(sent, answer) {
      sent.wasProcessed = true
      sent.answer = answer
      sent.processedAt = now()
    },
    answered(sent) {
      sent.state = 'answered'
      sent.answeredAt = now()
    },
    failed: (sent) => void (sent.state = 'failed'),
    cut(sent) {
      if (sent.state === 'flying') sent.state = 'cut'
    },
    hung: () => {},
    attempted(key, value) {
      const record = key.startsWith(RECORD) ? readRecord(value) : null
      if (!record) return
      const id = service.sessionOf(record.sessionToken)?.id
      if (id !== undefined) ids.set(record.sessionKey, id)
      if (!revisions.has(record.sessionToken)) revisions.set(record.sessionToken, record)
    },
    applied(page, key, value) {
      if (!key.startsWith(RECORD)) return journal.published(key, value ?? '')
      const record = readRecord(value)
      stored = { record, at: now() }
      if (page?.isAlive === false) hasGhostWritten = true
      if (!record) return
      applied.add(record.sessionToken)
      const before = highest.get(record.sessionKey) ?? 0
      highest.set(record.sessionKey, Math.max(before, record.revision))
      if (record.revision < before && isSafe && !journal.hasFrozen) {
        report('ii', `${page?.name} wrote revision ${record.revision} over ${before}`)
      }
    },
    heard(page, seat, message) {
      const name = seatOf(page, seat)
      if (message.reason) heardEnds.set(name, String(message.sessionKey))
      if (message.isRotated !== true) return
      const known = heardRevisions.get(name) ?? new Map<string, number>()
      const key = String(message.sessionKey)
      heardRevisions.set(name, known.set(key, Math.max(known.get(key) ?? 0, Number(message.revision))))
    },
    published(what, text) {
      if (text.includes(SESSION_TOKEN_MARK) || text.includes(ID_TOKEN_MARK)) report('vi', `a secret in ${what}`)
    },
    ended(page, seat, sessionKey, reason) {
      journal.ends[reason] = (journal.ends[reason] ?? 0) + 1
      const id = journal.idOf(sessionKey)
      if (id === null) return report('ix', `${page.name} signed out of a session that nobody knows`)
      if (!journal.endedAt.has(id)) journal.endedAt.set(id, now())
      const session = service.byId(id)
      if (reason === 'signed-out') {
        const hasCause = journal.words.some((word) => word.kind !== 'sign-in' || !word.sessions.has(id))
        // A page that cannot know of a token which its sibling could not save believes the service, and removes the record.
        const isRefused = weather.storageFaults && requestsOf(id).some(({ answer }) => answer?.status === 400)
        const isEndedByService = session && (session.isRevoked || now() >= session.expiresAt || isLossy(id))
        if (!hasCause && !isRefused && !isEndedByService && weather.hasLocks && isOrdered(weather))
          report('ix', `${page.name} is signed out, and nobody did that`)
        return
      }
      if (reason !== 'session-expired') judgeBelief(page, seat, sessionKey)
      if (session?.isEndedByService || hasGhostWritten) return
      if (!isSafe || weather.clockTrouble || (session && now() >= session.expiresAt - 1_000)) return
      if (reason === 'session-expired') {
        // What prolonged it came at this very moment, and is not in storage yet.
        const isProlonged = requestsOf(id).some(
          ({ answer }) => answer?.status === 200 && !applied.has(String(answer.body.session_token)),
        )
        if (!isLossy(id) && !isProlonged) report('ix', `${page.name}: expired before its end`)
      } else if (!isLossy(id)) report('ix', `${page.name}: ${reason}, though no answer was lost`)
      // The time limit of a read may be over the moment that a page is thawed: what was noted is not known then.
      else if (reason !== 'rotation-lost' && !hasArrivedLate(id) && !journal.hasFrozen)
        report('ix', `${page.name}: ${reason} after a lost answer`)
    },
    given(page, seat, idToken, askedAt) {
      const end = service.idTokenEnd(idToken)
      if (end === undefined) return report('viii', `${page.name} gave a token that the service never made`)
      if (now() >= end && !weather.clockTrouble)
        report('viii', `${page.name} gave a token ${now() - end} ms past its end`)
      const id = Number(
        (JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString()) as { sub: string }).sub.slice(5),
      )
      const wasSignedOut = journal.words.some(
        (word) =>
          word.kind === 'sign-out' &&
          word.page === page &&
          word.seat === seat &&
          word.at < askedAt &&
          word.sessions.has(id),
      )
      if (wasSignedOut) report('iii', `${page.name} gave a token of a session that it had signed out`)
    },
    idOf: (sessionKey) => (sessionKey === null ? null : (ids.get(sessionKey) ?? null)),
  }
  return journal
}

// What happened in a run, and the invariants that can be judged the moment they are broken: long because they share what is
// known of each request. Sessions are told apart by the service's own number, which every session_token leads to.
import type { Page } from './browser'
import { ID_TOKEN_MARK, type Service, type ServiceAnswer, SESSION_TOKEN_MARK } from './service'
import { isOrdered, type Weather } from './world'

/** One call of fetch with a session_token. */
export interface Sent {
  readonly page: Page
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
  /** When somebody or something gave reason to ask the service. */
  readonly reasons: number[]
  hasFrozen: boolean
  report(invariant: string, text: string): void
  sent(page: Page, token: string, isOnline: boolean): Sent
  processed(sent: Sent, answer: ServiceAnswer): void
  answered(sent: Sent, answer: ServiceAnswer | null): void
  failed(sent: Sent): void
  cut(sent: Sent): void
  hung(sent: Sent): void
  attempted(key: string, value: string | null): void
  applied(page: Page | null, key: string, value: string | null): void
  heard(page: Page, message: Record<string, unknown>): void
  /** Anything that must hold no secret. */
  published(what: string, text: string): void
  /** A client's `signed-out` event. */
  ended(page: Page, sessionKey: string | null, reason: string): void
  /** A token was given to a caller who asked then. */
  given(page: Page, idToken: string, askedAt: number): void
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

export function createJournal(weather: Weather, service: Service, now: () => number): Journal {
  const ids = new Map<string, number>()
  const revisions = new Map<string, { sessionKey: string; revision: number }>()
  const highest = new Map<string, number>()
  const applied = new Set<string>()
  let stored: { record: StoredRecord | null; at: number } | null = null
  /** A write of a page that was killed amid it landed afterwards: it may bring back what was ended meanwhile. */
  let hasGhostWritten = false
  const heardEnds = new Map<Page, string>()
  const heardRevisions = new Map<Page, Map<string, number>>()
  const isSafe = weather.hasLocks && isOrdered(weather) && !weather.storageFaults

  const report = (invariant: string, text: string): void => {
    journal.violations.push(`(${invariant}) at ${now().toFixed(0)} ms: ${text}`)
  }

  /** A page got the answer and never saved it: it is gone, or a person signed in or out there meanwhile, or cleared storage. */
  const isDropped = ({ page, answer, at }: Sent): boolean => {
    const token = answer?.body.session_token
    if (typeof token !== 'string' || applied.has(token)) return false
    return !page.isAlive || journal.words.some((word) => (word.page === page || word.kind === 'clear') && word.at >= at)
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
  const judgeBelief = (page: Page, sessionKey: string | null): void => {
    // A sibling's word counts as well, for a page that knows no newer token.
    if (heardEnds.get(page) === sessionKey) return
    if (!isOrdered(weather) || weather.storageFaults || stored?.record?.sessionKey !== sessionKey) return
    const { record, at } = stored
    const last = journal.requests.filter((sent) => sent.page === page).at(-1)
    const isRejected = last?.state === 'answered' && last.answer?.status === 400
    if (isRejected && record.sessionToken !== last.token && at < last.answeredAt) {
      report('ix', `${page.name} believed a rejection though storage had a newer token`)
    }
  }

  const judgeRequest = (page: Page, token: string): void => {
    for (const earlier of journal.requests) {
      if (earlier.token !== token || !earlier.isOnline) continue
      const { answer } = earlier
      const isReplaced = earlier.state === 'answered' && answer?.status === 200 && answer.body.session_token !== token
      if (isReplaced && earlier.page === page)
        report('i', `${page.name} sent a token again that it knows to be replaced`)
      else if (isReplaced && isSafe && !weather.clockTrouble && !isDropped(earlier)) {
        report('i', `${page.name} sent a token that ${earlier.page.name} had replaced`)
      }
      const mayAnswer =
        earlier.state === 'flying' && earlier.page.isAlive && now() - earlier.at < 3 * REQUEST_TIMEOUT - LATEST_TIMER
      const areNotesRead = weather.hasLocks
        ? isSafe
        : earlier.page === page && !weather.storageFaults && !weather.hasLag
      if (mayAnswer && areNotesRead && !weather.clockTrouble) {
        report('i', `${page.name} sent a token while the request of ${earlier.page.name} may still answer`)
      }
    }
    const own = revisions.get(token)
    const heard = own ? heardRevisions.get(page)?.get(own.sessionKey) : undefined
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
    reasons: [],
    hasFrozen: false,
    report,
    sent(page, token, isOnline) {
      if (isOnline) judgeRequest(page, token)
      const sent: Sent = {
        page,
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
    heard(page, message) {
      if (message.reason) heardEnds.set(page, String(message.sessionKey))
      if (message.isRotated !== true) return
      const known = heardRevisions.get(page) ?? new Map<string, number>()
      const key = String(message.sessionKey)
      heardRevisions.set(page, known.set(key, Math.max(known.get(key) ?? 0, Number(message.revision))))
    },
    published(what, text) {
      if (text.includes(SESSION_TOKEN_MARK) || text.includes(ID_TOKEN_MARK)) report('vi', `a secret in ${what}`)
    },
    ended(page, sessionKey, reason) {
      journal.ends[reason] = (journal.ends[reason] ?? 0) + 1
      const id = journal.idOf(sessionKey)
      if (id === null) return report('ix', `${page.name} signed out of a session that nobody knows`)
      const session = service.byId(id)
      if (reason === 'signed-out') {
        const hasCause = journal.words.some((word) => word.kind !== 'sign-in' || !word.sessions.has(id))
        const isEndedByService = session && (session.isRevoked || now() >= session.expiresAt || isLossy(id))
        if (!hasCause && !isEndedByService && weather.hasLocks && isOrdered(weather))
          report('ix', `${page.name} is signed out, and nobody did that`)
        return
      }
      if (reason !== 'session-expired') judgeBelief(page, sessionKey)
      if (session?.isEndedByService || hasGhostWritten) return
      if (!isSafe || weather.clockTrouble || (session && now() >= session.expiresAt - 1_000)) return
      if (reason === 'session-expired') {
        if (!isLossy(id)) report('ix', `${page.name}: expired before its end`)
      } else if (!isLossy(id)) report('ix', `${page.name}: ${reason}, though no answer was lost`)
      else if (reason !== 'rotation-lost' && !hasArrivedLate(id))
        report('ix', `${page.name}: ${reason} after a lost answer`)
    },
    given(page, idToken, askedAt) {
      const end = service.idTokenEnd(idToken)
      if (end === undefined) return report('viii', `${page.name} gave a token that the service never made`)
      if (now() >= end && !weather.clockTrouble)
        report('viii', `${page.name} gave a token ${now() - end} ms past its end`)
      const id = Number(
        (JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString()) as { sub: string }).sub.slice(5),
      )
      const wasSignedOut = journal.words.some(
        (word) => word.kind === 'sign-out' && word.page === page && word.at < askedAt && word.sessions.has(id),
      )
      if (wasSignedOut) report('iii', `${page.name} gave a token of a session that it had signed out`)
    },
    idOf: (sessionKey) => (sessionKey === null ? null : (ids.get(sessionKey) ?? null)),
  }
  return journal
}

// What must hold when everything has come to rest. Each rule says under which weather the contract implies it.
import { type Journal, readRecord, REQUEST_TIMEOUT, type Sent, type Word } from './journal'
import type { Service } from './service'
import { RECORD_KEY } from './simulate'
import type { SharedStorage } from './storage'
import type { Seat } from './tab'
import { isOrdered, type Weather } from './world'

export interface Rest {
  readonly weather: Weather
  readonly journal: Journal
  readonly service: Service
  readonly seats: readonly Seat[]
  readonly storage: SharedStorage
  now(): number
}

export function judgeEnd(rest: Rest): void {
  judgeSignOuts(rest)
  judgeCurrentToken(rest)
  judgeRate(rest)
  judgeCallers(rest)
  judgeAgreement(rest)
}

/** The session that storage holds and that is not marked as signed out. */
function liveStored({ storage, journal }: Rest): number | null {
  const record = readRecord(storage.truth(RECORD_KEY))
  const marks = storage.truth(RECORD_KEY.replace('session', 'ended')) ?? ''
  return record && !marks.includes(`"${record.sessionKey}"`) ? journal.idOf(record.sessionKey) : null
}

/** (iii) A page that was killed amid its sign-out may not have got round to it. */
function judgeSignOuts(rest: Rest): void {
  const { journal, seats, weather } = rest
  const isSaid = (word: Word): boolean => {
    // Where writes fail, a clear may take the mark away that a late write, or one done again, needs to be told dead by.
    const isUnmarked =
      (journal.hasFailedMark && (weather.lostAnnouncements || !weather.hasLocks)) ||
      journal.words.some(({ kind, at }) => kind === 'clear' && at >= word.at)
    if (weather.storageFaults && (isUnmarked || !isOrdered(weather))) return false
    if (word.kind === 'sign-out') return word.outcome === 'done' || (word.page?.isAlive ?? false)
    // After a clear only clocks order the sign-ins.
    const isCalm = !weather.storageFaults && !weather.clockTrouble
    return word.kind === 'clear' && isCalm && weather.hasLocks && isOrdered(weather)
  }
  for (const word of journal.words.filter(isSaid)) {
    for (const id of word.sessions) {
      const what = `session ${id}, of which there was a ${word.kind} at ${word.at.toFixed(0)}`
      if (liveStored(rest) === id) journal.report('iii', `storage holds ${what}`)
      for (const seat of seats) if (seat.session() === id) journal.report('iii', `${seat.page.name} shows ${what}`)
    }
  }
}

/** (iv) The service's current token, once a page that lives had it, is in storage, unless a person ended the session. */
function judgeCurrentToken({ journal, service, storage, weather, seats, now }: Rest): void {
  if (!weather.hasLocks || !isOrdered(weather) || journal.hasRemovedLate) return
  const signIns = journal.words.filter(({ kind }) => kind === 'sign-in')
  const last = signIns.at(-1)
  if (!last || last.outcome !== 'done') return
  if (journal.words.some((word) => word !== last && word.doneAt >= last.at)) return
  const [id] = last.sessions
  const session = service.byId(id!)
  if (!session || session.isRevoked || session.expiresAt < now()) return
  // Who cannot know that a request may still answer, or by a clock that jumped thinks its time over, sends the token again:
  // what the request brings comes after the rejection, or while that is asked about.
  const isInTime = ({ at, answeredAt }: Sent): boolean =>
    !(weather.clockTrouble || journal.hasFailedNote) ||
    (answeredAt < (journal.endedAt.get(session.id) ?? Infinity) && answeredAt - at < REQUEST_TIMEOUT)
  const wasDelivered = journal.requests.some(
    (sent) =>
      sent.state === 'answered' &&
      sent.page.isAlive &&
      sent.answer?.body.session_token === session.token &&
      isInTime(sent),
  )
  const isOfSignIn = session.generation === 1 && seats.some(({ page }) => page === last.page)
  if (!wasDelivered && !isOfSignIn) return
  const stored = readRecord(storage.truth(RECORD_KEY))
  if (stored?.sessionToken !== session.token) {
    journal.report(
      'iv',
      `the token of session ${id} is generation ${session.generation}, storage has ${stored?.sessionToken.slice(-4)}`,
    )
  }
}

/** (v) Each minute: as many as were asked for, the schedule's own, and some that are tried again. */
function judgeRate({ journal, weather }: Rest): void {
  const scheduled = Math.ceil(60_000 / (weather.idTokenLife * 0.75)) + 1
  for (const { at } of journal.requests) {
    const inMinute = (moment: number): boolean => moment >= at && moment < at + 60_000
    const requests = journal.requests.filter((sent) => inMinute(sent.at)).length
    const reasons = journal.reasons.filter((moment) => moment >= at - 1_000 && moment < at + 60_000).length
    if (requests > reasons + scheduled + 12) {
      return journal.report('v', `${requests} requests in the minute after ${at.toFixed(0)}, for ${reasons} reasons`)
    }
  }
}

/** (vii) */
function judgeCallers({ journal, seats }: Rest): void {
  for (const { page, waiting } of seats) {
    if (waiting() > 0) journal.report('vii', `${waiting()} callers of ${page.name} wait for ever`)
  }
}

/** (x), and (ii): what all show is what storage holds. A damaged record that its writer left behind says nothing. */
function judgeAgreement(rest: Rest): void {
  const { journal, seats, storage, weather, service, now } = rest
  if (!weather.hasLocks || !isOrdered(weather) || journal.hasRemovedLate) return
  const text = storage.truth(RECORD_KEY)
  if (text !== null && !readRecord(text)) return
  // Cleared amid a write: to the writer it failed and is done again, to those who saw it the session was cleared.
  if (journal.words.some(({ kind, sessions }) => kind === 'clear' && !sessions.size)) return
  // A page that was closed amid its sign-out told the others, but did not get round to storage.
  if (journal.words.some(({ kind, outcome, page }) => kind === 'sign-out' && outcome === 'pending' && !page?.isAlive))
    return
  const stored = liveStored(rest)
  // A damaged read, or the end of a page amid its removal, may leave a record behind whose token is dead: the next page that
  // asks finds that out.
  const session = stored === null ? undefined : service.byId(stored)
  const isOver = session && (session.isRevoked || session.expiresAt <= now())
  const isDead = session && (isOver || readRecord(text)?.sessionToken !== session.token)
  if ((weather.storageFaults || weather.kills) && isDead) return
  for (const seat of seats) {
    const { status } = seat.client.getSnapshot()
    if (status === 'restoring') journal.report('x', `${seat.page.name} is restoring still`)
    else if (seat.session() !== stored) {
      journal.report('x', `${seat.page.name} shows session ${seat.session()}, storage holds ${stored}`)
    }
  }
}

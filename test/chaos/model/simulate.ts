// One run: a world is built, its script acted, then nothing fails any more, time passes, and the invariants are judged.
// Long because every act of a script is here.
import { createAnnouncements } from './announcements'
import { type Browser, drawDelay, type Page } from './browser'
import { createChance } from './chance'
import { judgeEnd } from './invariants'
import { createJournal, readRecord, type Word } from './journal'
import { createLocks } from './locks'
import { createNetwork } from './network'
import { driveQueryTimers } from './query-timers'
import { createScheduler, type Scheduler } from './scheduler'
import { createService } from './service'
import { createSharedStorage } from './storage'
import { openTab, type Profile, type Seat, type Tab } from './tab'
import { type Act, isAllowed, isOrdered, type World } from './world'

export interface Outcome {
  readonly violations: readonly string[]
  readonly steps: number
  readonly requests: number
  readonly pages: number
  readonly virtualMs: number
  /** How often what happened. */
  readonly met: Readonly<Record<string, number>>
  /** How often a session ended in a page, by reason. */
  readonly ends: Readonly<Record<string, number>>
}

export const RECORD_KEY = 'react-ciam:session:model@https://tenant.test'
const MOST_STEPS = 60_000

export async function simulate(world: World, write?: (line: string) => void): Promise<Outcome> {
  const trace = write ?? (() => {})
  const { weather } = world
  const chance = createChance(world.seed)
  const scheduler: Scheduler = createScheduler(chance, trace)
  driveQueryTimers(scheduler)
  const service = createService(weather, scheduler.now)
  const journal = createJournal(weather, service, scheduler.now)
  const tabs: Tab[] = []
  const met: Record<string, number> = {}
  const browser: Browser = {
    weather,
    chance,
    scheduler,
    journal,
    device: { clockOffset: 0, isOnline: true },
    isHealed: false,
    pages: () => tabs.map(({ page }) => page).filter(({ isAlive }) => isAlive),
    reload(page) {
      const slot = tabs.findIndex((tab) => tab.page === page)
      kill(tabs[slot]!)
      open(slot)
    },
    delay: (name) => drawDelay(chance, name),
    met: (what) => void (met[what] = (met[what] ?? 0) + 1),
    note: (line) => write?.(`${' '.repeat(8)}${line()}`),
  }
  const storage = createSharedStorage(browser)
  const locks = createLocks(browser)
  const announcements = createAnnouncements(browser)
  const profile: Profile = { browser, storage, locks, announcements, fetchOf: createNetwork(browser, service) }
  let opened = 0

  const open = (slot: number): void => {
    const id = (opened += 1)
    const page: Page = {
      id,
      name: `page${slot}${'abcdefghijklmnopqrstuvwxyz'[id % 26]}${id}`,
      openedAt: scheduler.now(),
      slept: 0,
      isAlive: true,
      isFrozen: false,
      isVisible: true,
      isLeaving: false,
      isDoomed: false,
    }
    journal.reasons.push(scheduler.now())
    scheduler.plan(page, 'load', 0, () => {
      tabs[slot] = openTab(page, profile)
    })
  }

  const kill = ({ page }: Tab): void => {
    page.isAlive = false
    storage.close(page)
    announcements.close(page)
    locks.close(page)
  }

  const signIn = ({ page, number, client }: Seat): void => {
    const { session, reply } = service.signIn()
    const word = say('sign-in', page, number, [session.id])
    journal.reasons.push(scheduler.now())
    finish(word, client.signIn(reply))
  }

  const signOut = (seat: Seat): void => {
    const shown = seat.session()
    const stored = readRecord(storage.truth(RECORD_KEY))
    const isSettled = (id: number): boolean =>
      journal.words.some((word) => word.kind === 'sign-in' && word.sessions.has(id) && word.outcome === 'done')
    const id = stored && journal.idOf(stored.sessionKey)
    const canSeeIt = isOrdered(weather) && !weather.clockTrouble && !weather.storageFaults
    const sessions = [shown, id !== null && isSettled(id) && canSeeIt ? id : null]
    const pending = journal.words.filter(
      (word) =>
        word.kind === 'sign-in' && word.page === seat.page && word.seat === seat.number && word.outcome === 'pending',
    )
    for (const word of pending) sessions.push(...word.sessions)
    const word = say(
      'sign-out',
      seat.page,
      seat.number,
      sessions.filter((session) => session !== null),
    )
    finish(word, seat.client.signOut())
  }

  const say = (kind: Word['kind'], page: Page | null, seat: number, sessions: number[]): Word => {
    const word: Word = {
      kind,
      page,
      seat,
      at: scheduler.now(),
      sessions: new Set(sessions),
      outcome: 'pending',
      doneAt: Infinity,
    }
    journal.words.push(word)
    return word
  }

  const finish = (word: Word, promise: Promise<void>): void => {
    const settle = (outcome: Word['outcome']) => (): void => {
      word.outcome = outcome
      word.doneAt = scheduler.now()
    }
    promise.then(settle('done'), settle('failed'))
  }

  const freeze = ({ page }: Tab): void => {
    journal.hasFrozen = true
    page.isFrozen = page.isLeaving = true
    page.isVisible = false
  }

  const thaw = (tab: Tab): void => {
    const { page } = tab
    if (!page.isFrozen) return
    page.isFrozen = false
    scheduler.thaw(page)
    scheduler.plan(page, 'resume', 0, () => {
      page.isLeaving = false
      page.isVisible = true
      tab.wake('restored')
      tab.wake('visible')
    })
  }

  const sleep = (): void => {
    const length = 5_000 + chance.draw('sleep') * 200_000
    const asleep = tabs.filter(({ page }) => page.isAlive && !page.isFrozen)
    asleep.forEach(freeze)
    scheduler.plan(null, 'wake up', length, () => {
      for (const tab of asleep) {
        tab.page.slept += length
        thaw(tab)
      }
    })
  }

  /** Done by the browser or the device: also to a page that is frozen. */
  const doOutside = (act: Act, slot: number): boolean => {
    const tab = tabs[slot]
    if (act === 'sleep') sleep()
    else if (act === 'clear') {
      const stored = readRecord(storage.truth(RECORD_KEY))
      const id = stored && !locks.isHeld(':commit') ? journal.idOf(stored.sessionKey) : null
      const word = say('clear', null, 0, id === null ? [] : [id])
      storage.clear()
      word.outcome = 'done'
      word.doneAt = scheduler.now()
    } else if (act === 'jump') {
      const jumps = [-86_400_000, 86_400_000, -3_600_000, 3_600_000, -30_000, 30_000, -2_000, 2_000]
      browser.device.clockOffset += chance.pick('jump', jumps)
    } else if (act === 'offline') browser.device.isOnline = false
    else if (act === 'online') goOnline()
    else if (act === 'end') service.end(readRecord(storage.truth(RECORD_KEY))?.sessionToken)
    else if (!tab) return true
    else if (act === 'open') {
      if (!tab.page.isAlive) open(slot)
    } else if (!tab.page.isAlive) return true
    else if (act === 'kill' || act === 'reload') {
      kill(tab)
      if (act === 'reload') open(slot)
    } else if (act === 'doom') tab.page.isDoomed = true
    else if (act === 'freeze') freeze(tab)
    else if (act === 'thaw') thaw(tab)
    else return false
    return true
  }

  const goOnline = (): void => {
    if (browser.device.isOnline) return
    browser.device.isOnline = true
    journal.reasons.push(scheduler.now())
    for (const tab of tabs) if (tab.page.isAlive) scheduler.plan(tab.page, 'online', 0, () => tab.wake('online'))
  }

  const doInside = (act: Act, tab: Tab): void => {
    const seat = tab.seats.length > 1 ? chance.pick(`${tab.page.name} seat`, tab.seats) : tab.seats[0]!
    if (act === 'ask' || act === 'force' || act === 'abort') seat.ask(act)
    else if (act === 'sign-in') signIn(seat)
    else if (act === 'sign-out') signOut(seat)
    else if (act === 'keep-fresh') seat.toggleKeepFresh()
    else if (act === 'hide') {
      tab.page.isVisible = false
      tab.wake('hidden')
    } else if (act === 'show') {
      tab.page.isVisible = true
      tab.wake('visible')
    } else if (act === 'focus') tab.wake('focus')
  }

  const perform = (act: Act, slot: number): void => {
    trace(`${scheduler.now().toFixed(0)} * ${act} ${slot}`)
    browser.met(act)
    if (doOutside(act, slot)) return
    const tab = tabs[slot]
    if (tab) scheduler.plan(tab.page, act, 0, () => doInside(act, tab))
  }

  const living = (): Tab[] => tabs.filter((tab) => tab?.page.isAlive)
  const everywhere = (label: string, run: (tab: Tab) => void): void =>
    living().forEach((tab) => void scheduler.plan(tab.page, label, 0, () => run(tab)))
  const wait = (ms: number): Promise<void> => scheduler.runUntil(scheduler.now() + ms, MOST_STEPS)

  const act = async (): Promise<void> => {
    for (let slot = 0; slot < world.pages; slot += 1) open(slot)
    await wait(0)
    perform('sign-in', 0)
    for (const step of world.script) {
      await wait(step.after)
      if (isAllowed(step.act, weather)) perform(step.act, step.page % world.pages)
    }
  }

  const heal = async (): Promise<void> => {
    await wait(1_000)
    browser.isHealed = true
    goOnline()
    living().forEach(thaw)
    await wait(140_000)
    living().forEach(thaw)
    everywhere('show', ({ page, wake }) => {
      page.isVisible = true
      wake('visible')
    })
    await wait(20_000)
    everywhere('ask', ({ seats }) => seats.forEach(({ ask }) => ask('ask')))
    await wait(40_000)
    everywhere('focus', ({ wake }) => wake('focus'))
    await wait(10_000)
    everywhere('leave fresh', ({ seats }) => seats.forEach(({ toggleKeepFresh }) => toggleKeepFresh(false)))
    await wait(10_000)
  }

  try {
    await act()
    await heal()
    const seats = living().flatMap((tab) => tab.seats)
    judgeEnd({ weather, journal, service, seats, storage, now: scheduler.now })
  } catch (error) {
    journal.report('v', String(error))
  }
  return {
    violations: journal.violations,
    steps: scheduler.steps(),
    requests: journal.requests.length,
    pages: opened,
    virtualMs: scheduler.now(),
    met,
    ends: journal.ends,
  }
}

// Announcements: between pages late, in any order, sometimes lost; within a page during `post`; nothing to who does not listen.
import type { Announcer } from '../../../src/client/ports'
import type { Browser, Page } from './browser'

export interface Announcements {
  open(page: Page, seat: number): Announcer
  close(page: Page): void
}

type Listener = (message: unknown) => void

export function createAnnouncements(browser: Browser): Announcements {
  const { weather, chance, scheduler, journal } = browser
  const listeners = new Set<{ page: Page; seat: number; heard: Set<Listener> }>()

  return {
    open(page, seat) {
      const own = new Set<Listener>()
      listeners.add({ page, seat, heard: own })
      return {
        post(message, toTabsOnly = false) {
          const text = JSON.stringify(message)
          journal.published('announcement', text)
          for (const { page: other, seat: otherSeat, heard } of listeners) {
            if (heard === own) continue
            const hear = (): void => {
              if (!heard.size) return
              journal.heard(other, otherSeat, JSON.parse(text) as Record<string, unknown>)
              heard.forEach((listener) => listener(JSON.parse(text)))
            }
            if (other === page) {
              if (!toTabsOnly) hear()
              continue
            }
            const isLost = weather.lostAnnouncements && !browser.isHealed
            if (isLost && chance.happens(`${other.name} hears`, 0.4)) {
              browser.met('announcement lost')
              continue
            }
            const isLate = isLost && chance.happens(`${other.name} hears late`, 0.2)
            const delay = browser.delay(`${other.name} announcement`) + (isLate ? 5_000 : 0)
            scheduler.plan(other, `hears ${text}`, delay, hear)
          }
        },
        subscribe(listener) {
          own.add(listener)
          return () => void own.delete(listener)
        },
      }
    },
    close(page) {
      for (const entry of listeners) if (entry.page === page) listeners.delete(entry)
    },
  }
}

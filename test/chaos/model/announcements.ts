// Announcements between pages: late, in any order, sometimes lost, and nothing to a page that does not listen.
import type { Announcer } from '../../../src/client/ports'
import type { Browser, Page } from './browser'

export interface Announcements {
  open(page: Page): Announcer
  close(page: Page): void
}

type Listener = (message: unknown) => void

export function createAnnouncements(browser: Browser): Announcements {
  const { weather, chance, scheduler, journal } = browser
  const listeners = new Map<Page, Set<Listener>>()

  return {
    open(page) {
      const own = new Set<Listener>()
      listeners.set(page, own)
      return {
        post(message) {
          const text = JSON.stringify(message)
          journal.published('announcement', text)
          for (const [other, heard] of listeners) {
            if (other === page) continue
            const isLost = weather.lostAnnouncements && !browser.isHealed
            if (isLost && chance.happens(`${other.name} hears`, 0.4)) continue
            const isLate = isLost && chance.happens(`${other.name} hears late`, 0.2)
            const delay = browser.delay(`${other.name} announcement`) + (isLate ? 5_000 : 0)
            scheduler.plan(other, `hears ${text}`, delay, () => {
              if (!heard.size) return
              journal.heard(other, JSON.parse(text) as Record<string, unknown>)
              heard.forEach((listener) => listener(JSON.parse(text)))
            })
          }
        },
        subscribe(listener) {
          own.add(listener)
          return () => void own.delete(listener)
        },
      }
    },
    close: (page) => void listeners.delete(page),
  }
}

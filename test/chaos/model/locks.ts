// Web Locks: the browser grants them one at a time, to the requests of a page in their order, to pages in an order of chance
// where it may; and frees those of a killed page.
import type { Lock } from '../../../src/client/ports'
import type { Browser, Page } from './browser'

export interface Locks {
  open(page: Page): Lock
  /** The page is gone: what it held is free, what it waited for is forgotten. */
  close(page: Page): void
  isHeld(nameEnd: string): boolean
}

interface Request {
  readonly page: Page
  readonly start: () => void
}

interface Queue {
  holder: Request | null
  waiting: Request[]
}

export function createLocks(browser: Browser): Locks {
  const { weather, chance, scheduler } = browser
  const queues = new Map<string, Queue>()
  const queueOf = (name: string): Queue => {
    const queue = queues.get(name) ?? { holder: null, waiting: [] }
    queues.set(name, queue)
    return queue
  }

  const grant = (name: string): void => {
    const queue = queueOf(name)
    if (queue.holder || !queue.waiting.length) return
    const firsts = queue.waiting.filter(
      ({ page }, index) => queue.waiting.findIndex((one) => one.page === page) === index,
    )
    const next = weather.isLockFair ? queue.waiting[0]! : chance.pick(`grant ${name}`, firsts)
    queue.waiting = queue.waiting.filter((request) => request !== next)
    queue.holder = next
    scheduler.plan(next.page, `lock ${shorten(name)}`, browser.delay(`${next.page.name} lock`), next.start)
  }

  const release = (name: string, request: Request): void => {
    const queue = queueOf(name)
    if (queue.holder !== request) return
    queue.holder = null
    grant(name)
  }

  const open = (page: Page): Lock => {
    const asked = new Map<string, Request[]>()
    return {
      spansTabs: () => weather.hasLocks,
      run(lockName, waitLimit, work) {
        const name = weather.hasLocks ? lockName : `${page.name}/${lockName}`
        return new Promise((resolve, reject) => {
          let hasGivenUp = false
          const giveUp = (): void => {
            hasGivenUp = true
            browser.met('lock given up')
            const queue = queueOf(name)
            queue.waiting = queue.waiting.filter((waiting) => waiting !== request)
            resolve({ acquired: false })
          }
          const cancel = waitLimit < 2 ** 31 ? scheduler.planTimer(page, waitLimit, giveUp) : () => {}
          const free = (): void =>
            void scheduler.plan(null, `unlock ${shorten(name)}`, browser.delay(`${page.name} unlock`), () =>
              release(name, request),
            )
          const start = (): void => {
            cancel()
            if (hasGivenUp) return free()
            const working = work()
            working.then(free, free)
            working.then((value) => resolve({ acquired: true, value }), reject)
          }
          const request: Request = { page, start }
          const ask = (): void => {
            // Whichever is told of first: the oldest one arrives.
            const oldest = asked.get(name)!.shift()!
            if (!page.isAlive) return
            queueOf(name).waiting.push(oldest)
            grant(name)
          }
          asked.set(name, [...(asked.get(name) ?? []), request])
          scheduler.plan(null, `${page.name} asks for ${shorten(name)}`, browser.delay(`${page.name} ask`), ask)
        })
      },
    }
  }

  return {
    open,
    close(page) {
      for (const [name, queue] of queues) {
        queue.waiting = queue.waiting.filter((request) => request.page !== page)
        if (queue.holder?.page === page) release(name, queue.holder)
      }
    },
    isHeld: (nameEnd) => [...queues].some(([name, { holder }]) => holder !== null && name.endsWith(nameEnd)),
  }
}

const shorten = (name: string): string =>
  name.endsWith(':commit') ? 'commit' : name.includes('fingerprint') ? 'fingerprint' : 'refresh'

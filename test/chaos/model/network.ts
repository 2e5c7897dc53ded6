// The way to the service and back, of which either half can be lost. The service itself answers at once and whole.
import type { Browser, Page } from './browser'
import type { Sent } from './journal'
import type { Service, ServiceAnswer } from './service'

/** What may happen to a request and its answer. */
type Fate =
  | 'arrives'
  | 'request-lost'
  | 'reply-lost'
  | 'html-before'
  | 'html-after'
  | 'half'
  | 'slow' // after requestTimeout
  | 'hang'
  | 'hang-before'
  | 'busy'
  | 'too-many'
  | 'broken'

const LOST: readonly Fate[] = [
  'request-lost',
  'reply-lost',
  'html-before',
  'html-after',
  'half',
  'slow',
  'slow',
  'hang',
  'hang-before',
]
const BUSY: readonly Fate[] = ['busy', 'too-many', 'broken']
const SLOW = 6_000

export function createNetwork(
  browser: Browser,
  service: Service,
): (page: Page, seat: number) => typeof globalThis.fetch {
  const { weather, chance, scheduler, journal } = browser

  const drawFate = (name: string): Fate => {
    if (browser.isHealed) return 'arrives'
    if (weather.lostAnswers && chance.happens(`${name} lost`, 0.25)) return chance.pick(`${name} fate`, LOST)
    if (weather.busyService && chance.happens(`${name} busy`, 0.25)) return chance.pick(`${name} trouble`, BUSY)
    return 'arrives'
  }

  const answerOf = (fate: Fate, sent: Sent): { answer: ServiceAnswer | null; text: string; status: number } => {
    if (fate === 'busy') return { answer: null, status: 400, text: '{"error_code":"IDAAS.SDK.COM.0002"}' }
    if (fate === 'too-many') return { answer: null, status: 429, text: '{}' }
    if (fate === 'broken') return { answer: null, status: 500, text: '{}' }
    if (fate === 'html-before') return { answer: null, status: 200, text: '<html>' }
    const answer = service.refresh(sent.token)
    journal.processed(sent, answer)
    const text = JSON.stringify(answer.body)
    if (fate === 'html-after') return { answer, status: 502, text: '<html>' }
    return { answer, status: answer.status, text: fate === 'half' ? text.slice(0, text.length / 2) : text }
  }

  return (page, seat) => (_url, init) =>
    new Promise((resolve, reject) => {
      const headers = init?.headers as Record<string, string>
      const name = `${page.name} request`
      const sent = journal.sent(page, seat, headers['session-token']!, browser.device.isOnline)
      const fail = (): void => {
        journal.failed(sent)
        reject(new TypeError('Failed to fetch'))
      }
      if (!browser.device.isOnline) {
        browser.met('request offline')
        scheduler.plan(page, 'offline', browser.delay(name), fail)
        return
      }
      init?.signal?.addEventListener('abort', () => {
        journal.cut(sent)
        reject(new DOMException('Aborted', 'AbortError'))
      })
      const fate = drawFate(name)
      browser.met(`request ${fate}`)
      const reply = (): void => {
        const { answer, status, text } = answerOf(fate, sent)
        const delay = fate === 'slow' ? SLOW : browser.delay(`${name} back`)
        if (page.isDoomed && page.isAlive) browser.reload(page)
        if (fate === 'hang') return
        scheduler.plan(page, `reply ${fate} ${status}`, delay, () => {
          if (init?.signal?.aborted) return
          if (fate === 'reply-lost') return fail()
          const isReadable = fate !== 'half' && !text.startsWith('<')
          const body = (): Promise<string> =>
            new Promise((read) =>
              scheduler.plan(page, 'reply body', browser.delay(`${name} body`), () => {
                if (init?.signal?.aborted) return
                if (isReadable) journal.answered(sent, answer)
                else journal.failed(sent)
                read(text)
              }),
            )
          const retryAfter = (header: string): string | null =>
            header === 'retry-after' && fate === 'too-many' ? '5' : null
          resolve({ status, headers: { get: retryAfter }, text: body } as unknown as Response)
        })
      }
      if (fate === 'request-lost') scheduler.plan(page, 'request lost', browser.delay(name), fail)
      else if (fate === 'hang-before') journal.hung(sent)
      else scheduler.plan(null, `${page.name} request arrives`, browser.delay(name), reply)
    })
}

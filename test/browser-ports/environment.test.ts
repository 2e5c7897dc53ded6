// The environment port: every global is looked up at the call, and one that is missing is made up for.
import { afterEach, expect, test, vi } from 'vitest'
import { createEnvironment } from '../../src/browser/environment'

const environment = createEnvironment({ isLeaving: () => false })

afterEach(() => {
  vi.useRealTimers()
})

test('clocks, chance and page state are those of the moment of the call', () => {
  vi.spyOn(Date, 'now').mockReturnValue(1_000)
  vi.spyOn(performance, 'now').mockReturnValue(2_000)
  vi.spyOn(Math, 'random').mockReturnValue(0.25)
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  expect(environment.wallClock()).toBe(1_000)
  expect(environment.monotonicClock()).toBe(2_000)
  expect(environment.random()).toBe(0.25)
  expect(environment.isVisible()).toBe(false)
  expect(environment.isOnline()).toBe(false)
  vi.restoreAllMocks()
  expect(environment.wallClock()).not.toBe(1_000)
  expect(environment.isVisible()).toBe(true)
  expect(environment.isOnline()).toBe(true)
})

test('without a window or a document nothing throws: visible and online', () => {
  expect(environment.hasWindow()).toBe(true)
  vi.stubGlobal('window', undefined)
  vi.stubGlobal('document', undefined)
  vi.stubGlobal('navigator', undefined)
  expect(environment.hasWindow()).toBe(false)
  expect(environment.isVisible()).toBe(true)
  expect(environment.isOnline()).toBe(true)
})

test('the page is leaving when the wake source says so', () => {
  let leaving = false
  const { isLeaving } = createEnvironment({ isLeaving: () => leaving })
  expect(isLeaving()).toBe(false)
  leaving = true
  expect(isLeaving()).toBe(true)
})

test('a timer calls back once, after its delay, unless it is cancelled', () => {
  vi.useFakeTimers()
  const [called, cancelled] = [vi.fn(), vi.fn()]
  environment.setTimer(called, 1_000)
  const cancel = environment.setTimer(cancelled, 1_000)
  cancel()
  vi.advanceTimersByTime(999)
  expect(called).not.toHaveBeenCalled()
  vi.advanceTimersByTime(10_000)
  expect(called).toHaveBeenCalledTimes(1)
  expect(cancelled).not.toHaveBeenCalled()
})

test.each([2 ** 31, 40 * 86_400_000, Infinity])(
  'a timer of %s ms is cut to the longest there is, and not to none',
  (delay) => {
    vi.useFakeTimers()
    const called = vi.fn()
    environment.setTimer(called, delay)
    vi.advanceTimersByTime(2 ** 31 - 2)
    expect(called).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(called).toHaveBeenCalledTimes(1)
  },
)

test('random ids differ, on plain http and without crypto too', () => {
  const secure = Array.from({ length: 100 }, environment.randomId)
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  const plain = Array.from({ length: 100 }, environment.randomId)
  vi.stubGlobal('crypto', undefined)
  const without = Array.from({ length: 100 }, environment.randomId)
  const ids = [...secure, ...plain, ...without]
  expect(new Set(ids).size).toBe(300)
  for (const id of ids) expect(id).toMatch(/^[0-9a-z]{10,32}$/)
})

test('the page address is the location, which a base element does not move', () => {
  const base = document.head.appendChild(document.createElement('base'))
  base.href = 'https://elsewhere.test/'
  expect(environment.pageUrl()).toBe(location.href)
  base.remove()
})

test('an error goes to the global handler: by reportError where there is one, else thrown by a timer', () => {
  vi.useFakeTimers()
  const error = new Error('broken')
  const report = vi.fn()
  vi.stubGlobal('reportError', report)
  environment.reportError(error)
  expect(report).toHaveBeenCalledExactlyOnceWith(error)
  vi.stubGlobal('reportError', undefined)
  expect(() => environment.reportError(error)).not.toThrow()
  expect(() => vi.runAllTimers()).toThrow(error)
  expect(report).toHaveBeenCalledTimes(1)
})

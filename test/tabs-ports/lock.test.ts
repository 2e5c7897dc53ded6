// The lock port: exclusive, in order, with a bounded wait; over Web Locks and over the page's own queues.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLock } from '../../src/tabs/lock'
import { createFakeLocks } from './fake-locks'

const QUEUES = Symbol.for('react-ciam.locks')
const queues = () => (globalThis as { [QUEUES]?: Map<string, unknown> })[QUEUES]

/** Work that ends when it is told to. */
function createWork<Result>() {
  let finish!: (result: Result) => void
  let fail!: (error: unknown) => void
  const done = new Promise<Result>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  return { run: vi.fn(() => done), finish, fail }
}

/** Everything that is waiting for promises alone has run when this resolves. */
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe.each([
  ['Web Locks', () => vi.stubGlobal('navigator', { locks: createFakeLocks().locks })],
  ['queues of the page', () => vi.stubGlobal('navigator', {})],
])('over %s', (_name, prepare) => {
  beforeEach(() => {
    prepare()
  })

  test('two under one name never run at a time, and run in the order they asked', async () => {
    const lock = createLock()
    const first = createWork<string>()
    const second = createWork<string>()
    const third = createWork<string>()
    const outcomes = Promise.all([first, second, third].map(({ run }) => lock.run('session', 1_000, run)))
    await settle()
    expect([first, second, third].map(({ run }) => run.mock.calls.length)).toEqual([1, 0, 0])
    first.finish('a')
    await settle()
    expect([first, second, third].map(({ run }) => run.mock.calls.length)).toEqual([1, 1, 0])
    second.finish('b')
    third.finish('c')
    expect(await outcomes).toEqual(['a', 'b', 'c'].map((value) => ({ acquired: true, value })))
  })

  test('other names do not wait', async () => {
    const lock = createLock()
    const holder = createWork<void>()
    void lock.run('session', 1_000, holder.run)
    expect(await lock.run('another', 1_000, () => Promise.resolve('had'))).toEqual({ acquired: true, value: 'had' })
    holder.finish()
  })

  test('a waiter gives up at its limit and its work never runs, not even when the lock is free later', async () => {
    const lock = createLock()
    const holder = createWork<void>()
    const late = createWork<void>()
    void lock.run('session', 1_000, holder.run)
    const outcome = lock.run('session', 1_000, late.run)
    const settled = vi.fn()
    void outcome.then(settled)
    await vi.advanceTimersByTimeAsync(999)
    expect(settled).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcome).toEqual({ acquired: false })
    holder.finish()
    await settle()
    expect(late.run).not.toHaveBeenCalled()
  })

  test('those behind a waiter that gave up still wait for the holder, and then run', async () => {
    const lock = createLock()
    const holder = createWork<void>()
    const patient = createWork<string>()
    void lock.run('session', 1_000, holder.run)
    void lock.run('session', 10, createWork<void>().run)
    const outcome = lock.run('session', 1_000, patient.run)
    await vi.advanceTimersByTimeAsync(20)
    expect(patient.run).not.toHaveBeenCalled()
    holder.finish()
    patient.finish('had')
    expect(await outcome).toEqual({ acquired: true, value: 'had' })
  })

  test('a limit bounds the wait and not the work', async () => {
    const lock = createLock()
    const long = createWork<string>()
    const outcome = lock.run('session', 1_000, long.run)
    await vi.advanceTimersByTimeAsync(60_000)
    long.finish('done')
    expect(await outcome).toEqual({ acquired: true, value: 'done' })
  })

  test.each([Infinity, 2 ** 31])('a limit of %s is none: the waiter runs after hours', async (waitLimit) => {
    const lock = createLock()
    const holder = createWork<void>()
    void lock.run('session', 1_000, holder.run)
    const outcome = lock.run('session', waitLimit, () => Promise.resolve('had'))
    await vi.advanceTimersByTimeAsync(5 * 3_600_000)
    holder.finish()
    expect(await outcome).toEqual({ acquired: true, value: 'had' })
  })

  test('what the work throws is rethrown, and the lock is free again', async () => {
    const lock = createLock()
    const error = new Error('broken')
    await expect(lock.run('session', 1_000, () => Promise.reject(error))).rejects.toBe(error)
    const outcome = lock.run('session', 1_000, () => {
      throw error
    })
    await expect(outcome).rejects.toBe(error)
    expect(await lock.run('session', 1_000, () => Promise.resolve(1))).toEqual({ acquired: true, value: 1 })
  })

  test.each(['AbortError', 'SecurityError'])(
    'an %s of the work is its own: no wait ended, nothing runs twice',
    async (name) => {
      const lock = createLock()
      const spansTabs = lock.spansTabs()
      const error = new DOMException('of the work', name)
      const work = vi.fn(() => Promise.reject(error))
      await expect(lock.run('session', 1_000, work)).rejects.toBe(error)
      expect(work).toHaveBeenCalledTimes(1)
      expect(lock.spansTabs()).toBe(spansTabs)
    },
  )

  test('no timer is left, whether the lock was had, the work failed or the wait ended', async () => {
    const lock = createLock()
    const holder = createWork<void>()
    const outcome = lock.run('session', 90_000, holder.run)
    await settle()
    expect(vi.getTimerCount()).toBe(0)
    const late = lock.run('session', 1_000, createWork<void>().run)
    await vi.advanceTimersByTimeAsync(1_000)
    await late
    holder.fail(new Error('broken'))
    await expect(outcome).rejects.toThrow('broken')
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('Web Locks', () => {
  test('the lock spans tabs, and is asked for exclusively, never by stealing', async () => {
    const { locks, requested } = createFakeLocks()
    vi.stubGlobal('navigator', { locks })
    const lock = createLock()
    await lock.run('session', 1_000, () => Promise.resolve())
    expect(lock.spansTabs()).toBe(true)
    expect(requested.map((options) => Object.keys(options))).toEqual([['signal']])
  })

  test('the work of a stolen lock counts: its value is given when it ends', async () => {
    const { locks, steal } = createFakeLocks()
    vi.stubGlobal('navigator', { locks })
    const work = createWork<string>()
    const outcome = createLock().run('session', 1_000, work.run)
    await settle()
    steal('session')
    await settle()
    work.finish('done')
    expect(await outcome).toEqual({ acquired: true, value: 'done' })
  })

  test('a lock that is granted after the wait ended runs nothing', async () => {
    let grant!: () => Promise<unknown>
    vi.stubGlobal('navigator', {
      locks: {
        request: (_name: string, options: LockOptions, callback: () => Promise<unknown>) => {
          grant = callback
          return new Promise((_, reject) =>
            options.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
          )
        },
      },
    })
    const work = vi.fn(() => Promise.resolve())
    const outcome = createLock().run('session', 1_000, work)
    await vi.advanceTimersByTimeAsync(1_000)
    await grant()
    expect(await outcome).toEqual({ acquired: false })
    expect(work).not.toHaveBeenCalled()
  })

  test.each([
    ['rejects', () => Promise.reject(new DOMException('An opaque origin', 'SecurityError'))],
    [
      'throws',
      () => {
        throw new DOMException('An opaque origin', 'SecurityError')
      },
    ],
  ])('where the browser %s with a SecurityError, the page has its own lock, bounded too', async (_how, request) => {
    vi.stubGlobal('navigator', { locks: { request } })
    const [one, other] = [createLock(), createLock()]
    const holder = createWork<string>()
    const late = vi.fn(() => Promise.resolve())
    const outcome = one.run('session', 1_000, holder.run)
    const waiter = other.run('session', 1_000, late)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await waiter).toEqual({ acquired: false })
    holder.finish('had')
    expect(await outcome).toEqual({ acquired: true, value: 'had' })
    expect(late).not.toHaveBeenCalled()
    expect([one.spansTabs(), other.spansTabs()]).toEqual([false, false])
  })

  test('any other refusal is thrown and nothing runs unprotected', async () => {
    vi.stubGlobal('navigator', { locks: createFakeLocks().locks })
    const work = vi.fn(() => Promise.resolve())
    await expect(createLock().run('-reserved', 1_000, work)).rejects.toThrow('A reserved name')
    expect(work).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the queues of the page', () => {
  test('two copies of the package share them', async () => {
    vi.stubGlobal('navigator', undefined)
    vi.resetModules()
    const copy = await import('../../src/tabs/lock')
    expect(copy.createLock).not.toBe(createLock)
    const holder = createWork<void>()
    const waiter = createWork<void>()
    void createLock().run('session', 1_000, holder.run)
    const outcome = copy.createLock().run('session', 1_000, waiter.run)
    await settle()
    expect(waiter.run).not.toHaveBeenCalled()
    holder.finish()
    waiter.finish()
    expect(await outcome).toMatchObject({ acquired: true })
  })

  test('nothing of a name is kept when its last waiter is done', async () => {
    vi.stubGlobal('navigator', undefined)
    const lock = createLock()
    const holder = createWork<void>()
    void lock.run('session', 1_000, holder.run)
    void lock.run('session', 10, () => Promise.resolve())
    await vi.advanceTimersByTimeAsync(10)
    expect(queues()?.has('session')).toBe(true)
    holder.finish()
    await settle()
    expect(queues()?.has('session')).toBe(false)
  })

  test('without Web Locks the lock does not span tabs', () => {
    vi.stubGlobal('navigator', {})
    expect(createLock().spansTabs()).toBe(false)
  })
})

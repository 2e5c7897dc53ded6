// The lock port: exclusive, in order, with a bounded wait; over Web Locks and over the page's own queues.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLock } from '../../src/tabs/lock'
import { createFakeLocks } from './fake-locks'
import { createWork } from './work'

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

  test('who asks only after the first is done waits for the second, which runs by then', async () => {
    const lock = createLock()
    const first = createWork<void>()
    const second = createWork<void>()
    const third = createWork<string>()
    void lock.run('session', 1_000, first.run)
    void lock.run('session', 1_000, second.run)
    first.finish()
    await settle()
    const outcome = lock.run('session', 1_000, third.run)
    await settle()
    expect([second, third].map(({ run }) => run.mock.calls.length)).toEqual([1, 0])
    second.finish()
    third.finish('had')
    expect(await outcome).toEqual({ acquired: true, value: 'had' })
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

  test.each([
    ['AbortError', 'rejected'],
    ['AbortError', 'thrown'],
    ['SecurityError', 'rejected'],
    ['SecurityError', 'thrown'],
  ])('an %s of the work, %s, is its own: no wait ended, nothing runs twice', async (name, how) => {
    const lock = createLock()
    const spansTabs = lock.spansTabs()
    const error = new DOMException('of the work', name)
    const work = vi.fn(() => Promise.resolve())
    work.mockImplementationOnce(() => {
      if (how === 'thrown') throw error
      return Promise.reject(error)
    })
    await expect(lock.run('session', 1_000, work)).rejects.toBe(error)
    expect(work).toHaveBeenCalledTimes(1)
    expect(lock.spansTabs()).toBe(spansTabs)
  })

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

// What each kind of lock does that the other cannot: Web Locks, which a browser may refuse, and the page's own queues.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createLock } from '../../src/tabs/lock'
import { createFakeLocks } from './fake-locks'
import { createWork } from './work'

const QUEUES = Symbol.for('react-ciam.locks')
const queues = () => (globalThis as { [QUEUES]?: Map<string, unknown> })[QUEUES]

/** Everything that is waiting for promises alone has run when this resolves. */
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
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

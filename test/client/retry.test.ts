// Trying again: after 1, 2, 4 ... 60 s, until it is done or forgotten, never twice at a time.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Environment } from '../../src/client/ports'
import { createRetry } from '../../src/client/retry'

const environment = {
  setTimer(callback: () => void, delay: number) {
    const timer = setTimeout(callback, delay)
    return () => clearTimeout(timer)
  },
} as Environment

const failing = () => vi.fn(() => Promise.resolve(false))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('it is tried after 1, 2, 4, 8, 16, 32 and then every 60 s', async () => {
  const attempt = failing()
  createRetry(environment, attempt).begin()
  for (const [index, seconds] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
    await vi.advanceTimersByTimeAsync(seconds * 1_000 - 1)
    expect(attempt).toHaveBeenCalledTimes(index)
    await vi.advanceTimersByTimeAsync(1)
    expect(attempt).toHaveBeenCalledTimes(index + 1)
  }
})

test('to begin while it waits changes nothing', async () => {
  const attempt = failing()
  const retry = createRetry(environment, attempt)
  retry.begin()
  await vi.advanceTimersByTimeAsync(999)
  retry.begin()
  await vi.advanceTimersByTimeAsync(1)
  expect(attempt).toHaveBeenCalledTimes(1)
  expect(vi.getTimerCount()).toBe(1)
})

test('what is done is not tried again, and a new beginning waits for 1 s', async () => {
  const attempt = failing().mockResolvedValueOnce(false).mockResolvedValueOnce(true)
  const retry = createRetry(environment, attempt)
  retry.begin()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(attempt).toHaveBeenCalledTimes(2)
  expect(vi.getTimerCount()).toBe(0)
  retry.begin()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(attempt).toHaveBeenCalledTimes(3)
})

test('what is forgotten is not tried again, and a new beginning waits for 1 s', async () => {
  const attempt = failing()
  const retry = createRetry(environment, attempt)
  retry.begin()
  await vi.advanceTimersByTimeAsync(1_000)
  retry.end()
  expect(vi.getTimerCount()).toBe(0)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(attempt).toHaveBeenCalledTimes(1)
  retry.begin()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(attempt).toHaveBeenCalledTimes(2)
})

test('at once means now if something waits, and nothing else', async () => {
  const attempt = failing()
  const retry = createRetry(environment, attempt)
  await retry.now()
  expect(attempt).not.toHaveBeenCalled()
  retry.begin()
  await retry.now()
  expect(attempt).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1_999)
  expect(attempt).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(attempt).toHaveBeenCalledTimes(2)
})

test('it is tried once at a time, and what ends meanwhile is not waited for again', async () => {
  let finish!: (done: boolean) => void
  const attempt = vi.fn(() => new Promise<boolean>((resolve) => (finish = resolve)))
  const retry = createRetry(environment, attempt)
  retry.begin()
  const both = Promise.all([retry.now(), retry.now()])
  expect(attempt).toHaveBeenCalledTimes(1)
  retry.end()
  finish(false)
  await both
  expect(vi.getTimerCount()).toBe(0)
})

// Work that is done with the lock if it can be had, and without it else: once in either case.
import { expect, test, vi } from 'vitest'
import { runAnyway } from '../../src/client/engine'
import type { Lock } from '../../src/client/ports'

const lockThat = (run: (work: () => Promise<unknown>) => Promise<unknown>): Lock => ({
  run: (_name, _limit, work) => run(work) as never,
  spansTabs: () => true,
})
const refused = () => Promise.reject(new DOMException('closing', 'InvalidStateError'))

test.each([
  ['is had', async (work: () => Promise<unknown>) => ({ acquired: true, value: await work() })],
  ['is not had in time', () => Promise.resolve({ acquired: false })],
  ['is refused by the browser', refused],
])('where the lock %s, the work runs once and its value is given', async (_how, run) => {
  const work = vi.fn(() => Promise.resolve('done'))
  expect(await runAnyway(lockThat(run), 'name', 1_000, work)).toBe('done')
  expect(work).toHaveBeenCalledTimes(1)
})

test.each([
  ['is had', async (work: () => Promise<unknown>) => ({ acquired: true, value: await work() })],
  ['is not had in time', () => Promise.resolve({ acquired: false })],
  ['is refused by the browser', refused],
])('where the lock %s, what the work throws is thrown, and the work is not repeated', async (_how, run) => {
  const error = new Error('of the work')
  const work = vi.fn(() => Promise.reject(error))
  await expect(runAnyway(lockThat(run), 'name', 1_000, work)).rejects.toBe(error)
  expect(work).toHaveBeenCalledTimes(1)
})

test('the lock is asked for by name, with the limit', async () => {
  const run = vi.fn(() => Promise.resolve({ acquired: false as const }))
  await runAnyway({ run, spansTabs: () => true }, 'name', 1_000, () => Promise.resolve())
  expect(run).toHaveBeenCalledExactlyOnceWith('name', 1_000, expect.any(Function))
})

// webStorage over an IndexedDB that does not work: the area alone, without an error and with one bounded wait.
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deleteDatabase, occupy, readFence, silentFactory } from './databases'
import { createTabs, KEY, type Tab } from './tabs'

let openTab: () => Tab

beforeEach(() => {
  // setImmediate stays real: the databases run on it.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.stubGlobal('indexedDB', new IDBFactory())
  openTab = createTabs().openTab
})
afterEach(() => {
  vi.useRealTimers()
})

test.each([
  ['is missing', () => undefined],
  [
    'throws',
    () => ({
      open: () => {
        throw new DOMException('denied', 'SecurityError')
      },
    }),
  ],
])('an IndexedDB that %s leaves the area alone in charge, without an error or a wait', async (_how, factory) => {
  vi.stubGlobal('indexedDB', factory())
  const tab = openTab()
  await tab.storage.setItem(KEY, 'first')
  expect(await tab.latest()).toBe('first')
  await tab.storage.removeItem(KEY)
  expect(await tab.latest()).toBeNull()
  expect(vi.getTimerCount()).toBe(0)
})

test('a silent IndexedDB is waited for 1,000 ms, and then left alone for 60,000 ms', async () => {
  const working = indexedDB
  vi.stubGlobal('indexedDB', silentFactory)
  const open = vi.spyOn(silentFactory, 'open')
  const tab = openTab()
  const confirmed = vi.fn()
  const write = Promise.resolve(tab.storage.setItem(KEY, 'first')).then(confirmed)
  await vi.advanceTimersByTimeAsync(999)
  expect(confirmed).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  await write
  vi.stubGlobal('indexedDB', working)
  await vi.advanceTimersByTimeAsync(59_999)
  await tab.storage.setItem(KEY, 'second')
  expect(await tab.latest()).toBe('second')
  expect(open).toHaveBeenCalledTimes(1)
  expect(await working.databases()).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  await tab.storage.setItem(KEY, 'third')
  expect(await readFence(KEY)).toMatchObject({ value: 'third' })
  expect(vi.getTimerCount()).toBe(0)
})

test('an IndexedDB that answers late: its write counts for the value it belongs to, a newer unfenced one stays, and the pause ends', async () => {
  const [writer, reader] = [openTab(), openTab()]
  await writer.storage.setItem(KEY, 'start')
  const release = await occupy('react-ciam')
  const write = writer.storage.setItem(KEY, 'late')
  await vi.advanceTimersByTimeAsync(1_000)
  await write
  await writer.storage.setItem(KEY, 'newest')
  release()
  await vi.waitFor(async () => expect(await readFence(KEY)).toMatchObject({ value: 'late' }))
  expect(await reader.latest()).toBe('newest')
  reader.lag()
  await writer.storage.setItem(KEY, 'fenced again')
  expect(await reader.latest()).toBe('fenced again')
})

test('a connection whose database is deleted makes way, and the next write is fenced again', async () => {
  const [writer, reader] = [openTab(), openTab()]
  await writer.storage.setItem(KEY, 'first')
  await deleteDatabase('react-ciam')
  expect(await writer.latest()).toBe('first')
  reader.lag()
  await writer.storage.setItem(KEY, 'second')
  expect(await reader.latest()).toBe('second')
})

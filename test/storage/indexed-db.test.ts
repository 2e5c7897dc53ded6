// indexedDbStorage: one database for each name, and a connection that is replaced when it is lost.
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { STORAGE_DETAILS, type StorageDetails } from '../../src/client/ports'
import { indexedDbStorage } from '../../src/storage'
import { closeConnection, deleteDatabase, occupy, silentFactory } from './databases'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  vi.stubGlobal('indexedDB', new IDBFactory())
})
afterEach(() => {
  vi.useRealTimers()
})

test('it keeps what was written until it is removed, and reads the newest write of any adapter of its name', async () => {
  const [storage, other] = [indexedDbStorage(), indexedDbStorage()]
  expect(await storage.getItem('key')).toBeNull()
  await storage.setItem('key', 'value')
  expect(await other.getItem('key')).toBe('value')
  await other.setItem('key', 'newer')
  expect(await storage.getLatest?.('key')).toBe('newer')
  await storage.removeItem('key')
  expect(await other.getItem('key')).toBeNull()
  expect(vi.getTimerCount()).toBe(0)
})

test('another name is another store', async () => {
  await indexedDbStorage().setItem('key', 'value')
  const other = indexedDbStorage('other')
  expect(await other.getItem('key')).toBeNull()
  expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['react-ciam-session', 'other'])
  expect((other as { [STORAGE_DETAILS]?: StorageDetails })[STORAGE_DETAILS]?.area).toBe('indexed-db:other')
})

test('calls that overlap take effect in their order', async () => {
  const storage = indexedDbStorage()
  const first = storage.setItem('key', 'a')
  const second = storage.removeItem('key')
  const third = storage.setItem('key', 'b')
  expect(await storage.getItem('key')).toBe('b')
  await Promise.all([first, second, third])
})

test('whoever deletes the database is not kept waiting, and the next call opens it anew', async () => {
  const storage = indexedDbStorage()
  await storage.setItem('key', 'value')
  await deleteDatabase('react-ciam-session')
  const older = storage.setItem('key', 'older')
  await storage.setItem('key', 'newer')
  await older
  expect(await storage.getItem('key')).toBe('newer')
})

test('a connection that the browser closed is opened anew', async () => {
  const connections: IDBDatabase[] = []
  const open = indexedDB.open.bind(indexedDB)
  vi.spyOn(indexedDB, 'open').mockImplementation((name) => {
    const request = open(name)
    request.addEventListener('success', () => connections.push(request.result))
    return request
  })
  const storage = indexedDbStorage()
  await storage.setItem('key', 'value')
  connections.forEach(closeConnection)
  expect(await storage.getItem('key')).toBe('value')
  expect(connections).toHaveLength(2)
})

test('a call without an answer rejects after 2,000 ms, and the next one opens a new connection', async () => {
  const working = indexedDB
  vi.stubGlobal('indexedDB', silentFactory)
  const storage = indexedDbStorage()
  const outcome = expect(storage.getItem('key')).rejects.toThrow('did not answer')
  await vi.advanceTimersByTimeAsync(2_000)
  await outcome
  vi.stubGlobal('indexedDB', working)
  await storage.setItem('key', 'value')
  expect(await storage.getItem('key')).toBe('value')
})

test('a write that was given up and lands late is not newer than the one after it', async () => {
  const storage = indexedDbStorage()
  const release = await occupy('react-ciam-session')
  const outcome = expect(storage.setItem('key', 'late')).rejects.toThrow('did not answer')
  await vi.advanceTimersByTimeAsync(2_000)
  await outcome
  const newer = storage.setItem('key', 'newer')
  release()
  await newer
  expect(await storage.getItem('key')).toBe('newer')
})

test('a missing or denied IndexedDB rejects at once', async () => {
  vi.stubGlobal('indexedDB', undefined)
  await expect(indexedDbStorage().getItem('key')).rejects.toThrow()
  const denied = new DOMException('denied', 'SecurityError')
  vi.stubGlobal('indexedDB', {
    open: () => {
      throw denied
    },
  })
  await expect(indexedDbStorage().setItem('key', 'value')).rejects.toBe(denied)
  expect(vi.getTimerCount()).toBe(0)
})

test('a write that failed for another reason than its connection is not made a second time', async () => {
  const storage = indexedDbStorage()
  await storage.setItem('key', 'value')
  const full = new DOMException('full', 'QuotaExceededError')
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw full
  })
  await expect(storage.setItem('key', 'newer')).rejects.toBe(full)
  expect(put).toHaveBeenCalledTimes(1)
  put.mockRestore()
  expect(await storage.getItem('key')).toBe('value')
})

// Which area webStorage uses and when, what stands in for a blocked one, and which storage events it passes on.
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { STORAGE_DETAILS, type StorageDetails } from '../../src/client/ports'
import type { StorageAdapter } from '../../src/client/types'
import { webStorage } from '../../src/storage'
import { readFence } from './databases'

const KEY = 'record'

const detailsOf = (storage: StorageAdapter) => (storage as { [STORAGE_DETAILS]?: StorageDetails })[STORAGE_DETAILS]

/** Counts how often an area is looked up. */
function watchArea(name: 'localStorage' | 'sessionStorage', read: () => Storage | undefined) {
  const lookUp = vi.fn(read)
  const original = Object.getOwnPropertyDescriptor(globalThis, name)
  Object.defineProperty(globalThis, name, { configurable: true, get: lookUp })
  restore.push(() => Object.defineProperty(globalThis, name, original!))
  return lookUp
}

const restore: (() => void)[] = []

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
})
afterEach(() => {
  restore.splice(0).forEach((undo) => undo())
  localStorage.clear()
  sessionStorage.clear()
})

test.each([
  ['localStorage by default', 'local', () => webStorage(), () => localStorage],
  ['localStorage by name', 'local', () => webStorage('local'), () => localStorage],
  ['localStorage as an object', 'local', () => webStorage(localStorage), () => localStorage],
  ['sessionStorage by name', 'session', () => webStorage('session'), () => sessionStorage],
  ['sessionStorage as an object', 'session', () => webStorage(sessionStorage), () => sessionStorage],
])('%s is the area, read synchronously', async (_what, name, create, area) => {
  const storage = create()
  area().setItem(KEY, 'there')
  expect(storage.getItem(KEY)).toBe('there')
  await storage.setItem(KEY, 'new')
  expect(area().getItem(KEY)).toBe('new')
  expect(await storage.getLatest?.(KEY)).toBe('new')
  await storage.removeItem(KEY)
  expect(storage.getItem(KEY)).toBeNull()
  expect(detailsOf(storage)?.area).toBe(name)
  expect(detailsOf(storage)?.blockedBy?.()).toBeUndefined()
})

test.each([
  ['by name', () => webStorage('session')],
  ['as an object', () => webStorage(sessionStorage)],
])('sessionStorage %s is of one tab: no database is opened', async (_how, create) => {
  const open = vi.spyOn(indexedDB, 'open')
  const storage = create()
  await storage.setItem(KEY, 'value')
  await storage.getLatest?.(KEY)
  await storage.removeItem(KEY)
  expect(open).not.toHaveBeenCalled()
})

test('an own Storage object is fenced as localStorage is', async () => {
  await webStorage({ ...localStorage, getItem: () => null, setItem: () => {} }).setItem(KEY, 'value')
  expect(await readFence(KEY)).toMatchObject({ value: 'value' })
})

test('an own Storage object is fenced, too, where the browser blocks sessionStorage', async () => {
  watchArea('sessionStorage', () => {
    throw new DOMException('denied', 'SecurityError')
  })
  const storage = webStorage({ ...localStorage, getItem: () => null, setItem: () => {} })
  expect(detailsOf(storage)?.area).toBe('local')
  await storage.setItem(KEY, 'value')
  expect(await readFence(KEY)).toMatchObject({ value: 'value' })
})

describe('an area that the browser blocks', () => {
  const denied = new DOMException('denied', 'SecurityError')

  test.each([
    ['throws', denied, () => { throw denied }], // prettier-ignore
    ['is missing', expect.any(Error), () => undefined],
  ])('and %s: memory stands in, alone, and the reason is known', async (_how, reason, read) => {
    watchArea('localStorage', read)
    const open = vi.spyOn(indexedDB, 'open')
    const storage = webStorage()
    expect(detailsOf(storage)?.blockedBy?.()).toBeUndefined()
    expect(await storage.getLatest?.(KEY)).toBeNull()
    expect(detailsOf(storage)?.blockedBy?.()).toEqual(reason)
    await storage.setItem(KEY, 'value')
    expect(storage.getItem(KEY)).toBe('value')
    expect(await storage.getLatest?.(KEY)).toBe('value')
    expect(webStorage().getItem(KEY)).toBeNull()
    await storage.removeItem(KEY)
    expect(storage.getItem(KEY)).toBeNull()
    expect(open).not.toHaveBeenCalled()
  })

  test('is not tried again: what memory took is not lost', () => {
    const real = localStorage
    let isBlocked = true
    watchArea('localStorage', () => {
      if (isBlocked) throw denied
      return real
    })
    const storage = webStorage()
    void storage.setItem(KEY, 'value')
    isBlocked = false
    expect(storage.getItem(KEY)).toBe('value')
    expect(real.getItem(KEY)).toBeNull()
  })
})

test('neither importing nor creating looks an area up, opens a database or listens', async () => {
  const areas = [watchArea('localStorage', () => undefined), watchArea('sessionStorage', () => undefined)]
  const open = vi.spyOn(indexedDB, 'open')
  const added = vi.spyOn(window, 'addEventListener')
  vi.resetModules()
  const entry = await import('../../src/storage')
  const created = [entry.webStorage(), entry.webStorage('session'), entry.memoryStorage(), entry.indexedDbStorage()]
  expect(created.map((storage) => detailsOf(storage)?.area.replace(/:.*/, ''))).toEqual([
    'local',
    'session',
    'memory',
    'indexed-db',
  ])
  for (const lookUp of areas) expect(lookUp).not.toHaveBeenCalled()
  expect(open).not.toHaveBeenCalled()
  expect(added).not.toHaveBeenCalled()
})

test('what getItem throws is thrown on', () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new Error('corrupt')
  })
  expect(() => webStorage().getItem(KEY)).toThrow('corrupt')
})

test('where there are no events, as on a server, subscribing does nothing', () => {
  vi.stubGlobal('addEventListener', undefined)
  vi.stubGlobal('removeEventListener', undefined)
  const unsubscribe = webStorage().subscribe?.(KEY, () => {})
  expect(() => unsubscribe?.()).not.toThrow()
})

describe('a storage event', () => {
  test.each<[string, number, StorageEventInit]>([
    ['of the key in this area is heard', 1, { key: KEY, storageArea: localStorage }],
    ['that all was cleared is heard', 1, { key: null, storageArea: localStorage }],
    ['that names no area is heard', 1, { key: KEY }],
    ['of another key is not', 0, { key: 'other', storageArea: localStorage }],
    ['of another area is not', 0, { key: KEY, storageArea: sessionStorage }],
    ['that another area was cleared is not', 0, { key: null, storageArea: sessionStorage }],
  ])('%s', (_what, times, init) => {
    const heard = vi.fn()
    const unsubscribe = webStorage().subscribe?.(KEY, heard)
    window.dispatchEvent(new StorageEvent('storage', init))
    expect(heard).toHaveBeenCalledTimes(times)
    unsubscribe?.()
    window.dispatchEvent(new StorageEvent('storage', init))
    expect(heard).toHaveBeenCalledTimes(times)
  })
})

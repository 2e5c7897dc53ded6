// memoryStorage: synchronous, and shared by those who hold the same object alone.
import { expect, test } from 'vitest'
import { STORAGE_DETAILS, type StorageDetails } from '../../src/client/ports'
import { memoryStorage } from '../../src/storage'

test('it keeps what was written until it is removed, for itself alone', async () => {
  const [storage, other] = [memoryStorage(), memoryStorage()]
  expect(storage.getItem('key')).toBeNull()
  await storage.setItem('key', 'value')
  await storage.setItem('empty', '')
  expect(storage.getItem('key')).toBe('value')
  expect(storage.getItem('empty')).toBe('')
  expect(other.getItem('key')).toBeNull()
  await storage.removeItem('key')
  expect(storage.getItem('key')).toBeNull()
})

test('each stands for a store of its own', () => {
  const areas = [memoryStorage(), memoryStorage()].map(
    (storage) => (storage as { [STORAGE_DETAILS]?: StorageDetails })[STORAGE_DETAILS]?.area,
  )
  expect(areas[0]).toMatch(/^memory:./)
  expect(areas[0]).not.toBe(areas[1])
})

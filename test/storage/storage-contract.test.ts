// Every adapter of this package passes the contract that apps can run on theirs; an adapter that breaks it does not.
import 'fake-indexeddb/auto'
import type { StorageAdapter } from 'react-ciam'
import { indexedDbStorage, memoryStorage, webStorage } from 'react-ciam/storage'
import { storageContract } from 'react-ciam/testing'
import { describe, expect, test } from 'vitest'

const adapters: [string, () => StorageAdapter, boolean][] = [
  ['webStorage()', () => webStorage(), true],
  ["webStorage('session')", () => webStorage('session'), true],
  ['memoryStorage()', () => memoryStorage(), false],
  ['indexedDbStorage()', () => indexedDbStorage(), true],
  ['localStorage itself', () => localStorage, true],
]

describe.each(adapters)('%s', (_name, create, isShared) => {
  test.each(storageContract(create, isShared).map((rule) => [rule.title, rule] as const))('%s', (_title, rule) =>
    rule.run(),
  )
})

const broken: Record<string, (good: StorageAdapter) => Partial<StorageAdapter>> = {
  'gives undefined for what is not there': (good) => ({ getItem: (key) => good.getItem(key) ?? (undefined as never) }),
  truncates: (good) => ({ setItem: (key, value) => good.setItem(key, value.slice(0, 2_048)) }),
  'ignores an empty value': (good) => ({ setItem: (key, value) => (value ? good.setItem(key, value) : undefined) }),
  'keeps the first write': (good) => ({
    setItem: (key, value) => (good.getItem(key) === null ? good.setItem(key, value) : undefined),
  }),
  'has one value for all keys': (good) => ({
    getItem: () => good.getItem('all'),
    setItem: (_key, value) => good.setItem('all', value),
    removeItem: () => good.removeItem('all'),
  }),
  'does not remove': () => ({ removeItem: () => {} }),
  'throws at a second removal': (good) => ({
    removeItem(key) {
      if (good.getItem(key) === null) throw new Error('not there')
      return good.removeItem(key)
    },
  }),
  'has a getLatest that lags': (good) => ({ getLatest: () => Promise.resolve(good.getItem('never written') as null) }),
  'has a subscribe without an end': () => ({ subscribe: () => undefined as never }),
}

test.each(Object.entries(broken))('an adapter that %s breaks a rule', async (_title, sabotage) => {
  const good = memoryStorage()
  const adapter: StorageAdapter = {
    getItem: (key) => good.getItem(key),
    setItem: (key, value) => good.setItem(key, value),
    removeItem: (key) => good.removeItem(key),
  }
  const rules = storageContract(() => ({ ...adapter, ...sabotage(good) }))
  const outcomes = await Promise.allSettled(rules.map((rule) => rule.run()))
  expect(outcomes.map(({ status }) => status)).toContain('rejected')
})

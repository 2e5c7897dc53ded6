// What every storage adapter must do, as checks that any test runner can run.
import type { StorageAdapter } from '../index'

/** One rule of the contract. */
export interface StorageRule {
  /** The rule, as a test title. */
  readonly title: string
  /** Rejects with an `Error` that says what the adapter did instead. */
  run(): Promise<void>
}

/**
 * The rules that `createCiamClient` relies on, for an adapter of your own. Each rule makes adapters anew and writes only
 * under keys that begin with `react-ciam:contract:`, which it removes again. It cannot tell whether a store is ordered
 * between tabs, nor whether it survives a crash.
 *
 * @param create - makes the adapter. Called twice for the rule on two adapters, which must then be over the same store.
 * @param isShared - whether two adapters of `create` are over the same store. Default true; false skips that rule.
 * @example
 * describe('my adapter', () => {
 *   for (const { title, run } of storageContract(() => createMyAdapter())) test(title, run)
 * })
 */
export function storageContract(create: () => StorageAdapter, isShared = true): readonly StorageRule[] {
  const rule = (title: string, check: (adapter: StorageAdapter, key: string) => Promise<void>): StorageRule => ({
    title,
    async run() {
      const adapter = create()
      const key = `react-ciam:contract:${title}`
      await adapter.removeItem(key)
      try {
        await check(adapter, key)
      } finally {
        await adapter.removeItem(key)
      }
    },
  })
  const rules = [
    rule('a key that was never written gives null', async (adapter, key) => {
      expectValue(await adapter.getItem(key), null)
    }),
    rule('a value comes back as it was written', async (adapter, key) => {
      for (const value of SAMPLES) {
        await adapter.setItem(key, value)
        expectValue(await adapter.getItem(key), value)
      }
    }),
    rule('of writes that overlap, the last one stays', async (adapter, key) => {
      await Promise.all(['1', '2', '3', '4'].map(async (value) => adapter.setItem(key, value)))
      expectValue(await adapter.getItem(key), '4')
    }),
    rule('a write under one key changes no other', async (adapter, key) => {
      await adapter.setItem(key, 'one')
      await adapter.setItem(`${key}:other`, 'two')
      expectValue(await adapter.getItem(key), 'one')
      await adapter.removeItem(`${key}:other`)
      expectValue(await adapter.getItem(key), 'one')
    }),
    rule('a removed value is gone, and to remove it again is no error', async (adapter, key) => {
      await adapter.setItem(key, 'value')
      await adapter.removeItem(key)
      expectValue(await adapter.getItem(key), null)
      await adapter.removeItem(key)
    }),
    rule('getLatest, where there is one, gives the last write and null after a removal', async (adapter, key) => {
      if (!adapter.getLatest) return
      for (const value of ['first', 'second']) {
        await adapter.setItem(key, value)
        expectValue(await adapter.getLatest(key), value)
      }
      await adapter.removeItem(key)
      expectValue(await adapter.getLatest(key), null)
    }),
    rule('subscribe, where there is one, returns a function that ends it and may be called twice', (adapter, key) => {
      const end = adapter.subscribe?.(key, () => {})
      if (adapter.subscribe && typeof end !== 'function') throw new Error('subscribe returned no function.')
      end?.()
      end?.()
      return Promise.resolve()
    }),
  ]
  const shared = rule('what one adapter wrote, another over the same store reads', async (adapter, key) => {
    await adapter.setItem(key, 'value')
    const other = create()
    expectValue(await other.getItem(key), 'value')
    await other.removeItem(key)
    expectValue(await adapter.getItem(key), null)
  })
  return isShared ? [...rules, shared] : rules
}

/** Among them what a record is like: some kilobytes of JSON, and text of every plane. */
const SAMPLES = ['value', '', '{"version":1,"name":"演示用户 🎫"}', ' spaces ', 'line\nbreak', 'x'.repeat(20_000)]

function expectValue(actual: unknown, wanted: string | null): void {
  if (actual === wanted) return
  // The values are this file's own, so that they may be shown; a long one is cut.
  const show = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 60)
  throw new Error(`The adapter gave ${show(actual)} instead of ${show(wanted)}.`)
}

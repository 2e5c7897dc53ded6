// webStorage behind its fence: the newest write of any process, whatever this process's view of localStorage shows.
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { occupy, readFence, writeFence } from './databases'
import { createTabs, KEY, type Tab } from './tabs'

let values: Map<string, string>
let openTab: () => Tab

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  const tabs = createTabs()
  values = tabs.values
  openTab = tabs.openTab
})

describe('a process whose view lags', () => {
  test('reads what another wrote last', async () => {
    const [writer, reader] = [openTab(), openTab()]
    await writer.storage.setItem(KEY, 'first')
    reader.lag()
    await writer.storage.setItem(KEY, 'second')
    await writer.storage.setItem(KEY, 'third')
    expect(reader.storage.getItem(KEY)).toBe('first')
    expect(await reader.latest()).toBe('third')
  })

  test('reads null after another removed the value', async () => {
    const [writer, reader] = [openTab(), openTab()]
    await writer.storage.setItem(KEY, 'first')
    reader.lag()
    await writer.storage.removeItem(KEY)
    expect(reader.storage.getItem(KEY)).toBe('first')
    expect(await reader.latest()).toBeNull()
  })

  test('reads what replaced a value that the fence had never seen', async () => {
    const [writer, reader] = [openTab(), openTab()]
    values.set(KEY, 'seeded')
    reader.lag()
    await writer.storage.setItem(KEY, 'second')
    expect(await reader.latest()).toBe('second')
  })

  test('reads what a process wrote that itself lagged, and never anything older', async () => {
    const [first, second, third] = [openTab(), openTab(), openTab()]
    await first.storage.setItem(KEY, 'a')
    second.lag()
    await first.storage.setItem(KEY, 'b')
    third.lag()
    await second.storage.setItem(KEY, 'c')
    expect(await third.latest()).toBe('c')
    third.catchUp()
    third.lag()
    await second.storage.setItem(KEY, 'd')
    expect([await first.latest(), await second.latest(), await third.latest()]).toEqual(['d', 'd', 'd'])
  })

  test('reads the newest of writes that were not awaited, in the order of their calls', async () => {
    const [writer, reader] = [openTab(), openTab()]
    await writer.storage.setItem(KEY, 'start')
    reader.lag()
    const writes = ['a', 'b', 'c', 'd'].map((value) => writer.storage.setItem(KEY, value))
    expect(await reader.latest()).toBe('d')
    await Promise.all([...writes, writer.storage.removeItem(KEY), writer.storage.setItem(KEY, 'last')])
    expect(await reader.latest()).toBe('last')
  })

  test('is given a value that was replaced once and is current again', async () => {
    const [writer, reader] = [openTab(), openTab()]
    await writer.storage.setItem(KEY, 'a')
    reader.lag()
    await writer.storage.setItem(KEY, 'b')
    await writer.storage.setItem(KEY, 'a')
    expect(await reader.latest()).toBe('a')
    reader.catchUp()
    expect(await reader.latest()).toBe('a')
  })

  test('by the last of many writes reads the newest', async () => {
    const [writer, reader] = [openTab(), openTab()]
    for (let turn = 0; turn < 20; turn += 1) await writer.storage.setItem(KEY, `${turn}`)
    reader.lag()
    await writer.storage.setItem(KEY, 'newest')
    expect(await reader.latest()).toBe('newest')
  })

  test('is told of another key nothing', async () => {
    const [writer, reader] = [openTab(), openTab()]
    await writer.storage.setItem(KEY, 'same')
    await writer.storage.setItem('other', 'same')
    reader.lag()
    await writer.storage.setItem('other', 'new')
    expect(await reader.latest()).toBe('same')
  })
})

describe('what the fence does not know', () => {
  test('a record without a fence is valid', async () => {
    values.set(KEY, 'seeded')
    expect(await openTab().latest()).toBe('seeded')
  })

  test('a hash that another version of the package stored still counts', async () => {
    values.set(KEY, 'old')
    await writeFence(KEY, { value: 'new', superseded: ['-1121215530.-1150115974'] })
    expect(await openTab().latest()).toBe('new')
  })

  test('a value that was written past the fence is newer than the fenced one', async () => {
    const tab = openTab()
    await tab.storage.setItem(KEY, 'fenced')
    values.set(KEY, 'unfenced')
    expect(await tab.latest()).toBe('unfenced')
  })

  test('the fence alone never restores a session: who cleared localStorage has ended it', async () => {
    const tab = openTab()
    await tab.storage.setItem(KEY, 'first')
    await tab.storage.setItem(KEY, 'second')
    values.clear()
    expect(await tab.latest()).toBeNull()
  })

  test('a value that arrives while the fence is being read is seen', async () => {
    const [writer, reader] = [openTab(), openTab()]
    reader.lag()
    await writer.storage.setItem(KEY, 'first')
    const reading = reader.latest()
    reader.catchUp()
    expect(await reading).toBe('first')
  })

  test.each([7, 'text', null, { value: 'x' }, { value: 'x', superseded: 1 }])(
    'an entry of another shape (%j) counts as none, and the next write replaces it',
    async (entry) => {
      await writeFence(KEY, entry)
      const [writer, reader] = [openTab(), openTab()]
      values.set(KEY, 'first')
      expect(await reader.latest()).toBe('first')
      reader.lag()
      await writer.storage.setItem(KEY, 'second')
      expect(await reader.latest()).toBe('second')
    },
  )
})

describe('a write', () => {
  test('is in the area before anything is awaited, and so is a removal', () => {
    const { storage } = openTab()
    void storage.setItem(KEY, 'first')
    expect(values.get(KEY)).toBe('first')
    void storage.removeItem(KEY)
    expect(values.has(KEY)).toBe(false)
  })

  test('is confirmed only when the fence has it', async () => {
    const { storage } = openTab()
    const release = await occupy('react-ciam')
    const confirmed = vi.fn()
    const write = Promise.resolve(storage.setItem(KEY, 'first')).then(confirmed)
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate)
    expect(confirmed).not.toHaveBeenCalled()
    release()
    await write
    expect(await readFence(KEY)).toEqual({ value: 'first', superseded: [] })
  })

  test('leaves of the values it replaced no more than hashes, of the last 16', async () => {
    const { storage } = openTab()
    for (let turn = 0; turn < 20; turn += 1) await storage.setItem(KEY, `secret-token-${turn}`)
    const entry = (await readFence(KEY)) as { value: string; superseded: string[] }
    expect(entry.value).toBe('secret-token-19')
    expect(new Set(entry.superseded).size).toBe(16)
    expect(JSON.stringify(entry.superseded)).not.toContain('secret')
    await storage.removeItem(KEY)
    expect(JSON.stringify(await readFence(KEY))).not.toContain('secret')
  })

  test('that the area refuses rejects with its error, and other tabs still do not go by the replaced value', async () => {
    const [writer, reader] = [openTab(), openTab()]
    await writer.storage.setItem(KEY, 'first')
    const full = new DOMException('full', 'QuotaExceededError')
    vi.spyOn(writer.area, 'setItem').mockImplementation(() => {
      throw full
    })
    await expect(writer.storage.setItem(KEY, 'second')).rejects.toBe(full)
    expect(values.get(KEY)).toBe('first')
    expect(await reader.latest()).toBe('second')
  })

  test('that the area refuses restores nothing where the area holds nothing', async () => {
    const [writer, reader] = [openTab(), openTab()]
    vi.spyOn(writer.area, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    await expect(writer.storage.setItem(KEY, 'first')).rejects.toThrow('full')
    expect(await reader.latest()).toBeNull()
  })

  test('a removal that the area refuses leaves a dead value behind', async () => {
    const tab = openTab()
    await tab.storage.setItem(KEY, 'first')
    vi.spyOn(tab.area, 'removeItem').mockImplementation(() => {
      throw new Error('refused')
    })
    await expect(tab.storage.removeItem(KEY)).rejects.toThrow('refused')
    expect(await tab.latest()).toBeNull()
  })
})

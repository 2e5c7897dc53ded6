// Calls of an app's storage adapter, and the list of sessions that were signed out: whatever the adapter gives or throws.
import { describe, expect, test, vi } from 'vitest'
import { createAppCode } from '../../src/client/app-code'
import type { Environment } from '../../src/client/ports'
import { sessionKeys } from '../../src/client/record'
import { withoutSecrets } from '../../src/client/safe-cause'
import { createSessionStore } from '../../src/client/session-store'
import { createStorageAccess } from '../../src/client/storage-access'
import type { StorageAdapter } from '../../src/client/types'

const environment = { setTimer: () => () => {} } as unknown as Environment
const KEYS = sessionKeys('https://x.test', 'app')

function createAccess(own: Partial<StorageAdapter> = {}) {
  const values = new Map<string, string>()
  const adapter: StorageAdapter = {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    ...own,
  }
  return { values, access: createStorageAccess(adapter, createAppCode(environment)) }
}

describe('an adapter', () => {
  test.each([true, 5, 'done', { ok: true }])(
    'may give %j for a write or a removal: what is there counts',
    async (given) => {
      const { values, access } = createAccess({
        setItem: (key, value) => (values.set(key, value), given) as never,
        removeItem: (key) => (values.delete(key), Promise.resolve(given)) as never,
      })
      expect(await access.write('key', 'value')).toBeNull()
      expect(values.get('key')).toBe('value')
      expect(await access.remove('key')).toBeNull()
    },
  )

  test.each([undefined, null])('that gives %j for a key has nothing there', (given) => {
    const { access } = createAccess({ getItem: () => given as never })
    expect(access.readNow('key')).toEqual({ value: null })
  })

  test.each([5, true, { value: 'x' }, ['x']])('that gives %j for a key could not be read', (given) => {
    const { access } = createAccess({ getItem: () => given as never })
    expect(access.readNow('key')).toMatchObject({ error: { code: 'STORAGE' } })
  })

  test('that forgets what it was given fails without having thrown', async () => {
    const { access } = createAccess({ setItem: () => {} })
    expect(await access.write('key', 'value')).toMatchObject({ code: 'STORAGE', message: /be written/ })
  })

  test.each([
    ['throws', () => { throw new DOMException('full of secret-token', 'QuotaExceededError') }], // prettier-ignore
    ['rejects', () => Promise.reject(new DOMException('full of secret-token', 'QuotaExceededError'))],
  ])('that %s is tried again, and its error is told by name alone', async (_how, setItem) => {
    const { access } = createAccess({ setItem })
    const error = await access.write('key', 'value')
    expect(error).toMatchObject({ code: 'STORAGE', retryable: true, cause: { name: 'QuotaExceededError' } })
    expect((error?.cause as Error).message).not.toContain('secret')
  })

  test.each([
    ['has no subscribe', undefined],
    ['throws at subscribe', () => { throw new Error('no') }], // prettier-ignore
    ['gives nothing for it', () => undefined],
  ])('that %s can be listened to, and left', (_how, subscribe) => {
    const { access } = createAccess({ subscribe: subscribe as never })
    const leave = access.subscribe('key', () => {})
    expect(() => leave()).not.toThrow()
  })

  test('is told the key and the listener, and its end is called', () => {
    const end = vi.fn()
    const subscribe = vi.fn(() => end)
    const listener = (): void => {}
    createAccess({ subscribe }).access.subscribe('key', listener)()
    expect(subscribe).toHaveBeenCalledExactlyOnceWith('key', listener)
    expect(end).toHaveBeenCalledTimes(1)
  })
})

describe('the list of sessions that were signed out', () => {
  const namesIn = async (text: string): Promise<readonly string[]> => {
    const { values, access } = createAccess()
    values.set(KEYS.ended, text)
    return (await createSessionStore(access, KEYS).readLatest()).endedKeys
  }

  test('keeps the newest 8', async () => {
    const { access } = createAccess()
    const store = createSessionStore(access, KEYS)
    await store.markEnded(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    expect((await store.readLatest()).endedKeys).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
  })

  test.each([
    ['{"version":1,"keys":["a","b"]}', ['a', 'b']],
    ['{"version":1,"keys":["a",5,null,{"b":1},"c"]}', ['a', 'c']],
    ['{"version":1,"keys":"a"}', []],
    ['{"version":1}', []],
    ['{"keys":["a"]}', []],
    ['["a"]', []],
    ['nonsense', []],
  ])('%s names %j', async (text, names) => {
    expect(await namesIn(text)).toEqual(names)
  })
})

describe('the cause of an error', () => {
  const namedError = (name: unknown): unknown => Object.assign(new Error('secret'), { name })

  test.each(['QuotaExceededError', 'TypeError', 'AError', `${'x'.repeat(30)}Error`])('may be named %s', (name) => {
    expect(withoutSecrets(namedError(name))).toMatchObject({ name })
  })

  test.each([
    'Error',
    'QuotaExceeded',
    'eyJh.Error',
    'eyJhError.c2',
    'TypeErrors',
    ' TypeError',
    '5Error',
    `${'x'.repeat(31)}Error`,
    5,
    undefined,
  ])('is not named %j, which may be part of a token', (name) => {
    const cause = withoutSecrets(namedError(name))
    expect(cause.name).toBe('Error')
    expect(cause.message).not.toContain('secret')
  })

  test.each([null, undefined, 'secret', 5])('is an error of its own where %j was thrown', (thrown) => {
    expect(withoutSecrets(thrown)).toMatchObject({ name: 'Error', message: 'Left out: it may quote a token.' })
  })

  test('may have a name that throws', () => {
    const hostile = Object.defineProperty({}, 'name', { get: () => { throw new Error('secret') } }) // prettier-ignore
    expect(withoutSecrets(hostile).name).toBe('Error')
  })
})

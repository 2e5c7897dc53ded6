// Every option that is wrong is told at once, by name, with what to give instead.
import { expect, test } from 'vitest'
import { QueryClient } from '@tanstack/react-query'
import { createCiamClient, isCiamError } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { BASE_URL, CLIENT_ID, DEVICE } from './scripted-service'

const good = { baseUrl: BASE_URL, clientId: CLIENT_ID, storage: memoryStorage() }

const wrong: Record<string, unknown[]> = {
  baseUrl: [
    undefined,
    null,
    '',
    ' ',
    5,
    {},
    'tenant.test',
    'http://tenant.test',
    'ftp://tenant.test',
    '//tenant.test',
    '/..//evil.test',
    '/\\evil.test',
    'https://',
    'https://user:pw@tenant.test',
    'https://tenant.test?x=1',
    'https://tenant.test/#x',
    'javascript:alert(1)',
    'https://tenant .test',
    'http://localhost.evil.test',
    'http://127.0.0.1.evil.test',
    'http://192.168.0.1',
    'https:tenant.test',
    ' https://tenant.test',
    'ciam',
    './ciam',
    'https://tenant.test\n',
    'blob:https://tenant.test/x',
    'ftp://localhost/http://tenant.test',
    'http://notlocalhost',
  ],
  clientId: [undefined, null, '', ' ', 5, {}, 'a b', 'a\r\nb', '应用', 'x'.repeat(100_000)],
  storage: [
    5,
    'localStorage',
    true,
    {},
    [],
    { getItem: () => null },
    { getItem: () => null, setItem: () => {}, removeItem: null },
    () => memoryStorage(),
  ],
  device: [null, 5, 'a', true],
  language: [null, 5, {}, true, ['zh']],
  sessionTokenHeader: ['Session-Token', 'authorization', '', 5, {}],
  claims: [null, 5, {}, { '~standard': {} }, { parse: () => ({}) }, () => ({})],
  refreshBefore: [-1, Number.NaN, Infinity, '60000', {}, 2 ** 31, 1e12],
  refreshInBackground: ['true', 1, {}],
  requestTimeout: [0, -1, Number.NaN, Infinity, '10000', 2 ** 31, 1e12],
  apiOrigins: [
    'https://api.test',
    {},
    5,
    ['*'],
    ['null'],
    [''],
    [5],
    [null],
    ['api.test'],
    ['https://api.test/'],
    ['https://api.test/path'],
    ['https://*.api.test'],
    ['https://user@api.test'],
    ['ftp://xhttp:8080'],
    ['data:text/plain,a'],
    ['file:///x'],
    ['https://good.test', 'bad'],
    [new URL('https://api.test/')],
  ],
  fetch: [null, 5, 'fetch', {}],
  queryClient: [5, {}, 'a', []],
}

const rows = Object.entries(wrong).flatMap(([name, values]) =>
  values.map((value) => [name, String(JSON.stringify(value) ?? value).slice(0, 60), value] as const),
)

test.each(rows)('%s: %s is a CONFIG error that names it and says what to give', (name, _shown, value) => {
  let error: unknown
  try {
    createCiamClient({ ...good, [name]: value })
  } catch (caught) {
    error = caught
  }
  expect(isCiamError(error)).toBe(true)
  expect(error).toMatchObject({ name: 'CiamError', code: 'CONFIG', retryable: false })
  const { message } = error as Error
  expect(message).toContain(name)
  expect(message).toMatch(/must be|give|such as/)
  if (typeof value === 'string' && value.length > 12) expect(message).not.toContain(value)
})

test.each([[undefined], [null], [5], ['https://tenant.test']])('options that are %j are a CONFIG error', (options) => {
  expect(() => createCiamClient(options as never)).toThrow(
    expect.objectContaining({
      name: 'CiamError',
      code: 'CONFIG',
      message: expect.stringMatching(/\boptions\b.*\{ baseUrl, clientId \}/) as string,
    }) as Error,
  )
})

test('every option can be given, and every optional one left out or undefined', () => {
  const all = {
    ...good,
    device: DEVICE,
    language: 'zh',
    sessionTokenHeader: 'X-session-token',
    claims: { '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) } },
    refreshBefore: 0,
    refreshInBackground: true,
    requestTimeout: 1,
    apiOrigins: ['https://api.test', 'http://localhost:5000'],
    fetch: globalThis.fetch,
    queryClient: new QueryClient(),
  } as const
  expect(createCiamClient({ ...all, apiOrigins: [...all.apiOrigins] }).getSnapshot().status).toBe('signed-out')
  const left = Object.fromEntries(
    Object.keys(all)
      .filter((name) => !/baseUrl|clientId|storage/.test(name))
      .map((name) => [name, undefined]),
  )
  expect(createCiamClient({ ...good, ...left }).getSnapshot().status).toBe('signed-out')
})

// Where attachCiam sends the id_token: the table of client.fetch, and what axios makes an address of.
import type { AxiosRequestConfig } from 'axios'
import { expect, test, vi } from 'vitest'
import { allowedAddresses, brokenAddresses, otherAddresses } from '../fetch/addresses'
import { bearer } from '../fetch/api-scene'
import { flush, outcomeOf, settle } from '../client/scripted-service'
import { createAdapterScene } from './adapter-scene'

// Without its slashes axios takes an address for a mistake.
const isMistaken = (address: string): boolean => /^https:(?!\/\/)/i.test(address)

test.each(allowedAddresses.filter((address) => !isMistaken(address)))(
  'the id_token goes to %j, which is sent as the absolute address that was checked',
  async (url) => {
    const { api, tokens, idToken, address } = await createAdapterScene()
    await settle(api.get(url))
    expect(tokens()).toEqual([bearer(idToken)])
    expect(address()).toBe(new URL(url, location.href).href)
  },
)

test.each([...otherAddresses, ...brokenAddresses].filter((address) => !isMistaken(address)))(
  'a call to %j passes untouched, without the header',
  async (url) => {
    const { api, sent, address } = await createAdapterScene(() => 401)
    await settle(api.get(url, { validateStatus: null }))
    expect(sent).toHaveLength(1)
    expect(sent[0]!.headers.has('Authorization')).toBe(false)
    expect(address()).toBe(url)
  },
)

test.each([
  ['a baseURL that is allowed', { baseURL: 'https://tenant.test/v1', url: '/x' }, 'https://tenant.test/v1/x'],
  [
    'a baseURL, and parameters',
    { baseURL: 'https://tenant.test', url: 'x?a=1', params: { b: [2, 3] } },
    'https://tenant.test/x?a=1&b%5B%5D=2&b%5B%5D=3',
  ],
  [
    'an own serializer',
    { url: 'https://tenant.test/x', params: { b: 2 }, paramsSerializer: () => 'own' },
    'https://tenant.test/x?own',
  ],
  [
    'an absolute url beside another baseURL',
    { baseURL: 'https://evil.test', url: 'https://tenant.test/x' },
    'https://tenant.test/x',
  ],
  [
    'an absolute url that is taken for a path',
    { baseURL: 'https://tenant.test/v1', url: 'https://evil.test', allowAbsoluteUrls: false },
    'https://tenant.test/v1/https://evil.test',
  ],
] as [string, AxiosRequestConfig, string][])(
  'with %s, the id_token goes to the address that comes of it',
  async (_title, config, expected) => {
    const { api, tokens, idToken, address } = await createAdapterScene()
    await settle(api.request(config))
    expect(tokens()).toEqual([bearer(idToken)])
    expect(address()).toBe(expected)
  },
)

test.each([
  ['a baseURL elsewhere', { baseURL: 'https://evil.test', url: '/x' }],
  ['an absolute url beside an allowed baseURL', { baseURL: 'https://tenant.test', url: 'https://evil.test/x' }],
  [
    'an absolute url that is taken for a path',
    { baseURL: 'https://evil.test', url: 'https://tenant.test', allowAbsoluteUrls: false },
  ],
  ['a host in a path', { baseURL: '', url: '//evil.test/x' }],
  ['a user name', { baseURL: 'https://user@tenant.test', url: '/x' }],
])('with %s, the id_token does not go anywhere', async (_title, config) => {
  const { api, sent } = await createAdapterScene()
  await settle(api.request(config))
  expect(sent).toHaveLength(1)
  expect(sent[0]!.headers.has('Authorization')).toBe(false)
  expect(sent[0]).toMatchObject(config)
})

test('a call to another origin is not kept waiting: it is sent in the same turn', async () => {
  const { api, sent } = await createAdapterScene()
  const call = api.get('https://other.test/x')
  expect(sent).toHaveLength(1)
  await settle(call)
})

test('a <base> element does not lead a relative url elsewhere', async () => {
  document.head.innerHTML = '<base href="https://evil.test/">'
  const { api, sent } = await createAdapterScene()
  await settle(api.get('/x'))
  document.head.innerHTML = ''
  expect(sent[0]!.url).toBe(`${location.origin}/x`)
})

test('on a server a call to an own origin rejects with CONFIG, and one to another passes untouched', async () => {
  const { api, sent } = await createAdapterScene()
  vi.stubGlobal('window', undefined)
  vi.stubGlobal('location', undefined)
  const own = outcomeOf(api.get('https://tenant.test/x'))
  const relative = outcomeOf(api.get('/x'))
  await flush()
  expect([own.error, relative.error]).toMatchObject([{ code: 'CONFIG' }, { code: 'CONFIG' }])
  await settle(api.get('https://other.test/x'))
  expect(sent.map(({ url, headers }) => [url, headers.has('Authorization')])).toEqual([['https://other.test/x', false]])
})

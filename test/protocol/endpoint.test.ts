// The base URL's one form, the headers of every call, and the refresh request as the service's page has it.
import { describe, expect, it } from 'vitest'
import {
  createRefreshRequest,
  createServiceHeaders,
  isHeaderValue,
  normalizeBaseUrl,
  REFRESH_PATH,
  refreshUrl,
} from '../../src/protocol/endpoint'
import { printed, thrownBy } from './samples'

const device = { fingerprint: '156aysdna213sc50', osVersion: 'windows10.1.1', userAgent: 'Mozilla/5.0 (X11)' }
const values = { clientId: 'nTo1eRIub60vPb54WeE6aojPwYwImtl4', device, language: 'zh' }

describe('normalizeBaseUrl', () => {
  it.each([
    ['https://x.test', 'https://x.test'],
    ['https://x.test/', 'https://x.test'],
    ['https://x.test/a/b', 'https://x.test/a/b'],
    ['https://x.test/a/b//', 'https://x.test/a/b'],
    ['https://x.test:8443/a', 'https://x.test:8443/a'],
    ['HTTPS://X.Test:443', 'https://x.test'],
    ['https://x.test/a/../b', 'https://x.test/b'],
    ['https://x.test/@scope', 'https://x.test/@scope'],
    ['https://竹云.test', 'https://xn--9kq859h.test'],
    ['http://localhost:4000', 'http://localhost:4000'],
    ['http://LOCALHOST', 'http://localhost'],
    ['http://tenant.localhost:4000/ciam/', 'http://tenant.localhost:4000/ciam'],
    ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
    ['http://127.8.9.10', 'http://127.8.9.10'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
    ['/ciam', '/ciam'],
    ['/ciam/', '/ciam'],
    ['/a/b', '/a/b'],
    ['/a/../b', '/b'],
    ['/', ''],
  ])('%s becomes %s', (given, normal) => {
    expect(normalizeBaseUrl(given)).toBe(normal)
    expect(normalizeBaseUrl(normal || '/')).toBe(normal)
  })

  it.each([
    undefined,
    null,
    5,
    {},
    ['/', 'ciam'],
    Object('https://x.test'),
    new URL('https://x.test'),
    '',
    'x.test',
    'ciam',
    './ciam',
    'http://x.test',
    'http://localhost.x.test',
    'http://notlocalhost',
    'xhttp://localhost',
    'http://127.0.0.1.x.test',
    'http://128.0.0.1',
    'http://0.0.0.0',
    'http://[::2]',
    'ftp://x.test',
    'file:///ciam',
    'javascript:alert(1)',
    'data:text/plain,x',
    'blob:https://x.test/1',
    'https:x.test',
    'https:/x.test',
    'https:///x.test',
    'https://',
    'https://x.test?a=1',
    'https://x.test/?',
    'https://x.test#a',
    'https://x.test/#',
    'https://user@x.test',
    'https://user:secret@x.test',
    'https://@x.test',
    'https://x.test:99999',
    'https://x.test/a b',
    ' https://x.test',
    'https://x.test\n',
    'https://x.te\tst',
    'https://x.test/\u0000',
    'https://x.test/\u007f',
    'https:\\\\x.test',
    'https://x.test\\a',
    '//x.test',
    '//',
    '///x.test',
    '/\\x.test',
    '/\t/x.test',
    '/..//x.test',
    '/a/../..//x.test',
    '/%2e%2e//x.test',
    '/ciam?a',
    '/ciam#a',
    '/ci am',
  ])('%s is refused with what to give instead', (given) => {
    expect(() => normalizeBaseUrl(given)).toThrow(
      expect.objectContaining({
        code: 'CONFIG',
        message: expect.stringMatching(/^baseUrl must be an https URL/) as string,
      }),
    )
  })

  it('does not repeat a refused value, which may hold a password', () => {
    expect(printed(thrownBy(() => normalizeBaseUrl('https://user:hunter2@x.test')))).not.toContain('hunter2')
  })
})

describe('refreshUrl', () => {
  it('puts the path of the page below the base URL', () => {
    expect(REFRESH_PATH).toBe('/api/v2/sdk/sso/session-token/id-token')
    expect(refreshUrl(normalizeBaseUrl('https://x.test/a/'))).toBe(
      'https://x.test/a/api/v2/sdk/sso/session-token/id-token',
    )
    expect(refreshUrl(normalizeBaseUrl('/'))).toBe('/api/v2/sdk/sso/session-token/id-token')
  })
})

describe('isHeaderValue', () => {
  it.each([
    ['one character', 'a'],
    ['both ends of visible ASCII', '!~'],
    ['the token of the page', 'nRUxqRE5TSlQwd3NBIiwiaW'],
    ['16,384 characters', 'x'.repeat(16_384)],
  ])('takes %s', (_title, value) => {
    expect(isHeaderValue(value)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['space', ' '],
    ['inner space', 'a b'],
    ['leading space', ' a'],
    ['a line end', 'a\n'],
    ['an inner line end', 'a\r\nb'],
    ['a NUL', 'a\u0000'],
    ['a DEL', 'a\u007f'],
    ['Latin-1', 'é'],
    ['Chinese', '令牌'],
    ['an emoji', '🎋'],
    ['16,385 characters', 'x'.repeat(16_385)],
    ['a number', 5],
    ['null', null],
    ['an object', {}],
    ['an array', ['a']],
  ])('refuses %s', (_title, value) => {
    expect(isHeaderValue(value)).toBe(false)
  })
})

describe('createServiceHeaders', () => {
  it('gives every header of the page but X-device-ip, which a browser does not know', () => {
    expect(createServiceHeaders(values)).toEqual({
      'X-operating-sys-version': 'windows10.1.1',
      'X-device-fingerprint': '156aysdna213sc50',
      'X-agent': 'Mozilla/5.0 (X11)',
      'X-L': 'zh',
      'X-client-id': 'nTo1eRIub60vPb54WeE6aojPwYwImtl4',
      'content-type': 'application/json',
    })
  })

  it('adds X-device-ip where it is given', () => {
    const headers = createServiceHeaders({ ...values, device: { ...device, ip: '192.168.1.2' } })
    expect(headers['X-device-ip']).toBe('192.168.1.2')
  })

  it.each(['', undefined])('leaves X-device-ip and X-L out for %j', (empty) => {
    const headers = createServiceHeaders({ ...values, device: { ...device, ip: empty }, language: empty as string })
    expect(headers).not.toHaveProperty('X-device-ip')
    expect(headers).not.toHaveProperty('X-L')
  })

  it.each([
    ['浏览器 1', '%E6%B5%8F%E8%A7%88%E5%99%A8 1'],
    ['Zoë', 'Zo%C3%AB'],
    ['🎋', '%F0%9F%8E%8B'],
    ['a\r\nX-evil: 1', 'a%0D%0AX-evil: 1'],
    ['a\u0000b\u007f', 'a%00b%7F'],
    ['  padded\n', 'padded'],
    ['100% \ud83c', '100% %EF%BF%BD'],
    ['a "plain" one; ok', 'a "plain" one; ok'],
  ])('sends %j as %s, which every fetch takes', (value, sent) => {
    const headers = createServiceHeaders({ ...values, device: { ...device, fingerprint: value } })
    expect(headers['X-device-fingerprint']).toBe(sent)
    expect(new Headers(headers).get('x-device-fingerprint')).toBe(sent)
  })

  it.each(['fingerprint', 'osVersion', 'userAgent'])('names %s when it is missing, empty or no string', (name) => {
    for (const value of [undefined, null, '', '  \n', 5, {}]) {
      expect(() => createServiceHeaders({ ...values, device: { ...device, [name]: value } })).toThrow(
        expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining(name) as string }),
      )
    }
  })

  it.each([undefined, null, 'a string', 5])('refuses the device %j', (wrong) => {
    expect(() => createServiceHeaders({ ...values, device: wrong as never })).toThrow(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringContaining('osVersion') as string }),
    )
  })

  it('refuses an ip and a language of another type instead of sending it', () => {
    const numbers = { ...values, device: { ...device, ip: 5 as never } }
    expect(() => createServiceHeaders(numbers)).toThrow(expect.objectContaining({ code: 'CONFIG' }))
    expect(() => createServiceHeaders({ ...values, language: 5 as never })).toThrow(/language/)
  })
})

describe('createRefreshRequest', () => {
  it.each(['session-token', 'X-session-token'])(
    'sends the session token as %s and nothing that could leak it',
    (name) => {
      const serviceHeaders = createServiceHeaders(values)
      const request = createRefreshRequest({ sessionTokenHeader: name, sessionToken: 'secret', serviceHeaders })
      expect(request).toEqual({
        method: 'POST',
        headers: { ...serviceHeaders, [name]: 'secret' },
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store',
      })
      expect(serviceHeaders).not.toHaveProperty(name)
    },
  )
})

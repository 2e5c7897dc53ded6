// The recipe for returnTo: whatever stands there, it leads to a path of the own page.
import { expect, test } from 'vitest'
import { toOwnPath } from './return-to'

test.each([
  ['/orders', '/orders'],
  ['/orders?page=2#third', '/orders?page=2#third'],
  ['orders', '/orders'],
  ['', '/'],
  ['/', '/'],
  ['/a/../b', '/b'],
  [`${location.origin}/orders`, '/orders'],
  [`//${location.host}/orders`, '/orders'],
  ['/sign-in?returnTo=//evil.test', '/sign-in?returnTo=//evil.test'],
  ['/x?//evil.test', '/x?//evil.test'],
  ['/x#//evil.test', '/x#//evil.test'],
  ['/x//evil.test', '/x//evil.test'],
  ['/%2f%2fevil.test', '/%2f%2fevil.test'],
  ['/https://evil.test', '/https://evil.test'],
])('%j is kept as %j', (address, path) => {
  expect(toOwnPath(address)).toBe(path)
})

test.each([
  'https://evil.test/x',
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  '\\/evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  '\t//evil.test',
  ' //evil.test',
  'https:evil.test',
  'https:\\\\evil.test',
  '/.//evil.test',
  '/a/..//evil.test',
  '/%2e//evil.test',
  `${location.origin}//evil.test`,
  `${location.origin}@evil.test/`,
  `${location.origin}.evil.test/`,
  location.origin.replace('http:', 'ftp:'),
  `blob:${location.origin}/5b1e6a3e`,
  'javascript:alert(1)',
  'JavaScript://%0aalert(1)',
  'data:text/html,x',
  'http://[bad',
  undefined,
  null,
  5,
  ['//evil.test'],
  {},
])('%j leads to the start page, and not elsewhere', (address) => {
  expect(toOwnPath(address)).toBe('/')
})

test('the path that is given, read once more, is still of the own page', () => {
  for (const address of ['//evil.test', '/.//evil.test', '/%2f%2fevil.test', '/x//evil.test', '/\\/evil.test']) {
    expect(new URL(toOwnPath(address), location.origin).origin).toBe(location.origin)
  }
})

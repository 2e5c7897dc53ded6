// The rules for licences fail where they should: each on a sample that breaks it.
import { expect, test } from 'vitest'
import { byLicense, licenseViolations, type LockedPackage } from './license-rules'

const NOTHING_SHIPPED = new Set<string>()
const locked = (name: string, license?: string): Record<string, LockedPackage> => ({
  [`node_modules/${name}`]: { version: '1.0.0', ...(license && { license }) },
})

test.each([
  ['plain', 'MIT'],
  ['with-a-choice', '(MIT OR GPL-3.0-only)'],
  ['with-two', 'ISC AND BSD-3-Clause'],
  ['axe-core', 'MPL-2.0'],
  ['@img/sharp-win32-x64', 'Apache-2.0 AND LGPL-3.0-or-later'],
])('%s may be %s', (name, license) => {
  expect(licenseViolations(locked(name, license), NOTHING_SHIPPED)).toEqual([])
})

test.each([
  ['a package of copyleft', locked('strong', 'GPL-3.0-only'), /strong 1.0.0 has the licence GPL-3.0-only/],
  ['one that is only half permissive', locked('half', 'MIT AND AGPL-3.0-only'), /half 1.0.0 has the licence/],
  ['one without a licence', locked('silent'), /silent 1.0.0 does not say/],
  ['one with text in place of a name', locked('custom', 'SEE LICENSE IN LICENSE'), /custom 1.0.0 has the licence/],
  ['the licence of one tool on another package', locked('not-axe-core', 'MPL-2.0'), /not-axe-core/],
  ['a tool that changed its licence', locked('axe-core', 'GPL-3.0-only'), /axe-core 1.0.0 has the licence GPL/],
  ['one within another package', { 'node_modules/a/node_modules/deep': { version: '2.0.0', license: 'X' } }, /^deep 2/],
])('%s is refused', (_what, packages, violation) => {
  expect(licenseViolations(packages, NOTHING_SHIPPED)).toEqual([expect.stringMatching(violation)])
})

test('a tool is refused where apps would get it', () => {
  const packages = locked('caniuse-lite', 'CC-BY-4.0')
  expect(licenseViolations(packages, new Set(['caniuse-lite']))).toEqual([expect.stringMatching(/as a tool only/)])
})

test('packages are listed once under each licence, without the project itself', () => {
  const packages = {
    '': {},
    ...locked('b', 'ISC'),
    ...locked('a', 'MIT'),
    'node_modules/b/node_modules/c': { license: 'MIT' },
  }
  expect(byLicense(packages)).toEqual([
    ['MIT', ['a', 'c']],
    ['ISC', ['b']],
  ])
})

// What comes from other tabs is checked before it is shown.
import { expect, test } from 'vitest'
import { isMark } from '../../src/devtools/marks'

test.each([
  [null],
  ['refreshed'],
  [{}],
  [{ kind: 'refreshed', tab: 'a', number: 1, at: 1, token: null }],
  [{ kind: 'toString', tab: 'a', number: 1, at: 1, token: null }],
  [{ kind: 'opened', tab: '<img>', number: 1, at: 1, token: null }],
  [{ kind: 'opened', tab: 'a', number: 1, at: NaN, token: null }],
  [{ kind: 'opened', tab: 'a', number: 1, at: 1, token: 'eyJhbGciOiJub25lIn0' }],
  [{ kind: 'signed-out', reason: { toString: null }, tab: 'a', number: 1, at: 1, token: null }],
])('what another tab says is no mark where it is not one: %j', (message) => {
  expect(isMark(message)).toBe(false)
  expect(isMark({ kind: 'opened', tab: 'a', number: 1, at: 1, token: null })).toBe(true)
})

// The short hash: 12 digits that stay the same for a text, for the ledger and the devtools compare them across processes.
import { expect, it } from 'vitest'
import { shortHash } from '../../src/protocol/short-hash'

it.each([
  ['', 'cbf29ce48422'],
  ['a', 'af63dc4c8601'],
  ['foobar', '85944171f739'],
  ['令牌', 'a6c0defbb9df'],
  ['token-300', '0b1b026f61ca'],
])('of %j it is %s: the first digits of FNV-1a, also where they are 0', (text, hash) => {
  expect(shortHash(text)).toBe(hash)
})

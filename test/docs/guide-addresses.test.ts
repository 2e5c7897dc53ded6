// @vitest-environment-options { "url": "https://app.example.com/shop/cart" }
// The guide's table of addresses that get the id_token, tried out on the page and with the origins that it speaks of.
import { createCiamClient, isCiamError } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { createEmulator, EMULATOR_CLIENT_ID } from 'react-ciam/testing'
import { expect, test } from 'vitest'
import { codeIn, readPage } from './page-parts'

const { tables } = readPage('stories/calling-apis.mdx')
const rows = tables.find(([head]) => head?.[0] === 'URL')?.slice(1) ?? []
const cases = rows.flatMap(([urls = '', sent = '']) =>
  codeIn(urls, /^(?!new )/).map((url) => ({ url, sent: sent.startsWith('yes') })),
)

test('the table has cases of both kinds', () => {
  expect(cases.filter(({ sent }) => sent).length).toBeGreaterThan(3)
  expect(cases.filter(({ sent }) => !sent).length).toBeGreaterThan(5)
})

test.each(cases)('$url: $sent', async ({ url, sent }) => {
  const emulator = createEmulator()
  const seen: (string | null)[] = []
  const client = createCiamClient({
    baseUrl: 'https://tenant.example.com',
    clientId: EMULATOR_CLIENT_ID,
    apiOrigins: ['https://api.example.com'],
    storage: memoryStorage(),
    fetch: async (_input, init) => {
      seen.push(new Headers(init?.headers).get('authorization'))
      return new Response()
    },
  })
  await client.signIn({ ...(await emulator.login()) })
  const outcome: unknown = await client.fetch(url).catch((error: unknown) => error)
  expect(isCiamError(outcome) && outcome.code).toBe(sent ? false : 'CONFIG')
  expect(seen).toEqual(sent ? [expect.stringMatching(/^Bearer /)] : [])
})

// @vitest-environment jsdom
// The check that no token lies in something: where it finds one, what it takes for one, and that it never shows one.
// Long because it lists every place.
import { inspect } from 'node:util'
import { QueryClient } from '@tanstack/react-query'
import {
  createEmulator,
  createTestClient,
  EMULATOR_CLIENT_ID,
  expectNoTokenIn,
  sessionRecord,
  shortHash,
  type TokenFoundError,
} from 'react-ciam/testing'
import { beforeAll, describe, expect, test } from 'vitest'

let jwt: string
let sessionToken: string

beforeAll(async () => {
  const reply = await createEmulator().login()
  jwt = reply.id_token
  sessionToken = reply.session_token
})

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** What was found; fails if the error shows a token. */
function findIn(value: unknown, tokens?: string[]): string[] {
  try {
    expectNoTokenIn(value, tokens ? { tokens } : {})
  } catch (error) {
    const { name, found } = error as TokenFoundError
    expect(name).toBe('TokenFoundError')
    const shown = inspect(error, { showHidden: true, depth: null }) + String((error as Error).stack)
    for (const token of [jwt, sessionToken, ...(tokens ?? [])]) {
      for (let at = 0; at + 12 <= token.length; at += 6) {
        const part = token.slice(at, at + 12)
        if (shown.includes(part)) expect.fail('The error shows a token.')
      }
    }
    return found.map(({ kind, path }) => `${kind} at ${path}`)
  }
  return []
}

const withShadow = (token: string) => {
  const host = document.createElement('div')
  host.attachShadow({ mode: 'open' }).innerHTML = `<p>${token}</p>`
  const page = document.createElement('main')
  page.append(host)
  return page
}

const withField = (token: string) => {
  const form = document.createElement('form')
  form.innerHTML = '<input>'
  form.querySelector('input')!.value = token
  return form
}

const withTemplate = (token: string) => {
  const page = document.createElement('main')
  page.innerHTML = `<template><i>${token}</i></template>`
  return page
}

const withComment = (token: string) => {
  const page = document.createElement('main')
  page.append(document.createComment(token))
  return page
}

const withAttribute = (token: string) => {
  const page = document.createElement('main')
  page.dataset.token = token
  return page
}

const stored = (token: string) => {
  sessionStorage.clear()
  sessionStorage.setItem('key', token)
  return sessionStorage
}

const nested = (depth: number, token: string) => {
  let value: unknown = token
  for (let level = 0; level < depth; level += 1) value = { value }
  return value
}

const circle = (token: string) => {
  const value: Record<string, unknown> = {}
  value.self = value
  value.other = [value, { token }]
  return value
}

function queryClientWith(place: 'data' | 'key' | 'error' | 'meta' | 'variables', token: string): QueryClient {
  const client = new QueryClient()
  client.setQueryData(place === 'key' ? ['a', token] : ['a'], place === 'data' ? { token } : 1)
  const query = client.getQueryCache().getAll()[0]!
  if (place === 'error') query.setState({ ...query.state, error: new Error(token) })
  if (place === 'meta') query.setOptions({ ...query.options, meta: { token } })
  if (place === 'variables') {
    const mutation = client.getMutationCache().build(client, {})
    mutation.state = { ...mutation.state, variables: { token } }
  }
  return client
}

class Account {
  constructor(readonly token: string) {}
}

const PLACES: [string, (token: string) => unknown, string][] = [
  ['a text', (token) => token, '$'],
  ['the middle of a text', (token) => `Authorization: Bearer ${token}; more`, '$'],
  ['a text without spaces', (token) => `token="${token}",`, '$'],
  ['an object', (token) => ({ a: { token } }), '$.a.token'],
  ['a list', (token) => [1, [2, token]], '$[1][1]'],
  ['a key', (token) => ({ a: { [token]: 1 } }), '$.a (a key)'],
  ['a property that is not enumerable', (token) => Object.defineProperty({}, 'hidden', { value: token }), '$.hidden'],
  ['a symbol key', (token) => ({ [Symbol('secret')]: token }), '$.secret'],
  ["a symbol's description", (token) => [Symbol(token)], '$[0]'],
  ['a property of a function', (token) => Object.assign(() => {}, { token }), '$.token'],
  ['an instance', (token) => new Account(token), '$.token'],
  ['a prototype', (token) => Object.create({ token }) as unknown, '$.token'],
  ['a circle', circle, '$.other[1].token'],
  ['a Map', (token) => new Map([['a', { token }]]), '$.a.token'],
  ["a Map's key", (token) => new Map([[{ token }, 1]]), '$.key.token'],
  ['a Set', (token) => new Set(['a', token]), '$[1]'],
  ['a message', (token) => new Error(`Failed with ${token}`), '$.message'],
  ['a cause', (token) => new Error('a', { cause: new Error('b', { cause: { token } }) }), '$.cause.cause.token'],
  ['a stack', (token) => Object.assign(new Error('a'), { stack: `Error: a\n at ${token}` }), '$.stack'],
  ['an AggregateError', (token) => new AggregateError([new Error(token)], 'a'), '$.errors[0].message'],
  ['a DOMException', (token) => new DOMException(token, 'AbortError'), '$.message'],
  ['headers', (token) => new Headers({ authorization: `Bearer ${token}` }), '$.authorization'],
  ['a URL', (token) => new URL(`https://a.example/?token=${token}`), '$.href'],
  ['a query', (token) => new URLSearchParams({ q: token }), '$.q'],
  ['a form', formWith, '$.q'],
  ['a request', (token) => new Request('https://a.example/', { headers: { 'x-a': token } }), '$.headers["x-a"]'],
  ['a response', (token) => new Response(null, { headers: { 'x-a': token } }), '$.headers["x-a"]'],
  ['an event', (token) => new CustomEvent('a', { detail: { token } }), '$.detail.token'],
  ['storage', stored, '$.key'],
  ['markup', withAttribute, '$.outerHTML'],
  ['a comment of the page', withComment, '$.outerHTML'],
  ['a field', withField, '$.value'],
  ['a shadow root', withShadow, '$.shadowRoot.outerHTML'],
  ['a template', withTemplate, '$.outerHTML'],
  ['bytes', (token) => new TextEncoder().encode(`a ${token}`), '$.text'],
  ['a view of bytes', (token) => new DataView(new TextEncoder().encode(token).buffer), '$.text'],
  ['a buffer', (token) => new TextEncoder().encode(token).buffer, '$.text'],
  ['data of a QueryClient', (token) => queryClientWith('data', token), '$.getQueryCache()'],
  ['a key of a QueryClient', (token) => queryClientWith('key', token), '$.getQueryCache()'],
  ['an error of a QueryClient', (token) => queryClientWith('error', token), '$.getQueryCache()'],
  ['meta of a QueryClient', (token) => queryClientWith('meta', token), '$.getQueryCache()'],
  ['variables of a mutation', (token) => queryClientWith('variables', token), '$.getMutationCache()'],
  ['JSON', (token) => JSON.stringify({ a: token }), '$'],
  ['JSON in JSON', (token) => JSON.stringify({ a: JSON.stringify({ b: token }) }), '$'],
  ['a percent-encoded text', (token) => `a=${[...token].map((c) => `%${c.charCodeAt(0).toString(16)}`).join('')}`, '$'],
  ['percent-encoded beside a bad escape', (token) => `%zz%E4${encodeURIComponent(`"${token}"`)}`, '$'],
  ['base64', (token) => base64(`{"a":"${token}"}`), '$'],
  ['base64url in base64', (token) => base64(base64(token)), '$'],
  ['a deep nest', (token) => nested(20_000, token), ''],
]

function formWith(token: string): FormData {
  const form = new FormData()
  form.append('q', token)
  return form
}

describe.each(PLACES)('%s', (_name, place, path) => {
  test('shows an id_token', () => {
    expect(findIn(place(jwt))[0]?.startsWith(`id_token at ${path}`)).toBe(true)
  })

  test('shows a session_token of an emulator', () => {
    expect(findIn(place(sessionToken))[0]?.startsWith(`session_token at ${path}`)).toBe(true)
  })

  test('shows a token that is given', () => {
    const state = 'state-token-of-another-process-0123456789'
    expect(findIn(place(state), [state])[0]?.startsWith(`given token at ${path}`)).toBe(true)
    expect(findIn(place(state))).toEqual([])
  })
})

describe('a token is also', () => {
  test.each([
    ['one of a test client', async () => createTestClient().getIdToken(), 'id_token'],
    ['one without a signature', async () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.', 'id_token'],
    ['one whose header has spaces', async () => `${base64('{ "alg": "RS256" }')}.e30.abc`, 'id_token'],
    ['one right behind other letters', async () => `id_token_${jwt}`, 'id_token'],
    ['one between other parts', async () => `a.b.${jwt}.c`, 'id_token'],
  ])('%s', async (_name, make, kind) => {
    expect(findIn(await make())).toEqual([`${kind} at $`])
  })

  const foreign = 'Qw7Er8Ty9Ui0Op1As2Df3Gh4Jk5Lz6Xc'
  test.each([
    { session_token: foreign },
    { 'session-token': foreign },
    { 'X-session-token': foreign },
    { sessionToken: foreign },
    new Headers({ 'session-token': foreign }),
    `{"session_token":"${foreign}"}`,
    JSON.stringify(JSON.stringify({ session_token: foreign })),
    `session-token: ${foreign}`,
    `?session_token=${foreign}&a=b`,
    `Retry with sessionToken='${foreign}'`,
  ])('whatever is called a session_token: %#', (value) => {
    expect(findIn(value)).toMatchObject([expect.stringMatching(/^session_token at \$/)])
  })

  test('twenty characters of one that is given, and not nineteen', () => {
    const state = 'abcdefghijklmnopqrstuvwxyz0123456789'
    expect(findIn(`...${state.slice(7, 27)}...`, [state])).toEqual(['given token at $'])
    expect(findIn(`...${state.slice(7, 26)}...`, [state])).toEqual([])
    expect(findIn(`a short one`, ['short'])).toEqual(['given token at $'])
    expect(findIn('anything', [''])).toEqual([])
  })

  test("a part of a given id_token, but not its header, which is everybody's", () => {
    const [header = '', payload = '', signature = ''] = jwt.split('.')
    expect(findIn(payload.slice(10, 40), [jwt])).toEqual(['given token at $'])
    expect(findIn(signature.slice(-30), [jwt])).toEqual(['given token at $'])
    expect(findIn(header, [jwt])).toEqual([])
  })
})

describe('no token is', () => {
  const { key } = { key: `react-ciam:session:${EMULATOR_CLIENT_ID}@https://tenant.example` }
  test.each([
    [
      'a client id, which looks like one',
      { 'X-client-id': EMULATOR_CLIENT_ID, clientId: 'nTo1eRIub60vPb54WeE6aojPwYwImtl4' },
    ],
    ['a key in storage', { key }],
    ['a hash, an id, a uuid', { md5: 'd41d8cd98f00b204e9800998ecf8427e', id: '0190a5b2-7c3d-7e4f-8a9b-0c1d2e3f4a5b' }],
    ['a version or a file', 'react-ciam@1.2.3 in https://a.example/assets/index.BQ9xLm2e.min.js.map'],
    ['a placeholder', { session_token: '***', 'session-token': 'redacted', sessionToken: null }],
    ['the name of the header', { sessionTokenHeader: 'session-token', headers: 'x-session-token, session-token' }],
    ['an error that names it', new Error('No session_token: call signIn() with the login reply first.')],
    ['numbers and the like', [1, 2n, true, null, undefined, new Date(0), /a/, Symbol.iterator]],
    ['a link of the page', 'eyes.only.here and eyJ.not.json'],
    ['nothing', undefined],
  ])('%s', (_name, value) => {
    expect(findIn(value)).toEqual([])
  })

  test('a hash of one, or what the ledger and the client show', async () => {
    const emulator = createEmulator()
    const { session_token } = await emulator.login()
    expectNoTokenIn([shortHash(session_token), emulator.ledger.entries()])
    const client = createTestClient()
    await client.getIdToken({ force: true })
    expectNoTokenIn([client, client.getSnapshot()])
  })
})

test('the record that is stored is full of them', async () => {
  const { value } = sessionRecord({ baseUrl: '/ciam', clientId: 'a' }, await createEmulator().login())
  expect(findIn(value)).toHaveLength(1)
  expect(findIn(JSON.parse(value))).toEqual(['session_token at $.sessionToken', 'id_token at $.idToken'])
})

test('getters are not called, and what throws when it is looked at hides nothing beside it', () => {
  let calls = 0
  const value = {
    get token() {
      calls += 1
      throw new Error('called')
    },
    refusing: new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('refused')
        },
      },
    ),
    beside: sessionToken,
  }
  expect(findIn(value)).toEqual(['session_token at $.beside'])
  expect(calls).toBe(0)
})

test('every place is named, up to ten', () => {
  expect(findIn({ a: jwt, b: { c: sessionToken } })).toEqual(['id_token at $.a', 'session_token at $.b.c'])
  expect(findIn(Array.from({ length: 30 }, () => jwt))).toHaveLength(10)
  expect(() => expectNoTokenIn({ error: { cause: jwt } })).toThrow(
    'There is an id_token at $.error.cause. Whoever reads it can use it: leave it out there.',
  )
})

test('a long text is looked through at once', () => {
  const start = performance.now()
  expect(findIn(['x'.repeat(200_000), 'ey'.repeat(100_000), 'eyJ.'.repeat(20_000)], ['a'.repeat(40)])).toEqual([])
  expect(performance.now() - start).toBeLessThan(10_000)
})

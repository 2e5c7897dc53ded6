// What an id_token says: both payload shapes, tokens that cannot be decoded, lifetimes, and the app's schema.
import { describe, expect, it, vi } from 'vitest'
import * as zod from 'zod/mini'
import { readClaims, readIdToken } from '../../src/protocol/claims'
import { nestedClaims, nestedPayload, PAGE_ID_TOKEN, printed, tokenOf, topLevelPayload } from './samples'

const claimsOf = (token: string): unknown => readClaims(readIdToken(token).payload).claims
type Schema = NonNullable<Parameters<typeof readClaims>[1]>
const schemaOf = (validate: (value: unknown) => unknown): Schema =>
  ({ '~standard': { version: 1, vendor: 'test', validate } }) as Schema

describe('readIdToken', () => {
  it('reads the payload and how long the token lives', () => {
    expect(readIdToken(tokenOf(topLevelPayload))).toEqual({ payload: topLevelPayload, lifetime: 7_200_000 })
    expect(readIdToken(tokenOf(nestedPayload))).toEqual({ payload: nestedPayload, lifetime: 18_000_000 })
  })

  it.each(['张三', '🎋 竹云', 'Zoë', 'a', 'ab', 'abc', 'abcd', '>>>???', 'line\nbreak'])(
    'reads %j as it was written',
    (name) => {
      expect(claimsOf(tokenOf({ name }))).toEqual({ name })
    },
  )

  it.each([
    ['the token of the page', PAGE_ID_TOKEN],
    ['a short sample', 'eyJ0NiJ9.eyJ0NiJ9.x'],
    ['nothing', ''],
    ['no dots', 'abc'],
    ['only dots', '....'],
    [
      'an encrypted token of five parts',
      'eyJhbGciOiJSU0EifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZ.48V1_ALb6US04U3b.5eym8TW_.XFBoMYUZ',
    ],
    ['a payload that is null', tokenOf(null)],
    ['a payload that is an array', tokenOf([topLevelPayload])],
    ['a payload that is a text', tokenOf('admin')],
    ['a payload that is a number', tokenOf(5)],
    ['a payload that is cut', tokenOf(null, '{"exp":1646883779,"iat":16468')],
    ['no base64', 'a.%%%.c'],
    ['1 MB of nonsense', 'x'.repeat(1_000_000)],
    ['CJK', '令牌.令牌.令牌'],
  ])('takes %s for undecodable, with five minutes to live', (_title, token) => {
    expect(readIdToken(token)).toEqual({ payload: null, lifetime: 300_000 })
  })

  it('reads a payload of 1 MB', () => {
    expect(readIdToken(tokenOf({ exp: 20, iat: 10, text: '竹'.repeat(250_000) })).lifetime).toBe(10_000)
  })

  it.each([
    [{}, 300_000],
    [{ exp: 100 }, 300_000],
    [{ iat: 100 }, 300_000],
    [{ exp: 100, iat: 100 }, 300_000],
    [{ exp: 100, iat: 101 }, 300_000],
    [{ exp: '400', iat: '100' }, 300_000],
    [{ exp: null, iat: 0 }, 300_000],
    [{ exp: 400, iat: 100 }, 300_000],
    [{ exp: 401, iat: 100 }, 301_000],
    [{ exp: 100.5, iat: 100 }, 500],
    [{ exp: 1e300, iat: 0 }, 1e15],
    [{ exp: 1.7e308, iat: -1.7e308 }, 1e15],
  ])('gives a token with %j a life of %i ms', (payload, lifetime) => {
    expect(readIdToken(tokenOf(payload)).lifetime).toBe(lifetime)
  })
})

describe('readClaims', () => {
  it('gives the same fields for both shapes', () => {
    expect(claimsOf(tokenOf(topLevelPayload))).toEqual(topLevelPayload)
    expect(claimsOf(tokenOf(nestedPayload))).toEqual(nestedClaims)
  })

  it('lets the top level win over api', () => {
    expect(readClaims({ name: 'top', api: '{"name":"nested","id":"1"}' }).claims).toEqual({ name: 'top', id: '1' })
  })

  it.each(['', 'not json', 'null', '[]', '"text"', '5', { name: 'x' }, null, 5])('keeps an api that is %j', (api) => {
    expect(readClaims({ sub: 'a', api })).toEqual({ claims: { sub: 'a', api }, error: null })
  })

  it('gives null and no error where there is no payload, and asks no schema', () => {
    const validate = vi.fn()
    expect(readClaims(null, schemaOf(validate))).toEqual({ claims: null, error: null })
    expect(validate).not.toHaveBeenCalled()
  })

  it('drops own keys __proto__ at every depth and in api, and never sets a prototype', () => {
    const inner = '{"__proto__":{"admin":true},"list":[{"__proto__":{"admin":true},"kept":1}]}'
    const token = tokenOf(null, `{"__proto__":{"admin":true},"deep":${inner},"api":${JSON.stringify(inner)}}`)
    const claims = claimsOf(token) as Record<string, never>
    expect(JSON.stringify(claims)).toBe('{"list":[{"kept":1}],"deep":{"list":[{"kept":1}]}}')
    for (const part of [claims, claims.deep, claims.list?.[0]] as Record<string, unknown>[]) {
      expect(Object.getPrototypeOf(part)).toBe(Object.prototype)
      expect(part.admin).toBeUndefined()
    }
  })

  it('survives nesting deeper than the stack, and lists longer than an argument list', () => {
    const depth = 200_000
    let deep: unknown = 'end'
    for (let level = 0; level < depth; level += 1) deep = { inner: deep }
    const payload = { deep, long: new Array<number>(500_000).fill(1) }
    expect(readClaims(payload).error).toBeNull()
  })
})

describe('a claims schema', () => {
  it('gets the merged claims, and what it makes of them counts', () => {
    const schema = zod.object({ id: zod.string(), userName: zod.string() })
    expect(readClaims(nestedPayload, schema)).toEqual({
      claims: { id: '20220425140138519-BF1B-528B0551B', userName: 'l***' },
      error: null,
    })
  })

  it('that refuses gives null and an error with the paths, without a value', () => {
    const schema = zod.object({ mobile: zod.number(), user: zod.object({ roles: zod.array(zod.string()) }) })
    const { claims, error } = readClaims({ mobile: '+86-18200000000', user: { roles: ['a', 7777] } }, schema)
    expect(claims).toBeNull()
    expect(error).toMatchObject({ code: 'CLAIMS_INVALID', retryable: false })
    expect(error?.message).toMatch(/mobile, user\.roles\.1/)
    expect(printed(error)).not.toMatch(/18200000000|7777/)
  })

  it('may give path segments as objects, or no path', () => {
    const issues = [{ message: 'a', path: [{ key: 'user' }, 'name'] }, { message: 'b' }, { message: 'c', path: [] }]
    const { error } = readClaims(
      {},
      schemaOf(() => ({ issues })),
    )
    expect(error?.message).toContain('user.name, the whole, the whole')
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('secret-value')
      },
    ],
    ['is asynchronous', () => Promise.resolve({ value: 'secret-value' })],
    ['gives nothing', () => undefined],
    ['gives null', () => null],
    ['gives a text', () => 'secret-value'],
    ['gives issues that are no list', () => ({ issues: 'secret-value' })],
  ])('that %s gives null and CLAIMS_INVALID', (_title, validate) => {
    const { claims, error } = readClaims({ sub: 'a' }, schemaOf(validate))
    expect(claims).toBeNull()
    expect(error).toMatchObject({ code: 'CLAIMS_INVALID' })
    expect(error?.message).toMatch(/^The claims schema (threw|is asynchronous)\. /)
    expect(printed(error)).not.toContain('secret-value')
  })

  it('that rejects later leaves no unhandled rejection', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const { error } = readClaims(
      {},
      schemaOf(() => Promise.reject(new Error('late'))),
    )
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', unhandled)
    expect(error?.message).toContain('asynchronous')
    expect(unhandled).not.toHaveBeenCalled()
  })
})

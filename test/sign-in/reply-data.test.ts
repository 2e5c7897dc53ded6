// What is read of a reply besides its tokens: a field of another form counts as none, whatever stands beside it.
import { describe, expect, test } from 'vitest'
import { readPolicy, readPuzzle, readWays } from '../../src/sign-in/reply-data'
import { createSignInScene, inState, json, reply } from './sign-in-scene'

const NO_FIELDS = [undefined, null, 0, NaN, true, '', 'text', '{"minLength":8}', [], [8], ['VERIFY_PHONE'], () => 8]
const NO_TEXTS = [undefined, null, 7, NaN, false, {}, [], ['text']]
const NO_LENGTHS = [undefined, null, '8', '', NaN, Infinity, -Infinity, -1, -0.5, true, {}, [], [8]]
const inherited = (fields: object): object => JSON.parse(`{"__proto__":${JSON.stringify(fields)}}`) as object

describe('the rules of a password', () => {
  const rules = { minLength: 8, maxLength: 20, regEx: '^.*$' }

  test('are the three fields that are known, frozen', () => {
    const policy = readPolicy({ ...rules, more: 1 })
    expect(policy).toEqual(rules)
    expect(Object.isFrozen(policy)).toBe(true)
    expect(readPolicy({ minLength: 0 })).toEqual({ minLength: 0, maxLength: null, regEx: null })
    expect(readPolicy({ regEx: '' })).toEqual({ minLength: null, maxLength: null, regEx: '' })
  })

  test.each(['minLength', 'maxLength'] as const)('%s is none where it is no length, and the others stand', (name) => {
    for (const value of NO_LENGTHS) expect(readPolicy({ ...rules, [name]: value })).toEqual({ ...rules, [name]: null })
  })

  test('regEx is none where it is no text, and the others stand', () => {
    for (const value of NO_TEXTS) expect(readPolicy({ ...rules, regEx: value })).toEqual({ ...rules, regEx: null })
  })

  test('are null where nothing of them can be read', () => {
    for (const data of [
      ...NO_FIELDS,
      {},
      { more: 1 },
      { minLength: '8', maxLength: NaN, regEx: [] },
      inherited(rules),
    ]) {
      expect(readPolicy(data)).toBeNull()
    }
  })

  test.each([
    ['{"minLength":8,"maxLength":1e999,"regEx":"a"}', { minLength: 8, maxLength: null, regEx: 'a' }],
    [' {"maxLength":20} ', { minLength: null, maxLength: 20, regEx: null }],
    ['"{\\"minLength\\":8}"', null],
    ['[{"minLength":8}]', null],
    ['{"__proto__":{"minLength":8},"constructor":8}', null],
    ['{"minLength":8', null],
  ])('in the text %s, as the service sends it', async (data, policy) => {
    const { signIn, next } = createSignInScene()
    next.push(reply('PASSWORD_EXPIRED', { state_token: 'StateToken', data }))
    const state = await inState(signIn, 'ready').signInWithPassword({ userName: 'u', password: 'p' })
    expect(inState(state, 'password-expired').policy).toEqual(policy)
  })
})

describe('the ways to link an account', () => {
  const waysOf = (socialBindOrRegisterFlow: unknown) => readWays({ socialBindOrRegisterFlow })

  test('are those that are named, in one order, once, frozen', () => {
    const more = [null, 7, {}, 'constructor', '__proto__', 'verify_phone', 'MORE']
    const named: [unknown[], string[]][] = [
      [['VERIFY_PHONE'], ['mobile']],
      [['VERIFY_EMAIL', 'VERIFY_EMAIL', ...more], ['email']],
      [
        ['VERIFY_EMAIL', ...more, 'VERIFY_PHONE'],
        ['mobile', 'email'],
      ],
    ]
    for (const [flow, ways] of named) {
      expect(waysOf(flow)).toEqual(ways)
      expect(Object.isFrozen(waysOf(flow))).toBe(true)
    }
  })

  test('are both where none is named that is known', () => {
    const flows = [
      ...NO_FIELDS.filter((value) => !Array.isArray(value)),
      [],
      ['MORE'],
      'VERIFY_PHONE',
      { 0: 'VERIFY_PHONE' },
    ]
    const both = [
      ...flows.map(waysOf),
      ...[...NO_FIELDS, {}, inherited({ socialBindOrRegisterFlow: ['VERIFY_PHONE'] })].map(readWays),
    ]
    for (const ways of both) {
      expect(ways).toEqual(['mobile', 'email'])
      expect(Object.isFrozen(ways)).toBe(true)
    }
  })
})

describe('a puzzle', () => {
  const NOTHING = { originalImageBase64: null, jigsawImageBase64: null, secretKey: null }
  const puzzle = { originalImageBase64: 'a', jigsawImageBase64: 'b', secretKey: 'c' }

  test('is its three texts, frozen', () => {
    expect(readPuzzle({ ...puzzle, token: 't', more: 1 })).toEqual(puzzle)
    expect(Object.isFrozen(readPuzzle(puzzle))).toBe(true)
  })

  test.each(['originalImageBase64', 'jigsawImageBase64', 'secretKey'] as const)(
    '%s is none where it is no text, and the others stand',
    (name) => {
      for (const value of NO_TEXTS)
        expect(readPuzzle({ ...puzzle, [name]: value })).toEqual({ ...puzzle, [name]: null })
    },
  )

  test('has nothing where there are no fields', () => {
    for (const data of [...NO_FIELDS, {}, inherited(puzzle)]) expect(readPuzzle(data)).toEqual(NOTHING)
  })

  test('is shown by a state with nothing else of the reply', async () => {
    const { signIn, next } = createSignInScene({ signIn: { captcha: true } })
    next.push(() => json({ ...puzzle, secretKey: ['c'], token: 'hidden', more: 1 }))
    const captcha = inState(await inState(signIn, 'ready').sendCode({ mobile: '138' }), 'captcha')
    expect(captcha.puzzle).toEqual({ ...puzzle, secretKey: null })
  })
})

// What can be reached from a sign-in and from its states holds no password, code or token. What closures hold is in
// test/memory.
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import type { SignInState } from 'react-ciam/sign-in'
import { expect, test } from 'vitest'
import { createSignInScene, cut, inState, json, lastCode, refusal, reply, type SignInScene } from './sign-in-scene'

const { mobile } = EMULATOR_USERS[4]!

/** Every text that can be reached: by names, symbols, entries of maps and prototypes, enumerable or not. */
function textsIn(...roots: unknown[]): string {
  const seen = new Set<unknown>()
  const texts: string[] = []
  for (const values = [...roots]; values.length;) {
    const value = values.pop()
    if (typeof value === 'string') texts.push(value)
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value)) continue
    seen.add(value)
    if (value instanceof Map) values.push(...value.keys(), ...value.values())
    if (value instanceof Set) values.push(...value)
    values.push(Object.getPrototypeOf(value))
    for (const key of Reflect.ownKeys(value)) {
      values.push(Object.getOwnPropertyDescriptor(value, key)?.value as unknown)
    }
  }
  return texts.join('\n')
}

test('the walk finds what lies under a symbol, in a map, in a cause, not enumerable', () => {
  const hidden = Object.defineProperty({}, Symbol('hidden'), {
    value: new Map([[{}, new Error('x', { cause: ['found'] })]]),
  })
  expect(textsIn(hidden)).toContain('found')
})

const TOKENS = ['StateTokenSecret', 'CaptchaTokenSecret', 'PuzzleTokenSecret', 'SessionTokenSecret', 'Id.Token.Secret']

test('a sign-in with every step, and all states on the way, hold no password, code or token', async () => {
  const scene = createSignInScene({ signIn: { captcha: true } })
  const states: SignInState[] = [scene.signIn.getState()]
  scene.signIn.subscribe(() => states.push(scene.signIn.getState()))
  const { next, signIn } = scene
  const password = 'PasswordSecret'
  const state_token = 'StateTokenSecret'
  next.push(
    refusal('SDK.LOGIN.1005', `wrong: ${password}:3`),
    cut,
    () => new Response(`<html>${password}`),
    reply('UNKNOWN', { state_token, data: password }),
    reply('MFA_AUTH', { state_token, data: `{"note":"${password}"}` }),
    () => json({ token: 'PuzzleTokenSecret' }),
    () => json({ captcha_token: 'CaptchaTokenSecret' }),
    () => new Response(),
    refusal('SDK.CAPTCHA.0007', 'CodeSecret'),
    reply('PASSWORD_WARN', { state_token, data: '{}' }),
    () => json({ status: 'SUCCESS', session_token: 'SessionTokenSecret', id_token: 'Id.Token.Secret', expire: 9 }),
  )
  for (let count = 0; count < 5; count += 1)
    await inState(signIn, 'ready')
      .signInWithPassword({ userName: 'u', password })
      .catch(() => expect.unreachable())
  const captcha = inState(await inState(signIn, 'second-factor').sendCode({ mobile }), 'captcha')
  const sent = inState(await captcha.solve({ x: 1 }), 'code-sent')
  await sent.verify({ code: 'CodeSecret' })
  const warning = inState(await sent.verify({ code: 'CodeSecret' }), 'password-warning')
  const passwords = { oldPassword: password, newPassword: 'NewPasswordSecret' }
  inState(await warning.changePassword(passwords), 'signed-in')
  expect(next).toEqual([])
  expect(new Set(states.map(({ status }) => status)).size).toBeGreaterThan(4)
  const texts = textsIn(signIn, states)
  expect(texts).toContain('The service refused the request') // The problems were walked, too.
  for (const secret of [password, 'NewPasswordSecret', 'CodeSecret', ...TOKENS]) expect(texts).not.toContain(secret)
})

test("the emulator's ledger and the client hold no password and no code", async () => {
  const scene: SignInScene = createSignInScene()
  const ready = inState(scene.signIn, 'ready')
  const factor = await ready.signInWithPassword({ userName: 'mfa', password: EMULATOR_PASSWORD })
  const sent = inState(await inState(factor, 'second-factor').sendCode({ mobile }), 'code-sent')
  inState(await sent.verify({ code: lastCode(scene.emulator) }), 'signed-in')
  const texts = textsIn(scene.client, scene.client.getSnapshot(), scene.signIn, scene.emulator.ledger.entries())
  expect(texts).not.toContain(EMULATOR_PASSWORD)
  expect(texts).not.toContain(lastCode(scene.emulator))
})

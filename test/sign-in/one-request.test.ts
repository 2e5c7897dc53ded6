// One request at a time, each sent once: double clicks, steps that are late, input that cannot be sent.
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import type { SignInState } from 'react-ciam/sign-in'
import { describe, expect, test } from 'vitest'
import { createSignInScene, hang, held, inState, json, reply } from './sign-in-scene'

const { mobile, email } = EMULATOR_USERS[0]!
const credentials = { userName: 'demo', password: EMULATOR_PASSWORD }

test('a double click sends one request, and both clicks get one promise', async () => {
  const { signIn, requests } = createSignInScene()
  const ready = inState(signIn, 'ready')
  const first = ready.signInWithPassword(credentials)
  const second = ready.signInWithPassword({ ...credentials, password: 'another' })
  const third = inState(signIn, 'ready').sendCode({ mobile })
  const fourth = inState(signIn, 'ready').enterCode({ mobile })
  expect(second).toBe(first)
  expect(third).toBe(first)
  expect(await fourth).toBe(await first)
  inState(await first, 'signed-in')
  expect(requests).toHaveLength(1)
})

test('a state that was left long ago still gets the running promise, and does nothing', async () => {
  const { signIn, requests, next } = createSignInScene()
  const ready = inState(signIn, 'ready')
  const sent = inState(await ready.enterCode({ mobile }), 'code-sent')
  const answer = held()
  next.push(answer.answer)
  const running = sent.verify({ code: '1' })
  expect(ready.signInWithPassword(credentials)).toBe(running)
  answer.give(json({ error_code: 'SDK.CAPTCHA.0007' }, 400))
  expect(await running).toMatchObject({ status: 'code-sent', problem: { kind: 'wrong-code' } })
  expect(requests).toHaveLength(1)
})

test('a step of a state that is not the current one sends nothing, and gives the current state', async () => {
  const { signIn, requests } = createSignInScene()
  const ready = inState(signIn, 'ready')
  const first = inState(await ready.enterCode({ mobile }), 'code-sent')
  const current = signIn.getState()
  expect(await ready.signInWithPassword(credentials)).toBe(current)
  expect(await ready.sendCode({ mobile })).toBe(current)
  expect(await ready.enterCode({ email })).toBe(current)
  const second = inState(await inState(await first.back(), 'ready').enterCode({ email }), 'code-sent')
  expect(await first.verify({ code: '1' })).toBe(second)
  expect(await first.back()).toBe(second)
  expect(requests).toEqual([])
})

test('a state from before a problem has steps that still count: what a person clicks is not lost to a render', async () => {
  const { signIn, emulator } = createSignInScene()
  const ready = inState(signIn, 'ready')
  emulator.failCall('/login', 'busy')
  await ready.signInWithPassword(credentials)
  inState(await ready.signInWithPassword(credentials), 'signed-in')
})

test('while it is busy the state keeps its status and its steps, and says so', async () => {
  const { signIn, next } = createSignInScene()
  const sent = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
  next.push(hang)
  const running = sent.verify({ code: '1' })
  const busy = inState(signIn, 'code-sent')
  expect(busy).toMatchObject({ isBusy: true, problem: null, target: { mobile } })
  expect(busy.verify).toBe(sent.verify)
  await busy.back()
  inState(await running, 'ready')
})

test('steps that need nothing do what they do for a click, too, whose event they are handed', async () => {
  const { signIn, next, requests } = createSignInScene({ signIn: { captcha: true } })
  const event = { type: 'click', mobile: 'not this', code: 'not this' } as never
  next.push(reply('PASSWORD_WARN'), () => json({ status: 'NEW' }))
  const warning = inState(await inState(signIn, 'ready').signInWithPassword(credentials), 'password-warning')
  const after = inState(await warning.skip(event), 'password-warning')
  expect(requests.at(-1)).toMatchObject({ path: '/pwd/skip-update', body: null })
  const ready = inState(await after.cancel(event), 'ready')
  const captcha = inState(await ready.sendCode({ mobile }), 'captcha')
  const renewed = inState(await captcha.renew(event), 'captcha')
  expect(renewed.target).toEqual({ mobile })
  inState(await renewed.back(event), 'ready')
  const sent = inState(await ready.enterCode({ email }), 'code-sent')
  expect(inState(await sent.resend!(event), 'code-sent').target).toEqual({ email })
  inState(await sent.back(event), 'code-sent') // It was left by the other code.
  await inState(signIn, 'code-sent').back(event)
  next.push(reply('ACCESS_DENIED'))
  const denied = inState(await inState(signIn, 'ready').signInWithPassword(credentials), 'denied')
  inState(await denied.restart(event), 'ready')
})

test('a step that needs something says so to an event: nothing of that is sent', async () => {
  const { signIn, requests } = createSignInScene()
  const event = new MouseEvent('click') as never
  const ready = inState(signIn, 'ready')
  for (const step of [ready.signInWithPassword, ready.sendCode, ready.enterCode, ready.signInWithWeChat]) {
    expect(inState(await step(event), 'ready').problem).toMatchObject({ kind: 'input' })
  }
  expect(requests).toEqual([])
})

describe('input that cannot be sent', () => {
  test.each<[string, unknown]>([
    ['signInWithPassword', undefined],
    ['signInWithPassword', null],
    ['signInWithPassword', 'demo'],
    ['signInWithPassword', []],
    ['signInWithPassword', { userName: 'demo', password: '' }],
    ['signInWithPassword', { userName: 'demo' }],
    ['signInWithPassword', { userName: 'demo', password: 12345678 }],
    ['signInWithPassword', { userName: ' ', password: 'p' }],
    ['signInWithPassword', { mobile: 13800000001, password: 'p' }],
    ['signInWithPassword', { identifier: '', password: 'p' }],
    ['signInWithPassword', { password: 'p' }],
    ['sendCode', { mobile: ' ' }],
    ['sendCode', { email: '' }],
    ['sendCode', {}],
    ['enterCode', { mobile: 7 }],
    ['signInWithWeChat', { code: '' }],
    ['signInWithWeChat', { code: null }],
  ])('%s(%o) is a problem of kind input that says what to do, and sends nothing', async (step, input) => {
    const { signIn, requests } = createSignInScene()
    const ready = inState(signIn, 'ready') as unknown as Record<string, (input: unknown) => Promise<SignInState>>
    const state = inState(await ready[step]!(input), 'ready')
    expect(state).toMatchObject({ isBusy: false, problem: { kind: 'input', error: { code: 'CONFIG' } } })
    expect(state.problem!.error.message).toMatch(/must be|Hand in|cannot be read/)
    expect(requests).toEqual([])
  })

  test('a getter that throws is one, and what it threw is not shown', async () => {
    const { signIn, requests } = createSignInScene()
    const throwing = { password: 'p', userName: '' }
    Object.defineProperty(throwing, 'userName', {
      get() {
        throw new Error('a secret')
      },
    })
    const { problem } = await inState(signIn, 'ready').signInWithPassword(throwing)
    expect(problem).toMatchObject({ kind: 'input', error: { code: 'CONFIG' } })
    expect(String(problem!.error.message)).not.toContain('secret')
    expect(requests).toEqual([])
  })

  test.each([NaN, Infinity, '12', null])('a captcha solved at x = %s is one, too', async (x) => {
    const { signIn, requests } = createSignInScene({ signIn: { captcha: true } })
    const captcha = inState(await inState(signIn, 'ready').sendCode({ mobile }), 'captcha')
    expect(await captcha.solve({ x } as never)).toMatchObject({ status: 'captcha', problem: { kind: 'input' } })
    expect(requests).toHaveLength(1)
  })
})

// What the service's codes mean, in both dialects and both languages; only numbers are read out of its text.
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import type { SignInState } from 'react-ciam/sign-in'
import { describe, expect, test, vi } from 'vitest'
import { type Answer, createSignInScene, cut, inState, json, lastCode, refusal } from './sign-in-scene'

const password = 'a wrong one'

const silence: Answer = () => new Promise(() => {})

async function answered(answer: Answer): Promise<SignInState> {
  const { signIn, next, requests } = createSignInScene(answer === silence ? { client: { requestTimeout: 50 } } : {})
  next.push(answer)
  const state = await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password })
  expect(requests).toHaveLength(1)
  return inState(state, 'ready')
}

describe.each(['IDAAS.SDK.', 'SDK.'])('with the prefix %s', (prefix) => {
  test.each([
    ['LOGIN.1005', 'wrong-credentials'],
    ['LOGIN.1003', 'locked'],
    ['LOGIN.1002', 'unknown-account'],
    ['COMMON.1013', 'unknown-account'],
    ['CAPTCHA.0002', 'captcha-failed'],
    ['CAPTCHA.0006', 'code-not-sent'],
    ['CAPTCHA.0007', 'wrong-code'],
    ['COM.0002', 'unavailable'],
    ['COMMON.1008', 'unavailable'],
    ['PARAM.0001', 'refused'],
    ['PARAM.0003', 'refused'],
    ['LOGIN.1001', 'refused'],
    ['COMMON.1009', 'refused'],
    ['LOGIN.9999', 'refused'],
    ['toString', 'refused'],
  ])('%s is %s', async (code, kind) => {
    const { problem } = await answered(refusal(prefix + code))
    expect(problem).toMatchObject({ kind, error: { serviceCode: prefix + code, httpStatus: 400, retryable: false } })
  })

  test.each([
    ['COM.0002', 'SERVICE_BUSY'],
    ['COMMON.1008', 'SERVICE_BUSY'],
    ['PARAM.0001', 'DEVICE_INFO_INCOMPLETE'],
    ['COMMON.1012', 'APP_NOT_REGISTERED'],
    ['LOGIN.1005', 'SERVICE_ERROR'],
  ])('the error of %s is %s', async (code, error) => {
    expect((await answered(refusal(prefix + code))).problem!.error.code).toBe(error)
  })
})

test('a code without the prefix is not known', async () => {
  expect((await answered(refusal('LOGIN.1005'))).problem).toMatchObject({ kind: 'refused' })
})

describe('the attempts that are left', () => {
  test.each([
    ['用户名或密码错误,剩余登录尝试次数:8', 8],
    ['用户名或密码错误，剩余登录尝试次数：3', 3],
    ['剩余登录尝试次数: 0', 0],
    ['Incorrect user name or password, remaining login attempts: 12.', 12],
    ['Remaining:4 ', 4],
    ['You have 5 attempts', null],
    ['At 10:30 it was wrong', null],
    ['It was wrong at 10:30', null],
    [':7', 7],
    ['Remaining: 99999', null],
    ['', null],
  ])('of %j are %j', async (text, count) => {
    const { problem } = await answered(refusal('SDK.LOGIN.1005', text))
    expect(problem).toMatchObject({ kind: 'wrong-credentials', remainingAttempts: count, lockedUntil: null })
  })

  test.each(['ciam', 'eiam'] as const)('count down on an emulated %s tenant in zh and en', async (dialect) => {
    for (const language of ['zh', 'en']) {
      const { signIn } = createSignInScene({ client: { language }, emulator: { dialect } })
      for (const left of [4, 3]) {
        const state = await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password })
        expect(state.problem).toMatchObject({ kind: 'wrong-credentials', remainingAttempts: left })
      }
    }
  })

  test('are not read from the text of another code', async () => {
    const { problem } = await answered(refusal('SDK.LOGIN.1003', 'locked: 8'))
    expect(problem).toMatchObject({ kind: 'locked', remainingAttempts: null })
  })
})

describe('the end of a lock', () => {
  test.each([
    ['账号已锁定,请在9分30秒后重试', 570],
    ['账号已锁定,请在 10 分 后重试', 600],
    ['账号已锁定,请在45秒后重试', 45],
    ['Try again in 9 minutes 30 seconds', 570],
    ['Try again in 1 minute', 60],
    ['Try again in 45 Seconds', 45],
    ['Try again tomorrow', null],
  ])('of %j is in %j s', async (text, seconds) => {
    vi.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000)
    const { problem } = await answered(refusal('SDK.LOGIN.1003', text))
    const lockedUntil = seconds === null ? null : 1_800_000_000_000 + seconds * 1_000
    expect(problem).toMatchObject({ kind: 'locked', lockedUntil, remainingAttempts: null })
  })

  test('is told after the last attempt, and the right password is refused until then', async () => {
    const { signIn } = createSignInScene({ client: { language: 'zh' } })
    const attempt = (given: string) =>
      inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password: given })
    for (let count = 0; count < 6; count += 1) await attempt(password)
    const { problem } = await attempt(EMULATOR_PASSWORD)
    expect(problem!.kind).toBe('locked')
    const left = problem!.lockedUntil! - Date.now()
    expect(left).toBeGreaterThan(590_000)
    expect(left).toBeLessThanOrEqual(600_000)
  })
})

test("the service's text is in no error and no state", async () => {
  const text = '用户 anna@example.com 密码错误:8'
  const state = await answered(refusal('SDK.LOGIN.1005', text))
  const { error } = state.problem!
  expect([error.message, error.stack, JSON.stringify(state), JSON.stringify(error)].join()).not.toContain('anna')
})

test('a code that may quote something is left out of the error', async () => {
  const { problem } = await answered(refusal('the password of anna@example.com was wrong'))
  expect(problem).toMatchObject({ kind: 'refused', error: { serviceCode: undefined } })
})

describe('no answer that counts', () => {
  test.each<[string, Answer, string]>([
    ['a cut connection', cut, 'NETWORK'],
    ['HTML with 200', () => new Response('<html></html>'), 'INVALID_RESPONSE'],
    ['HTML with 502', () => new Response('<html></html>', { status: 502 }), 'SERVICE_BUSY'],
    ['an empty 200', () => new Response(), 'INVALID_RESPONSE'],
    ['half a JSON', () => new Response('{"session_tok'), 'INVALID_RESPONSE'],
    ['an array', () => json([]), 'INVALID_RESPONSE'],
    ['a session_token that is none', () => json({ session_token: 7, status: 'SUCCESS' }), 'INVALID_RESPONSE'],
    ['429 without a code', () => json({}, 429), 'SERVICE_BUSY'],
    ['404 without a code', () => json({}, 404), 'INVALID_RESPONSE'],
    ['no Response at all', () => undefined as never, 'INVALID_RESPONSE'],
    ['silence', silence, 'TIMEOUT'],
  ])('%s is unavailable, and nothing is sent again', async (_what, answer, code) => {
    expect((await answered(answer)).problem).toMatchObject({ kind: 'unavailable', error: { code, retryable: false } })
  })

  test.each([
    'cut-before',
    'cut-after',
    'cut-in-body',
    'hang',
    '500',
    'html-502',
    'html-200',
    'empty-200',
    'busy',
    'redirect',
    'no-cors',
  ] as const)("the emulator's fault %s is unavailable in every dialect", async (fault) => {
    for (const dialect of ['ciam', 'eiam'] as const) {
      const { signIn, emulator, requests } = createSignInScene({
        client: fault === 'hang' ? { requestTimeout: 30 } : {},
        emulator: { dialect },
      })
      emulator.failCall('/login', fault)
      const ready = inState(signIn, 'ready')
      const state = await ready.signInWithPassword({ userName: 'demo', password: EMULATOR_PASSWORD })
      expect(inState(state, 'ready').problem).toMatchObject({ kind: 'unavailable' })
      expect(requests).toHaveLength(1)
    }
  })
})

test('a device that gives no answer is the fault of the app: input, and nothing is sent', async () => {
  const device = () => Promise.reject(new Error('no device'))
  const { signIn, requests } = createSignInScene({ client: { device } })
  const state = await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password })
  expect(state.problem).toMatchObject({ kind: 'input', error: { code: 'CONFIG' } })
  expect(requests).toEqual([])
})

test('a wrong code leaves the state, for another try', async () => {
  const { signIn, emulator } = createSignInScene()
  const mobile = '+86-13800000001'
  const sent = inState(await inState(signIn, 'ready').sendCode({ mobile }), 'code-sent')
  const after = inState(await sent.verify({ code: 'wrong' }), 'code-sent')
  expect(after.problem).toMatchObject({ kind: 'wrong-code' })
  inState(await after.verify({ code: lastCode(emulator) }), 'signed-in')
})

test('a problem is over with the next step', async () => {
  const { signIn, emulator } = createSignInScene()
  emulator.failCall('/login', 'busy')
  const first = await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password })
  expect(first.problem).not.toBeNull()
  const running = inState(first, 'ready').signInWithPassword({ userName: 'demo', password: EMULATOR_PASSWORD })
  expect(signIn.getState()).toMatchObject({ status: 'ready', isBusy: true, problem: null })
  inState(await running, 'signed-in')
})

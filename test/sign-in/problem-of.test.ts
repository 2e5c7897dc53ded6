// problemOf: what a step tells of what went wrong, told of the error that a call of the account rejected with.
import { CiamError, isCiamError } from 'react-ciam'
import { createAccount, describeProblem, problemOf, type Account, type SignInProblem } from 'react-ciam/sign-in'
import { EMULATOR_PASSWORD } from 'react-ciam/testing'
import { describe, expect, test, vi } from 'vitest'
import { type Answer, createSignInScene, cut, inState, refusal, reply } from './sign-in-scene'

const NOW = 1_800_000_000_000
const passwords = { oldPassword: 'a wrong one', newPassword: 'Another-2' }

async function signedIn() {
  const scene = createSignInScene()
  await inState(scene.signIn, 'ready').signInWithPassword({ userName: 'demo', password: EMULATOR_PASSWORD })
  return { ...scene, account: createAccount(scene.client) }
}

/** What a call of the account rejects with, where the service answers like this. */
async function rejected(answer: Answer, call: (account: Account) => Promise<unknown>): Promise<CiamError> {
  const { account, next } = await signedIn()
  next.push(answer)
  return call(account).then(
    () => expect.unreachable(),
    (error: unknown) => error as CiamError,
  )
}

const change = (account: Account) => account.changePassword(passwords)
const changeByEmail = (account: Account) => account.changePasswordByEmail({ code: '1', newPassword: 'Another-2' })
const updateMobile = (account: Account) => account.updateMobile({ mobile: '138', code: '1' })
const sendCode = (account: Account) => account.sendSmsCode({ mobile: '138', type: 'FORGET_PWD_SMS' })
const said = (problem: SignInProblem) => [describeProblem(problem, 'en'), describeProblem(problem, 'zh')]

describe.each(['IDAAS.SDK.', 'SDK.'])('with the prefix %s', (prefix) => {
  test.each<[string, SignInProblem['kind'], (account: Account) => Promise<unknown>]>([
    ['LOGIN.1005', 'wrong-password', change],
    ['LOGIN.1005', 'wrong-password', changeByEmail],
    ['LOGIN.1005', 'wrong-credentials', updateMobile],
    ['LOGIN.1003', 'locked', change],
    ['LOGIN.1002', 'unknown-account', (account) => account.unbindSocialAccount({ id: '1' })],
    ['CAPTCHA.0002', 'captcha-failed', (account) => account.verifyCaptcha({ x: 1, token: 't', sender: '138' })],
    ['CAPTCHA.0002', 'captcha-failed', sendCode],
    ['CAPTCHA.0006', 'code-not-sent', sendCode],
    ['CAPTCHA.0007', 'wrong-code', updateMobile],
    ['COM.0002', 'unavailable', change],
    ['COM.0002', 'unavailable', (account) => account.getCaptcha()],
    ['COMMON.1002', 'refused', change],
    ['PARAM.0014', 'refused', change],
    ['NEW.0001', 'refused', (account) => account.hasPassword()],
  ])('%s is %s', async (code, kind, call) => {
    const error = await rejected(refusal(prefix + code), call)
    expect(problemOf(error)).toMatchObject({ kind, remainingAttempts: null, lockedUntil: null })
    expect(problemOf(error).error).toBe(error)
  })
})

test('the attempts that are left, and the end of a lock, are those of the answer', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(NOW)
  const wrong = problemOf(await rejected(refusal('SDK.LOGIN.1005', '用户名或密码错误,剩余登录尝试次数:3'), change))
  expect(wrong).toMatchObject({ kind: 'wrong-password', remainingAttempts: 3, lockedUntil: null })
  expect(said(wrong)).toEqual(['The present password is wrong. 3 attempts are left.', '原密码错误。还可尝试3次。'])
  const locked = problemOf(await rejected(refusal('SDK.LOGIN.1003', 'Try again in 9 minutes 30 seconds'), change))
  expect(locked).toMatchObject({ kind: 'locked', remainingAttempts: null, lockedUntil: NOW + 570_000 })
  expect(said(locked)[0]).toMatch(/10 minutes\.$/)
})

test('on an emulated tenant the attempts count down to a lock', async () => {
  const { account } = await signedIn()
  const left: (number | null)[] = []
  for (let count = 0; count < 5; count += 1) {
    const problem = problemOf(await account.changePassword(passwords).catch((error: unknown) => error))
    left.push(problem.kind === 'wrong-password' ? problem.remainingAttempts : null)
    if (count === 4) expect(problem).toMatchObject({ kind: 'locked', lockedUntil: expect.any(Number) as number })
  }
  expect(left).toEqual([4, 3, 2, 1, null])
})

test.each<[string, Answer, (account: Account) => Promise<unknown>]>([
  ['a cut connection', cut, change],
  ['HTML', () => new Response('<html>'), change],
  ['HTML before a code', () => new Response('<html>'), sendCode],
  ['an answer that does not say', () => new Response('{}'), (account) => account.hasPassword()],
])('%s is unavailable', async (_what, answer, call) => {
  expect(problemOf(await rejected(answer, call)).kind).toBe('unavailable')
})

test('what was handed in wrong is input; signed out is refused, and says to sign in', async () => {
  const { account, client } = await signedIn()
  const input = await account.changePassword({ newPassword: '' }).catch((error: unknown) => error)
  expect(problemOf(input).kind).toBe('input')
  await client.signOut()
  const out = problemOf(await account.hasPassword().catch((error: unknown) => error))
  expect(out).toMatchObject({ kind: 'refused', error: { code: 'SIGNED_OUT' } })
  expect(said(out)).toEqual(['You are not signed in. Please sign in.', '您尚未登录，请登录。'])
})

test('of the error of a step it is the problem of that step', async () => {
  const { signIn, next } = createSignInScene({ signIn: { sendEmailCode: () => Promise.reject(new Error('no')) } })
  const problems: (SignInProblem | null)[] = []
  const answers = [refusal('SDK.LOGIN.1005', 'left: 3'), reply('NEW'), cut, reply('MFA_AUTH')]
  for (const answer of answers) {
    next.push(answer)
    problems.push((await inState(signIn, 'ready').signInWithPassword({ userName: 'u', password: 'p' })).problem)
  }
  const factor = inState(signIn, 'second-factor')
  problems.push((await factor.sendCode({ email: 'a@b.test' })).problem, (await factor.sendCode({} as never)).problem)
  next.push(reply('PASSWORD_EXPIRED'), refusal('SDK.PARAM.0014'))
  await inState(await factor.enterCode({ mobile: '138' }), 'code-sent').verify({ code: '1' })
  problems.push((await inState(signIn, 'password-expired').changePassword(passwords)).problem)
  expect(problems.map((problem) => problem?.kind)).toEqual([
    ...['wrong-credentials', 'refused', 'unavailable', undefined, 'code-not-sent', 'input', 'step-over'],
  ])
  for (const problem of problems) if (problem) expect(problemOf(problem.error)).toBe(problem)
})

test('the error has no field more than before, and the problem is frozen and always the same', async () => {
  const error = await rejected(refusal('SDK.LOGIN.1005', 'left: 3'), change)
  const plain = new CiamError('SERVICE_ERROR', 'm', { serviceCode: 'SDK.LOGIN.1005', httpStatus: 400 })
  expect(new Set(Reflect.ownKeys(error))).toEqual(new Set(Reflect.ownKeys(plain)))
  for (const value of [error, plain]) {
    expect(problemOf(value)).toBe(problemOf(value))
    expect(Object.isFrozen(problemOf(value))).toBe(true)
  }
})

test.each<[CiamError, SignInProblem['kind']]>([
  [new CiamError('SERVICE_ERROR', 'm', { serviceCode: 'SDK.LOGIN.1005' }), 'wrong-credentials'],
  [new CiamError('SERVICE_ERROR', 'm', { serviceCode: 'IDAAS.SDK.LOGIN.1003' }), 'locked'],
  [new CiamError('SERVICE_ERROR', 'm', { serviceCode: 'SDK.COMMON.1007' }), 'refused'],
  [new CiamError('SERVICE_BUSY', 'm'), 'unavailable'],
  [new CiamError('NETWORK', 'm'), 'unavailable'],
  [new CiamError('TIMEOUT', 'm'), 'unavailable'],
  [new CiamError('INVALID_RESPONSE', 'm'), 'unavailable'],
  [new CiamError('CONFIG', 'm'), 'input'],
  [new CiamError('SESSION_REJECTED', 'm'), 'refused'],
  [new CiamError('STORAGE', 'm'), 'refused'],
  [Object.freeze(new CiamError('NEW_CODE' as never, 'm')), 'refused'],
])('of an error from elsewhere, %s, the codes say that it is %s', (error, kind) => {
  expect(problemOf(error)).toEqual({ kind, error, remainingAttempts: null, lockedUntil: null })
  for (const sentence of said(problemOf(error))) expect(sentence).toMatch(/[.。]$/)
})

const revoked = Proxy.revocable({}, {})
revoked.revoke()
const hostile = Object.defineProperty({ [Symbol.for('react-ciam.error')]: true }, 'serviceCode', {
  get() {
    throw new Error('a secret')
  },
})
test.each<[string, unknown]>([
  ['an Error', new TypeError('a secret')],
  ['a text', 'a secret'],
  ['an Error whose name is a text', Object.assign(new Error('a secret'), { name: 'a secret' })],
  ['undefined', undefined],
  ['null', null],
  ['a problem', { kind: 'locked', error: 'a secret' }],
  ['a revoked proxy', revoked.proxy],
  ['what only looks like one', hostile],
])('%s is refused, by an error that says where to look and quotes nothing', (_what, thrown) => {
  const problem = problemOf(thrown)
  expect(problem).toMatchObject({ kind: 'refused', remainingAttempts: null, lockedUntil: null })
  expect(isCiamError(problem.error)).toBe(true)
  expect(problem.error).toMatchObject({ code: 'CONFIG', message: expect.stringMatching(/look in the app/) as string })
  const { message, stack, cause } = problem.error
  expect([message, stack, String(cause), JSON.stringify(problem), ...said(problem)].join()).not.toContain('a secret')
  expect(said(problem)[0]).toMatch(/^[A-Z].+\.$/)
})

test('the name of what was thrown is told as the cause', () => {
  expect((problemOf(new TypeError('x')).error.cause as Error).name).toBe('TypeError')
})

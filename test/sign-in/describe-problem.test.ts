// The sentences for people: one for each kind, in both languages, with the numbers that the service told.
import { CiamError } from 'react-ciam'
import { describeProblem, type SignInProblem } from 'react-ciam/sign-in'
import { beforeEach, expect, test, vi } from 'vitest'

const NOW = 1_800_000_000_000
const problem = (kind: string, more: Partial<SignInProblem> = {}): SignInProblem => ({
  kind: kind as SignInProblem['kind'],
  error: new CiamError('SERVICE_ERROR', 'The message is for developers.'),
  remainingAttempts: null,
  lockedUntil: null,
  ...more,
})

beforeEach(() => {
  vi.spyOn(Date, 'now').mockReturnValue(NOW)
})

const KINDS = [
  ...[
    'wrong-credentials',
    'wrong-password',
    'locked',
    'unknown-account',
    'wrong-code',
    'code-not-sent',
    'captcha-failed',
  ],
  ...['step-over', 'unavailable', 'input', 'refused'],
]

test('every kind has a sentence of its own in English and in Chinese', () => {
  for (const language of ['en', 'zh'] as const) {
    const sentences = KINDS.map((kind) => describeProblem(problem(kind), language))
    expect(new Set(sentences).size).toBe(KINDS.length - 1) // Two of them say what their error says.
    for (const sentence of sentences) expect(sentence).toMatch(language === 'en' ? /^[A-Z][^。]+\.$/ : /^[^a-z.]+。$/)
  }
})

test.each([
  [8, 'The user name or password is wrong. 8 attempts are left.', '用户名或密码错误。还可尝试8次。'],
  [1, 'The user name or password is wrong. 1 attempt is left.', '用户名或密码错误。还可尝试1次。'],
  [0, 'The user name or password is wrong. No attempts are left.', '用户名或密码错误。登录尝试次数已用完。'],
  [null, 'The user name or password is wrong.', '用户名或密码错误。'],
])('with %j attempts left', (remainingAttempts, en, zh) => {
  const wrong = problem('wrong-credentials', { remainingAttempts })
  expect([describeProblem(wrong, 'en'), describeProblem(wrong, 'zh')]).toEqual([en, zh])
})

test('a wrong present password, with the attempts that are left', () => {
  const wrong = problem('wrong-password', { remainingAttempts: 4 })
  expect(describeProblem(wrong, 'en')).toBe('The present password is wrong. 4 attempts are left.')
  expect(describeProblem(wrong, 'zh')).toBe('原密码错误。还可尝试4次。')
})

test.each([
  [60_001, 'Please try again in 2 minutes.', '请在2分钟后重试。'],
  [120_000, 'Please try again in 2 minutes.', '请在2分钟后重试。'],
  [570_000, 'Please try again in 10 minutes.', '请在10分钟后重试。'],
  [60_000, 'Please try again in 1 minute.', '请在1分钟后重试。'],
  [1, 'Please try again in 1 minute.', '请在1分钟后重试。'],
  [0, 'wrong passwords.', '已锁定。'],
  [-5, 'wrong passwords.', '已锁定。'],
  [-60_001, 'wrong passwords.', '已锁定。'],
  [NaN, 'wrong passwords.', '已锁定。'],
])('locked for %j ms more', (left, en, zh) => {
  const locked = problem('locked', { lockedUntil: NOW + left })
  expect(describeProblem(locked, 'en').endsWith(en)).toBe(true)
  expect(describeProblem(locked, 'zh').endsWith(zh)).toBe(true)
})

test('what is unavailable says what its error says', () => {
  const error = new CiamError('TIMEOUT', 'for developers')
  expect(describeProblem(problem('unavailable', { error }), 'en')).toContain('did not answer in time')
})

test('a kind of another version gets a sentence, too', () => {
  expect(describeProblem(problem('constructor'), 'zh')).toMatch(/。$/)
  expect(describeProblem(problem('new-kind'), 'en')).toMatch(/\.$/)
})

test('the message of the error is for developers, and in no sentence', () => {
  for (const kind of KINDS) expect(describeProblem(problem(kind), 'en')).not.toContain('developers')
})

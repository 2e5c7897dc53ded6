// Sentences for people. A module of its own, so that an app that has its own sentences does not ship these.
import { describeError } from '../protocol/describe-error'
import type { SignInProblem, SignInProblemKind } from './problem-types'

type Sentence = readonly [en: string, zh: string]

// What the error behind it says is enough.
type Told = Exclude<SignInProblemKind, 'unavailable' | 'refused'>

const SENTENCES: Record<Told, Sentence> = {
  'wrong-credentials': ['The user name or password is wrong.', '用户名或密码错误。'],
  'wrong-password': ['The present password is wrong.', '原密码错误。'],
  locked: ['The account is locked: too many wrong passwords.', '密码错误次数过多，账号已锁定。'],
  'unknown-account': ['There is no such account.', '账号不存在。'],
  'wrong-code': ['The code is wrong, or has ended.', '验证码错误或已失效。'],
  'code-not-sent': ['The code could not be sent. Please try again later.', '验证码发送失败，请稍后再试。'],
  'captcha-failed': ['That did not fit. Please try again.', '验证未通过，请重试。'],
  'step-over': ['This took too long. Please sign in again.', '操作已超时，请重新登录。'],
  input: ['Something that is needed is missing or wrong.', '所填内容有误或不完整。'],
}

const attempts = (count: number): Sentence => {
  if (count === 0) return [' No attempts are left.', '登录尝试次数已用完。']
  return [` ${count === 1 ? '1 attempt is' : `${count} attempts are`} left.`, `还可尝试${count}次。`]
}

const minutes = (count: number): Sentence => [
  ` Please try again in ${count === 1 ? '1 minute' : `${count} minutes`}.`,
  `请在${count}分钟后重试。`,
]

/**
 * A sentence for a person on what went wrong, with the number of attempts that are left and the minutes until a lock ends,
 * where the service told them. Holds nothing else of the answer: no name, code or token.
 *
 * Minutes are whole ones, rounded up: 1 from 60,000 ms down to 1 ms, and none for a lock that is over. They are those of the
 * call: for seconds that count down, use `lockedUntil` with `useSecondsUntil`.
 *
 * @param problem - of a state, or from `problemOf`. One of a kind that is not known here gets its error's sentence.
 * @param language - `'zh'` for Chinese; English else.
 * @example
 * function Problem({ state }: { state: SignInState }) {
 *   return <p role="alert">{state.problem && describeProblem(state.problem, 'zh')}</p>
 * }
 */
export function describeProblem(problem: SignInProblem, language: 'zh' | 'en'): string {
  const { kind, error, remainingAttempts, lockedUntil } = problem
  if (kind === 'unavailable' || kind === 'refused') return describeError(error, language)
  const index = language === 'zh' ? 1 : 0
  // A problem of another version of the package may have a kind that is not known here.
  const sentence = (SENTENCES as Record<string, Sentence | undefined>)[kind]?.[index] ?? describeError(error, language)
  const left = lockedUntil === null ? 0 : Math.ceil((lockedUntil - Date.now()) / 60_000)
  const more = remainingAttempts !== null ? attempts(remainingAttempts) : left > 0 ? minutes(left) : null
  return sentence + (more?.[index] ?? '')
}

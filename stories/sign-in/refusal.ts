// What the service did not take: of which field that was, and the sentence that says so, one for all of the page.
import { createContext } from 'react'
import { describeProblem, type SignInProblem, type SignInState } from 'react-ciam/sign-in'
import type { FieldName } from './form-fields'
import { pageWords, type Language } from './page-words'
import type { Words } from './words-en'

/** The id of the alert that has the sentence. */
export const AlertContext = createContext<string | null>(null)

const FIELDS: Partial<Record<SignInProblem['kind'], readonly FieldName[]>> = {
  'wrong-credentials': ['password'],
  'wrong-password': ['oldPassword'],
  'unknown-account': ['mobile', 'email'],
  'code-not-sent': ['mobile', 'email'],
  'wrong-code': ['code'],
  refused: ['newPassword'],
}

/** Which of a form's fields a problem is of; null if none is. */
export const wrongField = (problem: SignInProblem | null, names: readonly FieldName[]): FieldName | null =>
  (problem && names.find((name) => FIELDS[problem.kind]?.includes(name))) ?? null

/** The sentence for a person. */
export function explain(problem: SignInProblem, status: SignInState['status'], language: Language): string {
  const said = pageWords[language]
  const together = (...sentences: string[]) => sentences.join(said.gap)
  const { kind, error, lockedUntil } = problem
  const isChange = status === 'password-warning' || status === 'password-expired'
  if (isChange && kind === 'refused') return said.newPasswordRefused
  if (kind === 'wrong-password') return oldPasswordSentence(problem, said)
  if (kind === 'captcha-failed') return said.puzzleWrong
  if (/\.LOGIN\.1001$/.test(error.serviceCode ?? '')) return said.weChatFailed
  const sentence = describeProblem(problem, language)
  return lockedUntil === null ? sentence : together(sentence, said.lockedUntil(toTime(lockedUntil, language)))
}

/** With the attempts that are left, where the service told them. */
export function oldPasswordSentence({ remainingAttempts: left }: SignInProblem, said: Words): string {
  return left === null ? said.oldPasswordWrong : [said.oldPasswordWrong, said.attemptsLeft(left)].join(said.gap)
}

const toTime = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { hour: '2-digit', minute: '2-digit' }).format(at)

// The hook for one call of the own account: what came of it, as a sentence, and of which field that is.
import { useState } from 'react'
import { describeProblem, problemOf } from 'react-ciam/sign-in'
import type { FieldName } from './form-fields'
import type { Language } from './page-words'
import { oldPasswordSentence } from './refusal'
import { useWords } from './useWords'
import type { Words } from './words-en'

export interface Outcome {
  readonly isDone: boolean
  readonly sentence: string
  /** The field that was wrong. */
  readonly field: FieldName | null
}

export interface Task {
  readonly outcome: Outcome | null
  /** Makes the call; `done` is what to say then. Resolves to whether it was done, and never rejects. */
  run(call: () => Promise<unknown>, done: string): Promise<boolean>
}

export function useTask(): Task {
  const { said, language } = useWords()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  return {
    outcome,
    async run(call, done) {
      setOutcome(null)
      try {
        await call()
        setOutcome(done ? { isDone: true, sentence: done, field: null } : null)
        return true
      } catch (error) {
        setOutcome({ isDone: false, ...explainRefusal(error, said, language) })
        return false
      }
    },
  }
}

/** By the kind of the problem; by the end of the service's code where that has no kind of its own. */
function explainRefusal(error: unknown, said: Words, language: Language): Pick<Outcome, 'sentence' | 'field'> {
  const problem = problemOf(error)
  const code = problem.error.serviceCode ?? ''
  if (code.endsWith('COMMON.1002')) return { sentence: said.newPasswordRefused, field: 'newPassword' }
  switch (problem.kind) {
    case 'wrong-code':
      return { sentence: said.codeWrong, field: 'code' }
    case 'captcha-failed':
      return { sentence: said.puzzleWrong, field: null }
    case 'wrong-password':
      return { sentence: oldPasswordSentence(problem, said), field: 'oldPassword' }
    case 'unknown-account':
      return { sentence: said.notBound, field: null }
    default:
      return { sentence: describeProblem(problem, language), field: null }
  }
}

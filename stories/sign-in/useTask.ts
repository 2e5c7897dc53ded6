// The hook for one call of the own account: what came of it, as a sentence, and of which field that is.
import { useState } from 'react'
import { describeError, isCiamError } from 'react-ciam'
import type { FieldName } from './form-fields'
import type { Language } from './page-words'
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

/** By the end of the service's code: what stands before it is CIAM's or EIAM's. */
function explainRefusal(error: unknown, said: Words, language: Language): Pick<Outcome, 'sentence' | 'field'> {
  const code = (isCiamError(error) && error.serviceCode) || ''
  const isOneOf = (...ends: string[]) => ends.some((end) => code.endsWith(end))
  if (isOneOf('CAPTCHA.0007')) return { sentence: said.codeWrong, field: 'code' }
  if (isOneOf('CAPTCHA.0002')) return { sentence: said.puzzleWrong, field: null }
  if (isOneOf('LOGIN.1005')) return { sentence: said.oldPasswordWrong, field: 'oldPassword' }
  if (isOneOf('COMMON.1002')) return { sentence: said.newPasswordRefused, field: 'newPassword' }
  if (isOneOf('LOGIN.1002')) return { sentence: said.notBound, field: null }
  return { sentence: describeError(error, language), field: null }
}

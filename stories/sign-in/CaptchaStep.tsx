// The puzzle before a code by SMS, with another way for a person who cannot see it.
import type { ReactElement } from 'react'
import type { CaptchaState } from 'react-ciam/sign-in'
import type { StepProps } from './page-memory'
import { Press } from './Press'
import { Puzzle } from './Puzzle'
import { useWords } from './useWords'

interface CaptchaStepProps extends StepProps {
  state: CaptchaState
  /** Where the code was asked for. */
  isForSignIn: boolean
  hasEmail: boolean
}

export function CaptchaStep({ state, isForSignIn, hasEmail, problem, remember }: CaptchaStepProps): ReactElement {
  const { said } = useWords()
  /** To where the first code was asked for, also from the puzzle before another one. */
  const leave = (changes: Parameters<typeof remember>[0]) => async () => {
    remember(changes)
    const before = await state.back()
    if (before.status === 'code-sent') await before.back()
  }
  return (
    <>
      <Puzzle
        key={state.puzzle.originalImageBase64}
        puzzle={state.puzzle}
        onSolve={(x) => state.solve({ x })}
        onRenew={() => state.renew()}
        isWrong={problem?.kind === 'captcha-failed'}
      >
        {isForSignIn ? (
          <Press act={leave({ way: 'password' })}>{said.puzzle.otherWays['sign-in']}</Press>
        ) : (
          hasEmail && <Press act={leave({ codeWay: 'email' })}>{said.puzzle.otherWays.email}</Press>
        )}
      </Puzzle>
      <Press act={() => state.back()}>{said.back}</Press>
    </>
  )
}

// The code that was sent, and the countdown until another one may be.
import { useState, type ReactElement } from 'react'
import { useSecondsUntil, type CodeSentState } from 'react-ciam/sign-in'
import { Form } from './Form'
import { codeField } from './form-fields'
import type { StepProps } from './page-memory'
import { Press } from './Press'
import { wrongField } from './refusal'
import { useWords } from './useWords'

interface CodeStepProps extends Pick<StepProps, 'problem'> {
  state: CodeSentState
}

export function CodeStep({ state, problem }: CodeStepProps): ReactElement {
  const { said } = useWords()
  return (
    <>
      <Form
        fields={[codeField]}
        action={said.verify}
        onSubmit={({ code = '' }) => state.verify({ code })}
        problem={problem}
        wrong={wrongField(problem, ['code'])}
      />
      <Resend state={state} />
      <Press act={() => state.back()}>{said.otherTarget}</Press>
    </>
  )
}

/** The seconds are to be seen; to be heard is only their end. */
function Resend({ state }: { state: CodeSentState }): ReactElement {
  const { said } = useWords()
  const seconds = useSecondsUntil(state.resendAt)
  const [hasWaited, setWaited] = useState(false)
  if (!hasWaited && state.resendAt !== null) setWaited(true)
  return (
    <>
      <Press isWaiting={!state.resend} act={() => state.resend?.()}>
        {state.resend ? said.resend : said.resendIn(Math.max(1, seconds))}
      </Press>
      <p className="only-heard" role="status">
        {hasWaited && state.resend ? said.mayResend : ''}
      </p>
    </>
  )
}

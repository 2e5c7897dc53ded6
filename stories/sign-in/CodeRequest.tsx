// The form that asks for a code: by SMS or by e-mail.
import type { ReactElement } from 'react'
import type { ReadyState } from 'react-ciam/sign-in'
import { Form } from './Form'
import { emailField, mobileField, type Typed } from './form-fields'
import type { CodeWay, StepProps } from './page-memory'
import { wrongField } from './refusal'
import { useWords } from './useWords'

interface CodeRequestProps extends StepProps {
  state: Pick<ReadyState, 'sendCode' | 'enterCode'>
  way: CodeWay
}

export function CodeRequest({ state, way, problem, memory, remember }: CodeRequestProps): ReactElement {
  const { said } = useWords()
  const target = (typed: Typed) => {
    const text = typed[way] ?? ''
    remember({ [way]: text })
    return way === 'mobile' ? { mobile: text } : { email: text }
  }
  return (
    <Form
      key={way}
      fields={[way === 'mobile' ? mobileField(memory.mobile) : emailField(memory.email, said)]}
      action={said.sendCode}
      onSubmit={(typed) => state.sendCode(target(typed))}
      other={{ action: said.haveCode, onSubmit: (typed) => state.enterCode(target(typed)) }}
      problem={problem}
      wrong={wrongField(problem, [way])}
    />
  )
}

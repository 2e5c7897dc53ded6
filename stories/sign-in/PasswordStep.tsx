// A password that ends soon, or has ended: change it, or go on if that is allowed.
import type { ReactElement } from 'react'
import type { PasswordExpiredState, PasswordWarningState } from 'react-ciam/sign-in'
import { Form } from './Form'
import { newPasswordField, passwordField } from './form-fields'
import type { StepProps } from './page-memory'
import { Press } from './Press'
import { wrongField } from './refusal'
import { useWords } from './useWords'

interface PasswordStepProps extends StepProps {
  state: PasswordWarningState | PasswordExpiredState
}

export function PasswordStep({ state, problem, memory }: PasswordStepProps): ReactElement {
  const { said } = useWords()
  return (
    <>
      <Form
        fields={[passwordField('oldPassword'), newPasswordField(state.policy, said)]}
        action={said.change}
        onSubmit={({ oldPassword = '', newPassword = '' }) => state.changePassword({ oldPassword, newPassword })}
        problem={problem}
        wrong={wrongField(problem, ['oldPassword', 'newPassword'])}
        userName={memory.userName || memory.mobile}
      />
      {state.status === 'password-warning' && (
        <Press look="plain" act={() => state.skip()}>
          {said.skip}
        </Press>
      )}
      <Press act={() => state.cancel()}>{said.cancel}</Press>
    </>
  )
}

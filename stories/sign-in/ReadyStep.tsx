// All ways in: a password, a code by SMS or e-mail, WeChat.
import type { ReactElement } from 'react'
import type { PasswordCredentials, ReadyState } from 'react-ciam/sign-in'
import { CodeRequest } from './CodeRequest'
import { Form } from './Form'
import { identifierField, mobileField, passwordField, type Typed } from './form-fields'
import type { StepProps, Way } from './page-memory'
import { Press } from './Press'
import { wrongField } from './refusal'
import { Tabs } from './Tabs'
import { useWords } from './useWords'

/** What of a person a tenant's passwords belong to. `identifier`: any of them. */
export type PasswordName = 'identifier' | 'userName' | 'mobile'

export interface ReadyOptions {
  passwordName: PasswordName
  /** Whether the app can send codes by e-mail. */
  hasEmailCodes: boolean
  /** Asks WeChat for a code: a window of theirs, or a redirect. Rejects if the person leaves it. */
  askWeChat?: (() => Promise<string>) | undefined
}

interface ReadyStepProps extends StepProps {
  state: ReadyState
  options: ReadyOptions
}

export function ReadyStep({ state, options, ...step }: ReadyStepProps): ReactElement {
  const { said } = useWords()
  const { passwordName, hasEmailCodes, askWeChat } = options
  const { memory, remember, problem } = step
  const ways: Way[] = hasEmailCodes ? ['password', 'mobile', 'email'] : ['password', 'mobile']

  const signIn = (typed: Typed) => {
    const name = typed[passwordName] ?? ''
    remember(passwordName === 'mobile' ? { mobile: name } : { userName: name })
    return state.signInWithPassword({ [passwordName]: name, password: typed.password } as PasswordCredentials)
  }
  const signInWithWeChat = async () => {
    const code = await askWeChat?.().catch(() => null)
    if (code) await state.signInWithWeChat({ code })
  }
  return (
    <>
      <Tabs
        label={said.ways.label}
        tabs={ways.map((id) => ({ id, label: said.ways[id] }))}
        chosen={memory.way}
        onChoose={(way) => remember({ way, dismissed: state.problem })}
      >
        {memory.way === 'password' ? (
          <Form
            fields={[
              passwordName === 'mobile' ? mobileField(memory.mobile) : identifierField(passwordName, memory.userName),
              passwordField('password'),
            ]}
            action={said.signIn}
            onSubmit={signIn}
            problem={problem}
            wrong={wrongField(problem, ['password'])}
          />
        ) : (
          <CodeRequest state={state} way={memory.way} {...step} />
        )}
      </Tabs>
      {askWeChat && (
        <>
          <p className="or">
            <span>{said.or}</span>
          </p>
          <Press look="plain" act={signInWithWeChat}>
            <WeChatMark />
            {said.weChat}
          </Press>
        </>
      )}
    </>
  )
}

/** Two bubbles. */
function WeChatMark(): ReactElement {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M9.5 4C5.4 4 2 6.8 2 10.2c0 2 1.1 3.7 2.9 4.9L4.3 17.5l2.7-1.400c.5.1 1 .2 1.600.3a5.6 5.6 0 0 1-.2-1.400c0-3.200 3.100-5.8 7-5.800h.800C15.500 6.200 12.800 4 9.500 4Z" />
      <path d="M22 15c0-2.7-2.9-4.9-6.400-4.9S9.200 12.300 9.200 15s2.9 4.9 6.400 4.9c.7 0 1.400-.1 2-.3l2.200 1.200-.5-2c1.600-.9 2.7-2.300 2.7-3.8Z" />
    </svg>
  )
}

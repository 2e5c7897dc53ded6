// The own password: changed by the present one or by a code by e-mail, or set for the first time by a person who came by a
// code or by WeChat.
import { useEffect, useState, type ReactElement } from 'react'
import { describeError, useClaims } from 'react-ciam'
import { useAccount, type PasswordPolicy } from 'react-ciam/sign-in'
import { Form } from './Form'
import { codeField, newPasswordField, passwordField } from './form-fields'
import { Press } from './Press'
import { Section } from './Section'
import { useTask } from './useTask'
import { useWords } from './useWords'

/** Told by the service only with a password that ends; else the app knows the tenant's. */
const POLICY: PasswordPolicy = { minLength: 8, maxLength: 20, regEx: '' }

type Known = { readonly has: boolean } | { readonly error: unknown } | null

interface PasswordSectionProps {
  /** Has the app's server send a code for another password; no call of the service is known. */
  sendCode: (email: string) => Promise<unknown>
}

export function PasswordSection({ sendCode }: PasswordSectionProps): ReactElement {
  const { said, language } = useWords()
  const account = useAccount()
  const userName = useClaims((claims) => claims.userName)
  const email = useClaims((claims) => claims.email)
  const task = useTask()
  const [isByEmail, setByEmail] = useState(false)
  const [known, setKnown] = useState<Known>(null)
  // Another one for each password that was set, so that nothing is left in the fields.
  const [round, setRound] = useState(0)

  useEffect(() => {
    let isHere = true
    account.hasPassword().then(
      (has) => isHere && setKnown({ has }),
      (error: unknown) => isHere && setKnown({ error }),
    )
    return () => {
      isHere = false
    }
  }, [account, round])

  if (!known || 'error' in known) {
    const sentence = known ? describeError(known.error, language) : null
    return (
      <Section title={said.self.password} outcome={sentence === null ? null : { isDone: false, sentence, field: null }}>
        {sentence === null && <p>{said.self.asking}</p>}
      </Section>
    )
  }
  const change = async (call: () => Promise<void>): Promise<void> => {
    if (!(await task.run(call, said.self.passwordChanged))) return
    setByEmail(false)
    setRound(round + 1)
  }
  const sendAndAsk = (to: string) => () => task.run(() => sendCode(to).then(() => setByEmail(true)), '')
  const newPassword = newPasswordField(POLICY, said)
  const common = { problem: task.outcome, wrong: task.outcome?.field ?? null, ...(userName && { userName }) }
  if (isByEmail && email) {
    return (
      <Section title={said.self.password} outcome={task.outcome}>
        <p>{said.codeSentTo(email)}</p>
        <Form
          key="email"
          fields={[codeField, newPassword]}
          action={said.change}
          onSubmit={(typed) => change(() => account.changePasswordByEmail({ code: '', newPassword: '', ...typed }))}
          {...common}
        />
        <Press act={() => setByEmail(false)}>{said.cancel}</Press>
      </Section>
    )
  }
  return (
    <Section title={said.self.password} outcome={task.outcome}>
      <p>{known.has ? said.self.hasPassword : said.self.hasNone}</p>
      <Form
        key={round}
        fields={known.has ? [passwordField('oldPassword'), newPassword] : [newPassword]}
        action={known.has ? said.change : said.self.setPassword}
        onSubmit={(typed) => change(() => account.changePassword({ newPassword: '', ...typed }))}
        {...common}
      />
      {known.has && email && <Press act={sendAndAsk(email)}>{said.self.passwordByEmail}</Press>}
    </Section>
  )
}

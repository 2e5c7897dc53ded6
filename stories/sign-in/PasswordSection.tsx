// The own password: changed, or set for the first time by a person who came by a code or by WeChat.
import { useEffect, useState, type ReactElement } from 'react'
import { describeError, useClaims } from 'react-ciam'
import { useAccount, type PasswordPolicy } from 'react-ciam/sign-in'
import { Form } from './Form'
import { newPasswordField, passwordField } from './form-fields'
import { Section } from './Section'
import { useTask } from './useTask'
import { useWords } from './useWords'

/** Told by the service only with a password that ends; else the app knows the tenant's. */
const POLICY: PasswordPolicy = { minLength: 8, maxLength: 20, regEx: '' }

type Known = { readonly has: boolean } | { readonly error: unknown } | null

export function PasswordSection(): ReactElement {
  const { said, language } = useWords()
  const account = useAccount()
  const userName = useClaims((claims) => claims.userName)
  const task = useTask()
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
  const change = async (typed: { oldPassword?: string; newPassword?: string }): Promise<void> => {
    const { oldPassword, newPassword = '' } = typed
    const passwords = { newPassword, ...(oldPassword !== undefined && { oldPassword }) }
    if (await task.run(() => account.changePassword(passwords), said.self.passwordChanged)) setRound(round + 1)
  }
  const newPassword = newPasswordField(POLICY, said)
  return (
    <Section title={said.self.password} outcome={task.outcome}>
      <p>{known.has ? said.self.hasPassword : said.self.hasNone}</p>
      <Form
        key={round}
        fields={known.has ? [passwordField('oldPassword'), newPassword] : [newPassword]}
        action={known.has ? said.change : said.self.setPassword}
        onSubmit={change}
        problem={task.outcome}
        wrong={task.outcome?.field ?? null}
        {...(userName && { userName })}
      />
    </Section>
  )
}

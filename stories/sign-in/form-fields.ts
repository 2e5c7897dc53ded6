// The fields of the forms: what the browser, its password manager and a phone's keyboard want to know of each.
import type { PasswordPolicy } from 'react-ciam/sign-in'
import type { Words } from './words-en'

export type FieldName = keyof Words['fields']

/** A field of a form. Its label is the word of its name. */
export interface Field {
  readonly name: FieldName
  readonly type: 'text' | 'password' | 'tel' | 'email'
  readonly autoComplete: string
  readonly inputMode?: 'numeric' | 'tel' | 'email'
  readonly hint?: string
  /** What stands there at first. */
  readonly initial?: string
  /** A sentence on what is wrong with a text that is not empty; null if nothing is. */
  readonly check?: (text: string) => string | null
}

/** What was typed, by the names of the fields. */
export type Typed = Partial<Record<FieldName, string>>

export const identifierField = (name: 'identifier' | 'userName', initial: string): Field => ({
  name,
  type: 'text',
  autoComplete: 'username',
  initial,
})

export const mobileField = (initial: string, name: 'mobile' | 'newMobile' = 'mobile'): Field => ({
  name,
  type: 'tel',
  autoComplete: 'tel',
  inputMode: 'tel',
  initial,
})

export const emailField = (initial: string, said: Words): Field => ({
  name: 'email',
  type: 'email',
  autoComplete: 'email',
  inputMode: 'email',
  initial,
  check: (text) => (/^\S+@\S+$/.test(text.trim()) ? null : said.emailWrong),
})

export const passwordField = (name: 'password' | 'oldPassword'): Field => ({
  name,
  type: 'password',
  autoComplete: 'current-password',
})

export const newPasswordField = (policy: PasswordPolicy | null, said: Words): Field => {
  const { minLength: least = null, maxLength: most = null, regEx = null } = policy ?? {}
  const words = said.passwordLength
  const length =
    least !== null && most !== null
      ? words.both(least, most)
      : least !== null
        ? words.least(least)
        : most !== null
          ? words.most(most)
          : ''
  const hint = [length, regEx === null ? '' : said.passwordRules].filter(Boolean).join(said.gap)
  return {
    name: 'newPassword',
    type: 'password',
    autoComplete: 'new-password',
    ...(hint && { hint }),
    check: ({ length: count }) => (count < (least ?? 0) || count > (most ?? Infinity) ? length : null),
  }
}

export const codeField: Field = { name: 'code', type: 'text', autoComplete: 'one-time-code', inputMode: 'numeric' }

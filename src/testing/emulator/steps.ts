// The steps that finish a half-finished sign-in, by its state_token.
import type { Account } from './accounts'
import { PASSWORD_POLICY, type CallInput, type CallResult, type StepCall, type StepInput } from './call'
import type { CodeType } from './codes'
import type { StatePurpose } from './state-tokens'
import { finish, refusePassword } from './ways-in'

export const STEPS: readonly StepCall[] = [
  {
    ...step('/pwd/skip-update', [], ['PASSWORD_WARN'], 'sign in with the password that ends soon'),
    method: 'GET',
    answer: (input) => withAccount(input, (account) => enter(input, account)),
  },
  {
    ...step(
      '/pwd/update',
      ['old_password', 'new_password'],
      ['PASSWORD_WARN', 'PASSWORD_EXPIRED'],
      'change the password that ends or has ended, and sign in',
    ),
    answer: (input) =>
      withAccount(
        input,
        (account) => replacePassword(input, account, input.text('old_password')) ?? enter(input, account),
      ),
  },
  secondFactor('mobile', '/mfa/sms', 'MFA_AUTH_SMS'),
  secondFactor('email', '/mfa/email', 'MFA_AUTH_EMS'),
  {
    ...step(
      '/social/bind',
      [['mobile', 'email'], 'verify_code'],
      ['USER_REGISTER', 'SOCIAL_BIND'],
      'bind a social account to who has that mobile or e-mail, and sign in',
    ),
    answer: bind,
  },
]

function step(path: string, fields: StepCall['fields'], purposes: readonly StatePurpose[], purpose: string) {
  const row = { path: `/api/v2/sdk${path}`, method: 'POST', kind: 'step', header: 'X-state-token' } as const
  return { ...row, fields, purposes, purpose }
}

/** The mobile or e-mail must be the account's own. */
function secondFactor(field: 'mobile' | 'email', path: string, type: CodeType): StepCall {
  return {
    ...step(path, [field, 'verify_code'], ['MFA_AUTH'], `finish a sign-in by a second factor, a code to the ${field}`),
    answer: (input) =>
      withAccount(input, (account) => {
        const isOwn = input.desk.accounts.find(input.text(field), [field]) === account
        const isRight = isOwn && input.desk.codes.take(input.text(field), type, input.text('verify_code'))
        return isRight ? enter(input, account) : { refused: 'code-wrong' }
      }),
  }
}

/**
 * To the account that has the address. If nobody has: `USER_REGISTER` makes a new account without a password, `SOCIAL_BIND`
 * is refused. The service's page does not say.
 */
function bind(input: StepInput): CallResult {
  const { desk, halfSignIn, text } = input
  const [field, type] =
    text('mobile') === '' ? (['email', 'BIND_EMAIL_EMS'] as const) : (['mobile', 'BIND_MOBILE_SMS'] as const)
  if (!desk.codes.take(text(field), type, text('verify_code'))) return { refused: 'code-wrong' }
  const known = desk.accounts.find(text(field), [field])
  if (!known && halfSignIn.purpose === 'SOCIAL_BIND') return { refused: 'user-unknown' }
  const account = known ?? desk.accounts.register(field, text(field))
  desk.accounts.bind(halfSignIn.socialId ?? '', account)
  return enter(input, account)
}

/** A session of 12 hours at the most: all samples of these replies have that. */
function enter(input: CallInput, account: Account): CallResult {
  return finish(input, account, Math.min(43_200, input.desk.options().sessionLifetime))
}

function withAccount({ halfSignIn }: StepInput, answer: (account: Account) => CallResult): CallResult {
  return halfSignIn.account ? answer(halfSignIn.account) : { refused: 'state-token-rejected', word: 'state_token' }
}

/**
 * Sets the field `new_password`; gives the refusal if it cannot be. The old one is checked, and counted, as at sign-in; the
 * new one must keep the rules that `PASSWORD_WARN` tells. The service's pages do not say what they do about either.
 */
export function replacePassword(input: CallInput, account: Account, oldPassword: string | null): CallResult | null {
  const refusal = oldPassword === null ? null : refusePassword(input, account, oldPassword)
  if (refusal) return refusal
  return setPassword(input, account, 'new_password')
}

/** Sets the password that the field has, if it keeps the rules. */
export function setPassword({ desk, text }: CallInput, account: Account, field: string): CallResult | null {
  const { minLength, maxLength, regEx } = PASSWORD_POLICY
  const password = text(field)
  const isGood = password.length >= minLength && password.length <= maxLength && new RegExp(regEx).test(password)
  if (!isGood) return { refused: 'format-wrong', word: field }
  desk.accounts.setPassword(account, password)
  return null
}

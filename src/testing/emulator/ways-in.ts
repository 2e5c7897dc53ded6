// The ways in: passwords, codes by SMS and e-mail, WeChat. A session, one of the replies that are none yet, or a refusal.
import type { Account, AccountName } from './accounts'
import { PASSWORD_POLICY, type CallInput, type CallResult, type PlainCall } from './call'
import { durationInWords } from './messages'
import type { CodeType } from './codes'
import type { HalfSignIn } from './state-tokens'
import { EMULATOR_SOCIAL_ACCOUNTS } from './users'

const BASE = '/api/v2/sdk'

export const LOGIN_PATH = `${BASE}/login`

export const WAYS_IN: readonly PlainCall[] = [
  byPassword('', 'user_name', ['userName'], 'sign in by user name and password'),
  byPassword(
    '/auth',
    'user_name',
    ['userName', 'mobile', 'email'],
    'sign in by user name, mobile or e-mail and password',
  ),
  byPassword('/mobile-pwd', 'mobile', ['mobile'], 'sign in by mobile and password'),
  byCode('/mobile-verify-code', 'mobile', 'LOGIN_SMS', 'sign in by a code by SMS'),
  // The page's table says `email`; its sample says `emial`, which is not taken.
  byCode('/email-verify-code', 'email', 'LOGIN_EMS', 'sign in by a code by e-mail'),
  {
    ...wayIn('/wechat', ['code'], "sign in by WeChat's code"),
    answer: (input) => {
      const social = EMULATOR_SOCIAL_ACCOUNTS.find(({ code }) => code === input.text('code'))
      if (!social) return { refused: 'provider-failed', word: 'WeChat' }
      const owner = input.desk.accounts.ownerOf(social.id)
      if (owner) return letIn(input, owner)
      const purpose = social.status === 'SOCIAL_BIND' ? social.status : 'USER_REGISTER'
      const data = JSON.stringify({ socialBindOrRegisterFlow: ['VERIFY_PHONE', 'VERIFY_EMAIL'] })
      // The leading space is the page's.
      const said = purpose === 'SOCIAL_BIND' ? { status: ' SOCIAL_BIND' } : {}
      return halfWay(input, { purpose, account: null, socialId: social.id }, { data, ...said })
    },
  },
]

function wayIn(path: string, fields: readonly string[], purpose: string) {
  return { path: LOGIN_PATH + path, method: 'POST', kind: 'login', header: null, fields, purpose } as const
}

function byPassword(path: string, field: string, names: readonly AccountName[], purpose: string): PlainCall {
  return {
    ...wayIn(path, [field, 'password'], purpose),
    answer(input) {
      const name = input.text(field)
      const account = input.desk.accounts.find(name, names)
      const refusal = refusePassword(input, account ?? name, input.text('password'))
      if (refusal || !account) return refusal ?? { refused: 'user-unknown' }
      const { status } = account.user
      if (status === 'PASSWORD_EXPIRED') return halfWay(input, { purpose: status, account, socialId: null })
      if (status === 'PASSWORD_WARN') {
        const data = JSON.stringify(PASSWORD_POLICY)
        return halfWay(input, { purpose: status, account, socialId: null }, { data })
      }
      return letIn(input, account)
    },
  }
}

function byCode(path: string, field: 'mobile' | 'email', type: CodeType, purpose: string): PlainCall {
  return {
    ...wayIn(path, [field, 'verify_code'], purpose),
    answer(input) {
      if (!input.desk.codes.take(input.text(field), type, input.text('verify_code'))) return { refused: 'code-wrong' }
      const account = input.desk.accounts.find(input.text(field), [field])
      // A tenant may register who is new; this one does not.
      return account ? letIn(input, account) : { refused: 'user-unknown' }
    },
  }
}

/** The refusal of a password that is wrong, or of an account that is locked; null for the right one. Counts. */
export function refusePassword(
  { desk, language }: CallInput,
  account: Account | string,
  password: string,
): CallResult | null {
  const check = desk.accounts.check(account, password)
  if (check.outcome === 'wrong') return { refused: 'login-wrong', word: String(check.attemptsLeft) }
  if (check.outcome === 'locked') return { refused: 'login-locked', word: durationInWords(check.unlocksIn, language) }
  return null
}

/** What an account gets that has shown that it is its own: a password's end is no matter of who came by a code. */
function letIn(input: CallInput, account: Account): CallResult {
  if (account.user.status === 'MFA_AUTH') return halfWay(input, { purpose: 'MFA_AUTH', account, socialId: null })
  return finish(input, account)
}

/** The end of a sign-in: a session, unless the account is denied. `lifetime`: of the session, seconds. */
export function finish({ desk, fingerprint }: CallInput, account: Account, lifetime?: number): CallResult {
  const status = 'ACCESS_DENIED'
  if (account.user.status === status) return { status, body: { status } }
  return { session: desk.sessions.signIn(account, fingerprint, lifetime) }
}

function halfWay({ desk }: CallInput, halfSignIn: HalfSignIn, more: Record<string, string> = {}): CallResult {
  const status = halfSignIn.purpose
  return { status, body: { status, state_token: desk.stateTokens.give(halfSignIn), ...more } }
}

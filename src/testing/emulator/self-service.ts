// What a signed-in person does with the own account, by the id_token. Done is 200 with an empty body.
import { DONE, type SelfServiceCall } from './call'
import { replacePassword, setPassword } from './steps'

/** As the service spells them. */
const GENDERS: readonly unknown[] = ['female', 'male', 'unknow', undefined]

export const SELF_SERVICE: readonly SelfServiceCall[] = [
  {
    ...row('/pwd/check-exist', [], 'ask whether the account has a password'),
    method: 'GET',
    answer({ desk, account }) {
      const isSet = account.password !== null
      return { body: { is_set_pwd: desk.options().isPasswordSetAs === 'string' ? String(isSet) : isSet } }
    },
  },
  {
    ...row('/pwd/change', ['new_password'], 'change the password; the old one is wanted too if there is one'),
    answer(input) {
      const oldPassword = input.text('old_password')
      const hasOne = input.account.password !== null
      if (hasOne && oldPassword === '') return { refused: 'parameter-missing', word: 'old_password' }
      return replacePassword(input, input.account, hasOne ? oldPassword : null) ?? DONE
    },
  },
  {
    ...row('/pwd/update-by-email', ['verify_code', 'password'], 'change the password by a code by e-mail'),
    answer(input) {
      const isRight = input.desk.codes.take(input.account.user.email, 'UPDATE_PWD_EMS', input.text('verify_code'))
      return isRight ? (setPassword(input, input.account, 'password') ?? DONE) : { refused: 'code-wrong' }
    },
  },
  {
    ...row('/profile/update-mobile', ['mobile', 'verify_code'], 'change the mobile, by a code to the new one'),
    // One that is somebody else's is refused; the service's page does not say.
    answer({ desk, account, text }) {
      const mobile = text('mobile')
      if (!desk.codes.take(mobile, 'UPDATE_MOBILE_SMS', text('verify_code'))) return { refused: 'code-wrong' }
      const owner = desk.accounts.find(mobile, ['mobile'])
      if (owner && owner !== account) return { refused: 'parameter-wrong', word: 'mobile' }
      desk.accounts.change(account, { mobile })
      return DONE
    },
  },
  {
    ...row(
      '/profile/update',
      [],
      'change the profile; `name` is in the next id_token, other fields are taken and forgotten',
    ),
    // Password, mobile and e-mail cannot be changed here: those fields are among the forgotten ones.
    answer({ desk, account, body }) {
      if (!GENDERS.includes(body.attr_gender)) return { refused: 'format-wrong', word: 'attr_gender' }
      if (typeof body.name === 'string') desk.accounts.change(account, { name: body.name })
      return DONE
    },
  },
  {
    ...row('/social/unbind-account', ['id'], 'take a social account off'),
    answer({ desk, account, text }) {
      const isOwn = desk.accounts.ownerOf(text('id')) === account
      if (!isOwn) return { refused: 'user-not-bound' }
      desk.accounts.unbind(text('id'))
      return DONE
    },
  },
]

function row(path: string, fields: readonly string[], purpose: string) {
  const call = { path: `/api/v2/sdk${path}`, method: 'POST', kind: 'self-service', header: 'Authorization' } as const
  return { ...call, fields, purpose }
}

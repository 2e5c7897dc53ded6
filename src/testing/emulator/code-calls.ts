// The calls that send a code by SMS, and those of the captcha that comes before.
import { DONE, type PlainCall } from './call'
import { isSmsType } from './codes'

const PATH = '/api/v2/sdk'

export const CODE_CALLS: readonly PlainCall[] = [
  {
    ...row('/sms/send', ['mobile', 'type'], 'send a code by SMS, for a captcha_token if the option `captcha` is on'),
    // Whoever the mobile belongs to, or nobody: a new one is what registering and binding begin with.
    answer({ desk, text }) {
      const { captcha, dialect } = desk.options()
      const type = text('type')
      if (!isSmsType(type, dialect)) return { refused: 'code-not-sent' }
      if (captcha && !desk.captchas.spend(text('captcha_token'))) return { refused: 'code-not-sent' }
      desk.codes.send(text('mobile'), type)
      return DONE
    },
  },
  {
    ...row('/captcha', [], 'get a puzzle'),
    method: 'GET',
    answer: ({ desk }) => ({ body: { ...desk.captchas.create() } }),
  },
  {
    ...row('/captcha/verify', ['point_json', 'token', 'sender'], 'get a captcha_token for a solved puzzle'),
    // What `sender` is, the service's page does not say: any text is taken.
    answer({ desk, text }) {
      const captchaToken = desk.captchas.answer(text('token'), text('point_json'))
      return captchaToken === null ? { refused: 'captcha-failed' } : { body: { captcha_token: captchaToken } }
    },
  },
]

function row(path: string, fields: readonly string[], purpose: string) {
  return { path: PATH + path, method: 'POST', kind: 'code', header: null, fields, purpose } as const
}

// createAccount: what a signed-in person does with the own account, with the id_token; and codes, which need none.
import { withoutSecrets } from '../client/safe-cause'
import type { CiamClient } from '../client/types'
import { isCiamError } from '../protocol/errors'
import type { Fields } from '../protocol/fields'
import { networkError } from '../protocol/replies'
import { checkSolution, getPuzzle, smsCall } from './actions'
import { fieldsOf, passwordOf, pointOf, textOf, wrongInput } from './input'
import { invalidAnswer, notRepeated } from './problems'
import { API_PATH, callService, readAnswer, type Service, serviceOf, within } from './service-call'
import type { Account } from './account-types'

/**
 * Makes the calls of a signed-in person's own account. Each is sent once; only where the service did not take the id_token,
 * which it says before it does anything, `client.fetch` refreshes that and sends the call again. Passwords and codes are
 * kept by nothing after their call.
 *
 * All reject with a `CiamError`: `SERVICE_ERROR` with the service's code in `serviceCode` where it refused, `SIGNED_OUT`
 * where nobody is signed in, `CONFIG` for what was handed in wrong, and then nothing was sent. After `NETWORK`, `TIMEOUT`
 * and `INVALID_RESPONSE` the service may have done it all the same.
 *
 * @throws CiamError `CONFIG` for a client that `createCiamClient` did not make.
 * @example
 * const account = createAccount(client)
 * const oldPassword = (await account.hasPassword()) ? await ask('Your password') : undefined
 * await account.changePassword({ ...(oldPassword && { oldPassword }), newPassword: await ask('A new one') })
 */
export function createAccount(client: CiamClient<unknown>): Account {
  const service = serviceOf(client, 'createAccount')
  const post = async (path: string, fields: object): Promise<void> => {
    await call(service, path, toJson(fields))
  }
  return Object.freeze({
    async hasPassword() {
      const { is_set_pwd } = await call(service, '/pwd/check-exist', null)
      const text = String(is_set_pwd).trim().toLowerCase() // The page has a boolean in its sample and a text in its table.
      if (text !== 'true' && text !== 'false') throw invalidAnswer()
      return text === 'true'
    },
    async changePassword(passwords) {
      const fields = fieldsOf(passwords)
      const new_password = passwordOf(fields, 'newPassword')
      const old = fields.oldPassword === undefined ? {} : { old_password: passwordOf(fields, 'oldPassword') }
      return post('/pwd/change', { ...old, new_password })
    },
    async changePasswordByEmail(change) {
      const fields = fieldsOf(change)
      const body = { verify_code: textOf(fields, 'code'), password: passwordOf(fields, 'newPassword') }
      return post('/pwd/update-by-email', body)
    },
    async updateMobile(change) {
      const fields = fieldsOf(change)
      return post('/profile/update-mobile', { mobile: textOf(fields, 'mobile'), verify_code: textOf(fields, 'code') })
    },
    async updateProfile(changes) {
      const fields = fieldsOf(changes)
      const isUnknown = fields.attr_gender === 'unknown'
      return post('/profile/update', isUnknown ? { ...fields, attr_gender: 'unknow' } : fields) // As the service spells it.
    },
    async unbindSocialAccount(bond) {
      return post('/social/unbind-account', { id: textOf(fieldsOf(bond), 'id') })
    },
    async getCaptcha() {
      const answer = await getPuzzle(service, new AbortController().signal)
      if (answer.problem) throw answer.problem.error
      return { ...answer.puzzle, token: answer.captchaToken }
    },
    async verifyCaptcha(solution) {
      const fields = fieldsOf(solution)
      const checked = { captchaToken: textOf(fields, 'token'), sender: textOf(fields, 'sender') }
      const request = { ...checked, pointJson: pointOf(solution) }
      const answer = await checkSolution(service, request, new AbortController().signal)
      if (answer.problem) throw answer.problem.error
      return answer.fields.captcha_token as string
    },
    async sendSmsCode(request) {
      const fields = fieldsOf(request)
      const token = fields.captchaToken === undefined ? undefined : textOf(fields, 'captchaToken')
      const sms = smsCall(textOf(fields, 'mobile'), textOf(fields, 'type'), token)
      const { problem } = await callService(service, sms, new AbortController().signal)
      if (problem) throw problem.error
    },
  } satisfies Account)
}

function toJson(fields: object): string {
  try {
    return JSON.stringify(fields)
  } catch {
    throw wrongInput('What was handed in must be JSON.')
  }
}

/** The call, a refresh and the call again, each at its longest. */
const PARTS = 3

async function call({ client, engine }: Service, path: string, body: string | null): Promise<Fields> {
  const { options, environment } = engine
  const sending = new AbortController()
  const { signal } = sending
  let answer
  try {
    const exchanging = exchange(client, `${options.baseUrl}${API_PATH}${path}`, body, signal)
    const limit = PARTS * options.requestTimeout
    const { status, text } = await within(limit, environment, signal, () => sending.abort(), exchanging)
    answer = readAnswer(status, text, false, environment.wallClock())
  } catch (thrown) {
    if (isCiamError(thrown)) throw thrown
    throw notRepeated(networkError(withoutSecrets(thrown), { thirdInARow: false, origin: '' }))
  }
  if (answer.problem) throw answer.problem.error
  return answer.fields
}

async function exchange(client: CiamClient<unknown>, url: string, body: string | null, signal: AbortSignal) {
  const response = await client.fetch(url, {
    method: body === null ? 'GET' : 'POST',
    ...(body !== null && { body }),
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    signal,
  })
  try {
    return { status: +response.status, text: await response.text() }
  } catch {
    return { status: +response.status, text: null }
  }
}

// createAccount: what a signed-in person does with the own account, with the id_token; and codes, which need none.
import { callRulesOf } from '../client/internals'
import { withoutSecrets } from '../client/safe-cause'
import type { CiamClient } from '../client/types'
import { type Fields, parseJson, toFields } from '../protocol/fields'
import { networkError } from '../protocol/replies'
import { readServiceCode } from '../protocol/service-errors'
import { checkSolution, getPuzzle, smsCall, type Solution } from './actions'
import { passwordOf, pointOf, readInput, textOf, wrongInput } from './input'
import { invalidAnswer, isOurs, notRepeated } from './problems'
import { API_PATH, callService, readAnswer, type Service, type ServiceCall, serviceOf, within } from './service-call'
import type { Account } from './account-types'

/**
 * Makes the calls of a signed-in person's own account. Each is sent once; only where the service did not take the id_token,
 * which it says before it does anything, `client.fetch` refreshes that and sends the call again. Passwords and codes are
 * kept by nothing after their call.
 *
 * All reject with a `CiamError`: `SERVICE_ERROR` with the service's code in `serviceCode` where it refused, `SIGNED_OUT`
 * where nobody is signed in, `CONFIG` for what was handed in wrong, and then nothing was sent. After `NETWORK`, `TIMEOUT`
 * and `INVALID_RESPONSE` the service may have done it all the same. `problemOf` gives a kind for each, with the attempts
 * that are left. A call takes three times `requestTimeout` at the most: itself, a refresh, and itself again.
 *
 * @param client - as `createCiamClient` made it.
 * @throws CiamError `CONFIG` for a client that `createCiamClient` did not make.
 * @example
 * const account = createAccount(client)
 * const oldPassword = (await account.hasPassword()) ? await ask('Your password') : undefined
 * await account.changePassword({ ...(oldPassword && { oldPassword }), newPassword: await ask('A new one') })
 */
export function createAccount(client: CiamClient<unknown>): Account {
  const service = serviceOf(client, 'createAccount')
  const post = async (path: string, input: unknown, toBody: (fields: Fields) => object): Promise<void> => {
    await call(
      service,
      path,
      readInput(input, (fields) => toJson(toBody(fields))),
    )
  }
  return Object.freeze({
    async hasPassword() {
      const { is_set_pwd } = await call(service, '/pwd/check-exist', null)
      // The page has a boolean in its sample and a text in its table.
      const answer = typeof is_set_pwd === 'string' ? is_set_pwd.trim().toLowerCase() : is_set_pwd
      if (answer === true || answer === 'true') return true
      if (answer === false || answer === 'false') return false
      throw invalidAnswer()
    },
    changePassword: (passwords) => post('/pwd/change', passwords, toPasswords),
    changePasswordByEmail: (change) => post('/pwd/update-by-email', change, toPasswordAndCode),
    updateMobile: (change) => post('/profile/update-mobile', change, toMobileAndCode),
    updateProfile: (changes) => post('/profile/update', changes, toProfile),
    unbindSocialAccount: (bond) => post('/social/unbind-account', bond, toBond),
    async getCaptcha() {
      const answer = await getPuzzle(service, new AbortController().signal)
      if (answer.problem) throw answer.problem.error
      return Object.freeze({ ...answer.puzzle, token: answer.captchaToken })
    },
    async verifyCaptcha(solution) {
      const answer = await checkSolution(service, readInput(solution, toSolution), new AbortController().signal)
      if (answer.problem) throw answer.problem.error
      return answer.fields.captcha_token as string
    },
    async sendSmsCode(request) {
      const { problem } = await callService(service, readInput(request, toSms), new AbortController().signal)
      if (problem) throw problem.error
    },
  } satisfies Account)
}

function toJson(fields: object): string {
  const text = JSON.stringify(fields) as string | undefined // A toJSON of the app's may give anything.
  if (!text?.startsWith('{')) throw wrongInput('Hand in an object with plain fields.')
  return text
}

// What is sent of what was handed in, under the service's names.

function toPasswords(fields: Fields): object {
  const old = fields.oldPassword === undefined ? {} : { old_password: passwordOf(fields, 'oldPassword') }
  return { ...old, new_password: passwordOf(fields, 'newPassword') }
}

const toPasswordAndCode = (fields: Fields): object => ({
  verify_code: textOf(fields, 'code'),
  password: passwordOf(fields, 'newPassword'),
})

const toMobileAndCode = (fields: Fields): object => ({
  mobile: textOf(fields, 'mobile'),
  verify_code: textOf(fields, 'code'),
})

/** The service spells `unknown` without its last letter. */
const toProfile = (fields: Fields): object =>
  fields.attr_gender === 'unknown' ? { ...fields, attr_gender: 'unknow' } : fields

const toBond = (fields: Fields): object => ({ id: textOf(fields, 'id') })

const toSolution = (fields: Fields): Solution => ({
  captchaToken: textOf(fields, 'token'),
  sender: textOf(fields, 'sender'),
  pointJson: pointOf(fields),
})

function toSms(fields: Fields): ServiceCall {
  const token = fields.captchaToken === undefined ? undefined : textOf(fields, 'captchaToken')
  return smsCall(textOf(fields, 'mobile'), textOf(fields, 'type'), token)
}

/** The call, a refresh and the call again, each at its longest. */
const PARTS = 3

async function call(service: Service, path: string, body: string | null): Promise<Fields> {
  const { options, environment } = service.engine
  const sending = new AbortController()
  const { signal } = sending
  let answer
  try {
    const exchanging = exchange(service, `${options.baseUrl}${API_PATH}${path}`, body, signal)
    const limit = PARTS * options.requestTimeout
    const { httpStatus, text } = await within(limit, environment, signal, () => sending.abort(), exchanging)
    answer = readAnswer(httpStatus, text, { path, hasStateToken: false }, environment.wallClock())
  } catch (thrown) {
    if (isOurs(thrown)) throw thrown
    throw notRepeated(networkError(withoutSecrets(thrown), { thirdInARow: false, origin: '' }))
  }
  if (answer.problem) throw answer.problem.error
  return answer.fields
}

interface AccountReply {
  /** As the rules of `client.fetch` are to see it. */
  readonly status: number
  readonly httpStatus: number
  /** Null where the body broke off. */
  readonly text: string | null
}

/** As `client.fetch`, but for a 401 that says why: with a code of its own it is no word about the id_token. */
function exchange({ client, engine }: Service, url: string, body: string | null, signal: AbortSignal) {
  return callRulesOf(client)!.send<AccountReply>({
    url,
    body,
    signal,
    headers: new Headers(),
    readJson: ({ text }) => parseJson(text),
    async send(to, headers) {
      const response = await engine.options.fetch(to, {
        method: body === null ? 'GET' : 'POST',
        headers,
        ...(body !== null && { body }),
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store',
        signal,
      })
      const [httpStatus, text] = [+response.status, await textOfBody(response)]
      const isExplained = httpStatus === 401 && readServiceCode(toFields(parseJson(text)))
      return { status: isExplained ? 400 : httpStatus, httpStatus, text }
    },
  })
}

async function textOfBody(response: Response): Promise<string | null> {
  try {
    return await response.text()
  } catch {
    return null
  }
}

// The emulator: a handler of requests that behaves as the service's pages say, put together from its parts.
import { createAccountDesk } from './accounts'
import { createCallFaults } from './call-faults'
import { createCaptchaDesk } from './captcha'
import { createClock } from './clock'
import { createCodeDesk, emailTypesInWords, isEmailType } from './codes'
import { tokensReply, type EmulatorDesk } from './desk'
import { createFaultLine } from './faults'
import { createFetch } from './fetch'
import { createHandler, createWorkCounter } from './handler'
import { createIdentityTokens } from './identity-tokens'
import { createLedger } from './ledger'
import { resolveOptions } from './options'
import { createSessionDesk } from './sessions'
import { createStateTokenDesk } from './state-tokens'
import type { Emulator, EmulatorOptions, LoginReply } from './types'
import { EMULATOR_USERS } from './users'

/**
 * Makes an emulator of the service: refresh, sign-in by password, code and WeChat, self-service, keys, a sample API, with
 * faults, a ledger, an outbox of codes and a clock that tests turn. It keeps everything in memory, touches no network, and works in a browser (on https or loopback) and in
 * Node 20.19 and later. Needs the peer `jose`. Throws a `TypeError` that names a wrong option.
 *
 * It is no security product: whoever can reach it can sign in.
 *
 * @example
 * const emulator = createEmulator({ rotation: 'on', idTokenLifetime: 60 })
 * const client = createCiamClient({ baseUrl: '/ciam', clientId: EMULATOR_CLIENT_ID, fetch: emulator.fetch })
 * await client.signIn(await emulator.login())
 * emulator.fail('cut-after')
 */
export function createEmulator(initial: EmulatorOptions = {}): Emulator {
  const created = resolveOptions(initial)
  let options = created
  const clock = createClock(() => options.clockOffset)
  const ledger = createLedger()
  const faults = createFaultLine()
  const sessions = createSessionDesk(() => options, clock.now)
  const tokens = createIdentityTokens(() => options, clock.now)
  const accounts = createAccountDesk(clock.now)
  const stateTokens = createStateTokenDesk(clock.now)
  const codes = createCodeDesk(clock.now)
  const captchas = createCaptchaDesk(clock.now)
  const callFaults = createCallFaults()
  const signInParts = { accounts, stateTokens, codes, captchas, callFaults }
  const desk: EmulatorDesk = { options: () => options, faults, tokens, sessions, ledger, ...signInParts }
  const work = createWorkCounter()
  const handle = createHandler(desk, work)
  return {
    handle,
    fetch: createFetch(handle),
    configure: (changes) => void (options = resolveOptions(changes, options)),
    fail: faults.add,
    failCall: callFaults.add,
    sendEmailCode(email, type) {
      if (!isEmailType(type))
        throw new TypeError(`There is no code by e-mail ${JSON.stringify(type)}. There are: ${emailTypesInWords()}.`)
      codes.send(email, type)
    },
    captchaSolution: captchas.solution,
    login: (userName) => work.count(signIn(desk, userName)),
    options: () => options,
    idle: work.idle,
    reset() {
      options = created
      for (const part of [sessions, accounts, stateTokens, codes, captchas, clock]) part.reset()
      for (const part of [faults, callFaults, ledger]) part.clear()
    },
    ledger,
    outbox: codes.outbox,
    clock,
  }
}

async function signIn(desk: EmulatorDesk, userName: string | undefined): Promise<LoginReply> {
  const account = desk.accounts.find(userName ?? EMULATOR_USERS[0]!.userName, ['userName'])
  if (!account) {
    const names = EMULATOR_USERS.map((candidate) => candidate.userName).join(', ')
    throw new TypeError(`The emulator has no user ${JSON.stringify(userName)}. It has: ${names}.`)
  }
  return { ...(await tokensReply(desk, desk.sessions.signIn(account, null))), status: 'SUCCESS' }
}

// The emulator: a handler of requests that behaves as the service's pages say, put together from its parts.
import { createClock } from './clock'
import { tokensReply, type EmulatorDesk } from './desk'
import { createFaultLine } from './faults'
import { createFetch } from './fetch'
import { createHandler, createWorkCounter } from './handler'
import { createIdentityTokens } from './identity-tokens'
import { createLedger } from './ledger'
import { resolveOptions } from './options'
import { createSessionDesk } from './sessions'
import type { Emulator, EmulatorOptions, LoginReply } from './types'
import { createPasswordDesk, EMULATOR_USERS } from './users'

/**
 * Makes an emulator of the service: refresh, password login, keys, a sample API, with faults, a ledger and a clock that
 * tests turn. It keeps everything in memory, touches no network, and works in a browser (on https or loopback) and in
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
  const passwords = createPasswordDesk(clock.now)
  const tokens = createIdentityTokens(() => options, clock.now)
  const desk: EmulatorDesk = { options: () => options, faults, tokens, sessions, passwords, ledger }
  const work = createWorkCounter()
  const handle = createHandler(desk, work)
  return {
    handle,
    fetch: createFetch(handle),
    configure: (changes) => void (options = resolveOptions(changes, options)),
    fail: faults.add,
    login: (userName) => work.count(signIn(desk, userName)),
    options: () => options,
    idle: work.idle,
    reset() {
      options = created
      for (const part of [sessions, passwords, clock]) part.reset()
      faults.clear()
      ledger.clear()
    },
    ledger,
    clock,
  }
}

async function signIn(desk: EmulatorDesk, userName: string | undefined): Promise<LoginReply> {
  const user = EMULATOR_USERS.find((candidate) => userName === undefined || candidate.userName === userName)
  if (!user) {
    const names = EMULATOR_USERS.map((candidate) => candidate.userName).join(', ')
    throw new TypeError(`The emulator has no user ${JSON.stringify(userName)}. It has: ${names}.`)
  }
  return { ...(await tokensReply(desk, desk.sessions.signIn(user, null))), status: 'SUCCESS' }
}

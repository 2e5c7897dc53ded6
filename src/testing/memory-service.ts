// The service of a test client: answers refreshes in memory, with tokens that are made at once and signed by nobody.
import { parseRecord } from '../client/record'
import { readIdToken } from '../protocol/claims'
import { createEmulator } from './emulator/create-emulator'
import { isAltered } from './emulator/faults'
import { EMULATOR_ISSUER } from './emulator/identity-tokens'
import { noteIssued } from './emulator/issued-tokens'
import { randomText } from './emulator/secrets'
import type { Fault, LoginReply } from './emulator/types'
import { EMULATOR_USERS } from './emulator/users'

/** The faults of the emulator that stand in the place of an answer: what is refreshed in spite of the fault is left out. */
export type FailingFault = Exclude<
  Fault,
  'cut-in-body' | 'expired-token' | 'no-exp' | 'undecodable' | 'huge' | 'no-cors'
>

type Claims = Record<string, unknown>

const { id, name, userName, mobile, email } = EMULATOR_USERS[0]!

/** The claims of the default user. */
export const DEFAULT_CLAIMS: Claims = { sub: userName, iss: EMULATOR_ISSUER, id, name, userName, mobile, email }

export interface MemoryService {
  /** A login reply with these claims. */
  reply(claims: Claims): LoginReply
  /** Answers a refresh with the claims that the stored session has. */
  refresh(): Promise<Response>
}

/** `readStored`: the stored session. `life`: of an id_token and of the session, ms. */
export function createMemoryService(
  readStored: () => string | null,
  life: { idToken: number; session: number },
): MemoryService {
  const reply = (claims: Claims, left = life.session): LoginReply => {
    const iat = Math.floor(Date.now() / 1000)
    return {
      session_token: noteIssued(randomText(32)),
      expire: left / 1000,
      status: 'SUCCESS',
      id_token: toUnsignedToken({
        ...claims,
        jti: randomText(22),
        iat,
        nbf: iat - 120,
        exp: iat + life.idToken / 1000,
      }),
    }
  }
  return {
    reply: (claims) => reply(claims),
    refresh() {
      const { record } = parseRecord(readStored())
      const claims = (record?.idToken && readIdToken(record.idToken).payload) || DEFAULT_CLAIMS
      // A refresh does not put the end of the session off.
      const left = record?.sessionExpiresAt ? record.sessionExpiresAt - Date.now() : life.session
      return Promise.resolve(left > 0 ? answer(200, reply(claims, left)) : answer(400, REJECTED))
    },
  }
}

const REJECTED = { error_code: 'IDAAS.SDK.PARAM.0023', error_msg: 'Invalid or expired session token.' }

/** What the client reads of a Response, for test environments that have none. */
const answer = (status: number, body: object): Response =>
  ({ status, headers: { get: () => null }, text: () => Promise.resolve(JSON.stringify(body)) }) as never

/** A service of which every refresh fails. Throws a `TypeError` for what is no such fault. */
export function failingService(fault: FailingFault): typeof globalThis.fetch {
  const emulator = createEmulator()
  const kind = typeof fault === 'string' ? fault : fault.kind
  emulator.fail(fault) // Tells of a name that is none.
  emulator.reset()
  if (isAltered(kind))
    throw new TypeError(`The fault "${kind}" is no failed refresh alone: use createEmulator() for it.`)
  return (input, init) => {
    emulator.fail(fault)
    return emulator.fetch(input, init)
  }
}

const UNSIGNED = { alg: 'none', typ: 'JWT' }

function toUnsignedToken(claims: Claims): string {
  return [UNSIGNED, claims].map((part) => toBase64Url(JSON.stringify(part))).join('.') + `.${toBase64Url('not signed')}`
}

/** Without TextEncoder, which some test environments lack. */
function toBase64Url(text: string): string {
  const bytes = encodeURIComponent(text).replace(/%(..)/g, (_escape, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  )
  return btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

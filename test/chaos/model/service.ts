// The service: sessions, rotation in every mode, id_tokens whose true end is known. Synchronous, no chance, no real crypto.
import type { Weather } from './world'

/** What every secret has in it, so that a leak is found by a search. */
export const SESSION_TOKEN_MARK = 'SESSIONSECRET'
export const ID_TOKEN_MARK = 'IDSECRET'

export interface ServiceSession {
  readonly id: number
  token: string
  replacedToken: string | null
  replacedAt: number
  expiresAt: number
  isRevoked: boolean
  isEndedByService: boolean
  generation: number
}

export interface ServiceAnswer {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly session: ServiceSession | null
  /** Whether this very request replaced the token. */
  readonly hasRotated: boolean
}

export interface Service {
  signIn(): { session: ServiceSession; reply: Record<string, unknown> }
  refresh(token: string): ServiceAnswer
  sessionOf(token: string): ServiceSession | undefined
  /** Of itself, as an administrator would. */
  end(token: string | undefined): void
  byId(id: number): ServiceSession | undefined
  /** True epoch of the run, ms; undefined for a token that the service never gave. */
  idTokenEnd(idToken: string): number | undefined
}

const GRACE = 10_000

export function createService(weather: Weather, now: () => number): Service {
  const sessions = new Map<string, ServiceSession>()
  const ends = new Map<string, number>()
  let count = 0
  let idTokens = 0

  const giveToken = (session: ServiceSession): void => {
    session.generation += 1
    session.token = `${SESSION_TOKEN_MARK}.${session.id}.${session.generation}`
    session.expiresAt = now() + weather.sessionLife
    sessions.set(session.token, session)
  }

  const makeIdToken = (session: ServiceSession): string => {
    // The service's clock is a year off, which must not matter.
    const issuedAt = Math.floor(now() / 1000) + 31_536_000
    const payload = { sub: `user-${session.id}`, iat: issuedAt, exp: issuedAt + weather.idTokenLife / 1000 }
    const idToken = `${encode({ alg: 'none' })}.${encode(payload)}.${ID_TOKEN_MARK}-${(idTokens += 1)}`
    ends.set(idToken, now() + weather.idTokenLife)
    return idToken
  }

  const granted = (session: ServiceSession, hasRotated: boolean): ServiceAnswer => ({
    status: 200,
    session,
    hasRotated,
    body: {
      session_token: session.token,
      expire: Math.ceil((session.expiresAt - now()) / 1000),
      id_token: makeIdToken(session),
    },
  })
  const refused = (session: ServiceSession | null): ServiceAnswer => ({
    status: 400,
    session,
    hasRotated: false,
    body: { error_code: 'IDAAS.SDK.PARAM.0023' },
  })

  const refreshReplaced = (session: ServiceSession, token: string): ServiceAnswer => {
    const inGrace = token === session.replacedToken && now() < session.replacedAt + GRACE
    if (weather.rotation === 'grace' && inGrace) return granted(session, false)
    if (weather.rotation === 'revoke') session.isRevoked = true
    return refused(session)
  }

  return {
    signIn() {
      const blank = {
        token: '',
        replacedToken: null,
        replacedAt: 0,
        expiresAt: 0,
        isRevoked: false,
        isEndedByService: false,
        generation: 0,
      }
      const session: ServiceSession = { id: (count += 1), ...blank }
      giveToken(session)
      const expire = Math.ceil(weather.sessionLife / 1000)
      const reply = { session_token: session.token, expire, id_token: makeIdToken(session), status: 'SUCCESS' }
      return { session, reply }
    },
    refresh(token) {
      const session = sessions.get(token)
      if (!session || session.isRevoked || now() >= session.expiresAt) return refused(session ?? null)
      if (token !== session.token) return refreshReplaced(session, token)
      if (weather.rotation === 'off') return granted(session, false)
      session.replacedToken = session.token
      session.replacedAt = now()
      giveToken(session)
      return granted(session, true)
    },
    sessionOf: (token) => sessions.get(token),
    end(token) {
      const session = token === undefined ? undefined : sessions.get(token)
      if (session) session.isRevoked = session.isEndedByService = true
    },
    byId: (id) => sessions.get(`${SESSION_TOKEN_MARK}.${id}.1`),
    idTokenEnd: (idToken) => ends.get(idToken),
  }
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

// The sessions that the emulator keeps, and what becomes of a session_token that is presented: rotation in every mode.
import type { Account } from './accounts'
import { noteIssued } from './issued-tokens'
import { randomText } from './secrets'
import type { RefusalReason, ResolvedEmulatorOptions } from './types'

export interface EmulatedSession {
  readonly id: number
  readonly account: Account
  /** The session_token that is good now. */
  token: string
  /** The one that it replaced, and when (epoch ms). */
  replacedToken: string | null
  replacedAt: number
  /** Epoch ms. */
  expiresAt: number
  /** Null until a fingerprint was seen. */
  fingerprint: string | null
  ended: boolean
}

/** A refresh that was done. `grace`: a replaced token in its grace time got the present one. */
export interface GrantedRefresh {
  granted: 'rotated' | 'unchanged' | 'grace'
  session: EmulatedSession
  /** Whether the presented token had been replaced before. */
  reused: boolean
}

export interface RefusedRefresh {
  granted: null
  reason: RefusalReason
  session: EmulatedSession | null
  reused: boolean
}

export type RefreshResult = GrantedRefresh | RefusedRefresh

export interface SessionDesk {
  /** `lifetime`: seconds of its first session_token; by default, and at each rotation, `sessionLifetime`. */
  signIn(account: Account, fingerprint: string | null, lifetime?: number): EmulatedSession
  /** Does a refresh, at once and whole: two requests never overlap in it. */
  refresh(token: string, fingerprint: string): RefreshResult
  /** Seconds until a session's end, for a reply's `expire`. Rounded up: a session that is alive never says 0. */
  secondsLeft(session: EmulatedSession): number
  reset(): void
}

export function createSessionDesk(options: () => ResolvedEmulatorOptions, now: () => number): SessionDesk {
  // Every token that was ever given out leads to its session, so that a replaced one is known for what it is.
  const sessions = new Map<string, EmulatedSession>()
  let count = 0

  function giveToken(session: EmulatedSession, lifetime = options().sessionLifetime): void {
    session.token = noteIssued(randomText(32))
    session.expiresAt = now() + lifetime * 1000
    sessions.set(session.token, session)
  }

  function rotate(session: EmulatedSession): void {
    session.replacedToken = session.token
    session.replacedAt = now()
    giveToken(session)
  }

  return {
    signIn(account, fingerprint, lifetime) {
      const blank = { token: '', replacedToken: null, replacedAt: 0, expiresAt: 0, ended: false }
      const session: EmulatedSession = { id: ++count, account, fingerprint, ...blank }
      giveToken(session, lifetime)
      return session
    },
    refresh(token, fingerprint) {
      const session = sessions.get(token)
      if (!session) return { granted: null, reason: 'unknown', session: null, reused: false }
      const reused = token !== session.token
      const reason = refusal(session, fingerprint, options(), now())
      if (reason) return { granted: null, reason, session, reused }
      if (reused) return refreshReplaced(session, token, options(), now())
      if (options().rotation === 'off') return { granted: 'unchanged', session, reused }
      rotate(session)
      return { granted: 'rotated', session, reused }
    },
    secondsLeft: (session) => Math.ceil((session.expiresAt - now()) / 1000),
    reset() {
      sessions.clear()
      count = 0
    },
  }
}

/** Why the session gives nothing for any of its tokens, whatever the rotation mode. */
function refusal(
  session: EmulatedSession,
  fingerprint: string,
  { bindFingerprint }: ResolvedEmulatorOptions,
  now: number,
): RefusalReason | null {
  if (session.ended) return 'ended'
  if (now >= session.expiresAt) return 'expired'
  if (!bindFingerprint) return null
  session.fingerprint ??= fingerprint
  return session.fingerprint === fingerprint ? null : 'fingerprint'
}

function refreshReplaced(
  session: EmulatedSession,
  token: string,
  { rotation, graceSeconds }: ResolvedEmulatorOptions,
  now: number,
): RefreshResult {
  const inGrace = token === session.replacedToken && now < session.replacedAt + graceSeconds * 1000
  if (rotation === 'grace' && inGrace) return { granted: 'grace', session, reused: true }
  if (rotation === 'revoke') session.ended = true
  return { granted: null, reason: 'replaced', session, reused: true }
}

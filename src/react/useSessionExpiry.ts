// The hook that tells when the session ends, for a banner that warns of it.
import { useMemo, useSyncExternalStore } from 'react'
import type { CiamClient } from '../client/types'
import { CiamError } from '../protocol/errors'
import { useCiamClient } from './useCiamClient'
import { useSession, type Session } from './useSession'

/** The options of `useSessionExpiry`. */
export interface SessionExpiryOptions {
  /** Ms before the session's end from which `isExpiring` is true. */
  warnBefore: number
}

/** What `useSessionExpiry` gives. */
export type SessionExpiry =
  | {
      /** The session_token's end: epoch ms, by this device's clock. Null without a session, or where none was told. */
      readonly expiresAt: number | null
      /** Ms until then at the time of this render, never below 0. */
      readonly remaining: number | null
      readonly isExpiring: false
    }
  | { readonly expiresAt: number; readonly remaining: number; readonly isExpiring: true }

const SECOND = 1_000
/** The longest sleep: longer ones overflow at 2^31 ms, and a computer that was suspended lets them end late. */
const MINUTE = 60_000
const NOT_EXPIRING = -1

const toExpiresAt = (session: Session) => (session.status === 'signed-in' ? session.sessionExpiresAt : null)
const remainingUntil = (expiresAt: number) => Math.max(0, expiresAt - Date.now())

type Asked = Pick<CiamClient, 'getIdToken'>

/** The end at which each client was last asked: other hooks, and a service that says otherwise, make no second question. */
const askedAt = new WeakMap<object, number>()

/** Lets the client find out whether the session is over: by both clocks, by what other tabs have, else by the service. */
function askOnce(client: Asked, expiresAt: number): void {
  if (askedAt.get(client) === expiresAt) return
  askedAt.set(client, expiresAt)
  // Forced, for an id_token that outlives its session would be given out and nothing be asked. It rejects where the session
  // is over or the answer failed: the hooks show both, by the session's state.
  client.getIdToken({ force: true }).catch(() => {})
}

/** The external store of the seconds that are left, once they count. */
function createCountdown(client: Asked, expiresAt: number | null, warnBefore: number) {
  if (expiresAt === null) return { getSecond: () => NOT_EXPIRING, subscribe: () => () => {} }
  const getSecond = () => {
    const remaining = remainingUntil(expiresAt)
    return remaining > warnBefore ? NOT_EXPIRING : Math.ceil(remaining / SECOND)
  }
  const subscribe = (onTick: () => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const sleep = () => {
      const remaining = remainingUntil(expiresAt)
      const untilTick = remaining > warnBefore ? remaining - warnBefore : remaining % SECOND || SECOND
      if (remaining > 0) timer = setTimeout(tick, Math.min(untilTick, MINUTE))
      else askOnce(client, expiresAt)
    }
    const tick = () => {
      onTick()
      sleep()
    }
    sleep()
    return () => clearTimeout(timer)
  }
  return { getSecond, subscribe }
}

/**
 * When the session ends, by the `expire` of the login reply: the id_token is refreshed until then, and after that the user
 * has to sign in again. Re-renders when `isExpiring` turns true, then once a second until the end; before that only when
 * `expiresAt` changes, so that `remaining` is what it was at the last render. Never expiring where the service did not
 * say, where nobody is signed in, on a server and while hydrating. It does not keep the id_token fresh.
 *
 * It ends nothing by itself. At the end it asks the client, once for each `expiresAt`, also in a hidden tab: the session is
 * then over, with the reason `session-expired`, or lives on with a later `expiresAt`, from another tab or from the service,
 * which is asked after a reload and where the device's clocks disagree. If the service cannot be reached, `remaining` stays
 * 0 until the client is used again.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above, or for a `warnBefore` that is no number of ms, 0 or more.
 *
 * @example
 * function ExpiryBanner() {
 *   const { isExpiring, remaining } = useSessionExpiry({ warnBefore: 5 * 60_000 })
 *   return isExpiring && <p role="alert">Please save your work: you will be signed out in {Math.ceil(remaining / 1000)} s.</p>
 * }
 */
export function useSessionExpiry({ warnBefore }: SessionExpiryOptions): SessionExpiry {
  if (!(warnBefore >= 0)) throw new CiamError('CONFIG', 'useSessionExpiry: warnBefore must be ms, 0 or more.')
  const client = useCiamClient()
  const expiresAt = useSession(toExpiresAt)
  const { getSecond, subscribe } = useMemo(
    () => createCountdown(client, expiresAt, warnBefore),
    [client, expiresAt, warnBefore],
  )
  // On a server and while hydrating there is no session yet, so that both give the same.
  const second = useSyncExternalStore(subscribe, getSecond, getSecond)
  const remaining = expiresAt === null ? null : remainingUntil(expiresAt)
  return { expiresAt, remaining, isExpiring: second !== NOT_EXPIRING } as SessionExpiry
}

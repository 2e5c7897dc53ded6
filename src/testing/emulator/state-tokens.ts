// The state_tokens of half-finished sign-ins: whose they are, what they are for, and when they end.
import type { Account } from './accounts'
import { randomText } from './secrets'
import { createShortLived } from './short-lived'

/** The status that a state_token came with: it is good for the steps of that one. */
export type StatePurpose = 'PASSWORD_WARN' | 'PASSWORD_EXPIRED' | 'MFA_AUTH' | 'USER_REGISTER' | 'SOCIAL_BIND'

/** A half-finished sign-in: of an account, or of a social account that belongs to nobody yet. */
export interface HalfSignIn {
  readonly purpose: StatePurpose
  readonly account: Account | null
  /** The id of the social account that is to be bound. */
  readonly socialId: string | null
}

export interface StateTokenDesk {
  /** A new state_token. */
  give(halfSignIn: HalfSignIn): string
  /** Null if it is unknown, over, used up, or for something else. */
  read(token: string, purposes: readonly StatePurpose[]): HalfSignIn | null
  end(token: string): void
  reset(): void
}

/** Ms. The service's pages do not say how long: long enough to wait for a code. */
const STATE_TOKEN_LIFE = 600_000

export function createStateTokenDesk(now: () => number): StateTokenDesk {
  const kept = createShortLived<HalfSignIn>(now, STATE_TOKEN_LIFE)
  return {
    give(halfSignIn) {
      const token = randomText(64)
      kept.set(token, halfSignIn)
      return token
    },
    read(token, purposes) {
      const found = kept.get(token)
      return found && purposes.includes(found.purpose) ? found : null
    },
    end: kept.end,
    reset: kept.clear,
  }
}

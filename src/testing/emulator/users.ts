// The built-in users, and the counter of wrong passwords that locks an account.

/** What a right password gets: the `status` of the login reply. All but `SUCCESS` come without a session. */
export type LoginStatus = 'SUCCESS' | 'PASSWORD_WARN' | 'PASSWORD_EXPIRED' | 'MFA_AUTH' | 'ACCESS_DENIED'

/** A built-in user. */
export interface EmulatorUser {
  /** What is typed at sign-in. */
  readonly userName: string
  /** The stable id: `id` of the claims. */
  readonly id: string
  /** The name to show. */
  readonly name: string
  /** With the country's code. */
  readonly mobile: string
  /** At example.com, where nobody reads it. */
  readonly email: string
  /** What the right password gets. */
  readonly status: LoginStatus
}

/** The client id that is registered unless `clientId` says otherwise. */
export const EMULATOR_CLIENT_ID = 'reactCiamEmulatorClient000000001'

/** The password of every built-in user. */
export const EMULATOR_PASSWORD = 'Emulator-1'

function user(number: number, userName: string, name: string, status: LoginStatus): EmulatorUser {
  const id = `20260101080000000-E0${number}A-00000000${number}`
  return { userName, id, name, mobile: `+86-1380000000${number}`, email: `${userName}@example.com`, status }
}

/**
 * The built-in users, all with `EMULATOR_PASSWORD`. Sign-in by password answers with the user's `status`: `demo` and
 * `second` get a session; `warn`, `expired`, `mfa` and `denied` get the replies that are none yet.
 */
export const EMULATOR_USERS: readonly EmulatorUser[] = [
  user(1, 'demo', '演示用户', 'SUCCESS'),
  user(2, 'second', 'Second User', 'SUCCESS'),
  user(3, 'warn', '密码将过期', 'PASSWORD_WARN'),
  user(4, 'expired', 'Expired Password', 'PASSWORD_EXPIRED'),
  user(5, 'mfa', '双因素用户', 'MFA_AUTH'),
  user(6, 'denied', 'Denied User', 'ACCESS_DENIED'),
]

/** Wrong passwords in a row before the account is locked. */
const MAXIMUM_ATTEMPTS = 5

/** Ms that a locked account stays locked. */
const LOCK_DURATION = 600_000

/** What a password was worth. */
export type PasswordCheck =
  | { outcome: 'right'; user: EmulatorUser }
  | { outcome: 'wrong'; attemptsLeft: number }
  | { outcome: 'locked'; unlocksIn: number }

/** Checks passwords and counts the wrong ones, by user name, whether or not there is such a user. */
export interface PasswordDesk {
  check(userName: string, password: string): PasswordCheck
  reset(): void
}

export function createPasswordDesk(now: () => number): PasswordDesk {
  const accounts = new Map<string, { failures: number; lockedUntil: number }>()
  return {
    check(userName, password) {
      const account = accounts.get(userName) ?? { failures: 0, lockedUntil: 0 }
      if (now() < account.lockedUntil) return { outcome: 'locked', unlocksIn: account.lockedUntil - now() }
      const found = EMULATOR_USERS.find((candidate) => candidate.userName === userName)
      if (found && password === EMULATOR_PASSWORD) {
        accounts.delete(userName)
        return { outcome: 'right', user: found }
      }
      account.failures += 1
      if (account.failures >= MAXIMUM_ATTEMPTS) {
        accounts.set(userName, { failures: 0, lockedUntil: now() + LOCK_DURATION })
        return { outcome: 'locked', unlocksIn: LOCK_DURATION }
      }
      accounts.set(userName, account)
      return { outcome: 'wrong', attemptsLeft: MAXIMUM_ATTEMPTS - account.failures }
    },
    reset: () => accounts.clear(),
  }
}

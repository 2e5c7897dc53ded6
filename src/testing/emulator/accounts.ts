// The accounts: what the built-in users are at this moment, their passwords with the counter that locks, and their bonds.
import type { JWTPayload } from 'jose'
import { toAddressKey } from './addresses'
import { EMULATOR_PASSWORD, EMULATOR_SOCIAL_ACCOUNTS, EMULATOR_USERS, type EmulatorUser } from './users'

/** An account, as changes have left it. */
export interface Account {
  user: EmulatorUser
  /** Null: none was ever set. */
  password: string | null
}

/** By which of its names an account is looked for. */
export type AccountName = 'userName' | 'mobile' | 'email'

/** What a password was worth. */
export type PasswordCheck =
  { outcome: 'right' } | { outcome: 'wrong'; attemptsLeft: number } | { outcome: 'locked'; unlocksIn: number }

export interface AccountDesk {
  find(text: string, names: readonly AccountName[]): Account | null
  /** The account that the payload of an id_token names. */
  ofPayload(payload: JWTPayload): Account | null
  /** Checks a password and counts the wrong ones: of an account, or of a name that is nobody's. */
  check(account: Account | string, password: string): PasswordCheck
  /** Sets a password, which ends what the old one was warned about or refused for. */
  setPassword(account: Account, password: string): void
  change(account: Account, changes: Partial<EmulatorUser>): void
  /** A new account without a password, by what a code proved. */
  register(name: 'mobile' | 'email', text: string): Account
  /** Whose social account it is. */
  ownerOf(socialId: string): Account | null
  bind(socialId: string, account: Account): void
  unbind(socialId: string): void
  reset(): void
}

/** Wrong passwords in a row before the account is locked. */
const MAXIMUM_ATTEMPTS = 5

/** Ms that a locked account stays locked: for passwords, not for codes. */
const LOCK_DURATION = 600_000

export function createAccountDesk(now: () => number): AccountDesk {
  const bonds = new Map<string, Account>()
  const attempts = createAttempts(now)
  let accounts: Account[] = []

  const find: AccountDesk['find'] = (text, names) => {
    const isMeant = ({ user }: Account) =>
      names.some((name) =>
        name === 'userName' ? user.userName === text : user[name] && toAddressKey(user[name]) === toAddressKey(text),
      )
    return accounts.find(isMeant) ?? null
  }

  function reset(): void {
    accounts = EMULATOR_USERS.map((user) => ({ user, password: EMULATOR_PASSWORD }))
    attempts.clear()
    bonds.clear()
    for (const { id, userName } of EMULATOR_SOCIAL_ACCOUNTS) {
      const owner = userName === null ? null : find(userName, ['userName'])
      if (owner) bonds.set(id, owner)
    }
  }

  reset()
  return {
    find,
    ofPayload(payload) {
      const { id } = typeof payload.api === 'string' ? (JSON.parse(payload.api) as JWTPayload) : payload
      return accounts.find(({ user }) => user.id === id) ?? null
    },
    check: (account, password) => attempts.check(account, typeof account !== 'string' && account.password === password),
    setPassword(account, password) {
      account.password = password
      if (account.user.status.startsWith('PASSWORD_')) account.user = { ...account.user, status: 'SUCCESS' }
    },
    change: (account, changes) => void (account.user = { ...account.user, ...changes }),
    register(name, text) {
      const id = `20260101080000000-E0${accounts.length + 1}A-00000000${accounts.length + 1}`
      const blank = { id, userName: text, name: '', mobile: '', email: '', status: 'SUCCESS' } as const
      const account: Account = { user: { ...blank, [name]: text }, password: null }
      accounts.push(account)
      return account
    },
    ownerOf: (socialId) => bonds.get(socialId) ?? null,
    bind: (socialId, account) => void bonds.set(socialId, account),
    unbind: (socialId) => void bonds.delete(socialId),
    reset,
  }
}

/** One counter for each account, by whichever name it is called; and one for each name that is nobody's. */
function createAttempts(now: () => number) {
  const counters = new Map<Account | string, { failures: number; lockedUntil: number }>()
  return {
    clear: () => counters.clear(),
    check(account: Account | string, isRight: boolean): PasswordCheck {
      const counter = counters.get(account) ?? { failures: 0, lockedUntil: 0 }
      if (now() < counter.lockedUntil) return { outcome: 'locked', unlocksIn: counter.lockedUntil - now() }
      if (isRight) {
        counters.delete(account)
        return { outcome: 'right' }
      }
      counter.failures += 1
      if (counter.failures >= MAXIMUM_ATTEMPTS) {
        counters.set(account, { failures: 0, lockedUntil: now() + LOCK_DURATION })
        return { outcome: 'locked', unlocksIn: LOCK_DURATION }
      }
      counters.set(account, counter)
      return { outcome: 'wrong', attemptsLeft: MAXIMUM_ATTEMPTS - counter.failures }
    },
  }
}

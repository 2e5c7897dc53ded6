// The built-in users and social accounts.

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

/** What a WeChat code gets at `/login/wechat`, as long as nothing was bound or unbound. */
export type SocialStatus = 'SUCCESS' | 'USER_REGISTER' | 'SOCIAL_BIND'

/** A built-in social account. */
export interface EmulatorSocialAccount {
  /** What WeChat would give to the app's redirect address. Here it is good again and again. */
  readonly code: string
  /** Its id: what `/social/unbind-account` takes. */
  readonly id: string
  /** The user that it belongs to; null: nobody yet. */
  readonly userName: string | null
  /** What the code gets. */
  readonly status: SocialStatus
}

/**
 * The built-in social accounts: `wechat-bound` belongs to `demo` and signs in; `wechat-new` gives `USER_REGISTER` and
 * `wechat-unbound` gives `SOCIAL_BIND` (sent with the leading space of the service's page) until they are bound. A bond
 * that was taken off gives its account `USER_REGISTER`.
 */
export const EMULATOR_SOCIAL_ACCOUNTS: readonly EmulatorSocialAccount[] = [
  { code: 'wechat-bound', id: 'emulator-wechat-1', userName: 'demo', status: 'SUCCESS' },
  { code: 'wechat-new', id: 'emulator-wechat-2', userName: null, status: 'USER_REGISTER' },
  { code: 'wechat-unbound', id: 'emulator-wechat-3', userName: null, status: 'SOCIAL_BIND' },
]

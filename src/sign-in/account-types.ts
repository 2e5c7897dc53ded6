// The public types of a signed-in person's own account.
import type { CaptchaPuzzle, CaptchaSolution } from './types'

/**
 * What a code by SMS is for, as the service's pages name it. CIAM and EIAM tenants name the change of a password differently:
 * `UPDATE_PWD_SMS` and `CHANGE_PWD_SMS`.
 */
export type SmsCodeType =
  | 'LOGIN_SMS'
  | 'REGISTER_SMS'
  | 'FORGET_PWD_SMS'
  | 'UPDATE_PWD_SMS'
  | 'CHANGE_PWD_SMS'
  | 'UPDATE_MOBILE_SMS'
  | 'BIND_MOBILE_SMS'
  | 'MFA_AUTH_SMS'

/**
 * The fields of a profile that the person may change; password, mobile and e-mail have calls of their own. Which ones a tenant
 * takes it decides itself. Sent as JSON.
 *
 * @example
 * const changes: ProfileChanges = { name: 'Anna', attr_gender: 'unknown' }
 */
export interface ProfileChanges {
  /** By the service's name of it. */
  readonly [field: string]: unknown
  /** `unknown` is sent as the service spells it. */
  readonly attr_gender?: 'female' | 'male' | 'unknown'
}

/**
 * What a signed-in person does with the own account. Each call is sent once; a second time only where the service did not
 * take the id_token, which it says before it does anything. Nothing is kept of a call.
 *
 * Each rejects with a `CiamError`, and with nothing else; `problemOf(error)` says of it what a sign-in says of a step.
 *
 * @example
 * const account = createAccount(client)
 * await account.updateProfile({ name: 'Anna' }).catch((error) => say(describeProblem(problemOf(error), 'en')))
 */
export interface Account {
  /** Whether the account has a password. `INVALID_RESPONSE` where the answer does not say. */
  hasPassword(): Promise<boolean>
  /** `oldPassword` may be left out where `hasPassword()` is false. A wrong one may be counted, and lock the account. */
  changePassword(passwords: { oldPassword?: string; newPassword: string }): Promise<void>
  /** `code`: of type `UPDATE_PWD_EMS`, which the app has sent. */
  changePasswordByEmail(change: { code: string; newPassword: string }): Promise<void>
  /** `code`: of type `UPDATE_MOBILE_SMS`, to the new number. The next id_token has that number, not the present one. */
  updateMobile(change: { mobile: string; code: string }): Promise<void>
  /** Changes the fields that are handed in. The next id_token has them, not the present one. */
  updateProfile(changes: ProfileChanges): Promise<void>
  /** Takes a social account off; `id` is the bond's. */
  unbindSocialAccount(bond: { id: string }): Promise<void>
  /** A puzzle to be solved before a code is sent. Needs no session. `token`: for `verifyCaptcha`. */
  getCaptcha(): Promise<CaptchaPuzzle & { readonly token: string }>
  /**
   * Gives the captcha_token that `sendSmsCode` takes. Needs no session. `sender`: the mobile number that the code is for. A
   * puzzle is good for one answer: get another one after a wrong one.
   */
  verifyCaptcha(solution: CaptchaSolution & { token: string; sender: string }): Promise<string>
  /** Sends a code by SMS. Needs no session: also for a password that was forgotten. */
  sendSmsCode(request: { mobile: string; type: SmsCodeType; captchaToken?: string }): Promise<void>
}

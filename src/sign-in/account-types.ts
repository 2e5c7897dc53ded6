// The public types of a signed-in person's own account.
import type { CaptchaPuzzle, CaptchaSolution } from './types'

/** What a code by SMS is for. CIAM and EIAM tenants name the change of a password differently. */
export type SmsCodeType =
  | 'LOGIN_SMS'
  | 'REGISTER_SMS'
  | 'FORGET_PWD_SMS'
  | 'UPDATE_PWD_SMS'
  | 'CHANGE_PWD_SMS'
  | 'UPDATE_MOBILE_SMS'
  | 'BIND_MOBILE_SMS'
  | 'MFA_AUTH_SMS'

/** The fields of a profile that the person may change; password, mobile and e-mail have calls of their own. */
export interface ProfileChanges {
  readonly [field: string]: unknown
  /** `unknown` is sent as the service spells it. */
  readonly attr_gender?: 'female' | 'male' | 'unknown'
}

/**
 * What a signed-in person does with the own account. Each call rejects with a `CiamError`, and is sent once; a second time
 * only where the service did not take the id_token, which it says before it does anything.
 */
export interface Account {
  /** Whether the account has a password. */
  hasPassword(): Promise<boolean>
  /** `oldPassword` may be left out where `hasPassword()` is false. */
  changePassword(passwords: { oldPassword?: string; newPassword: string }): Promise<void>
  /** `code`: of type `UPDATE_PWD_EMS`, which the app has sent. */
  changePasswordByEmail(change: { code: string; newPassword: string }): Promise<void>
  /** `code`: of type `UPDATE_MOBILE_SMS`, to the new number. */
  updateMobile(change: { mobile: string; code: string }): Promise<void>
  /** Changes the fields that are handed in. */
  updateProfile(changes: ProfileChanges): Promise<void>
  /** Takes a social account off; `id` is the bond's. */
  unbindSocialAccount(bond: { id: string }): Promise<void>
  /** A puzzle to be solved before a code is sent. */
  getCaptcha(): Promise<CaptchaPuzzle & { readonly token: string }>
  /** Gives the captcha_token that `sendSmsCode` takes. `sender`: the mobile number that the code is for. */
  verifyCaptcha(solution: CaptchaSolution & { token: string; sender: string }): Promise<string>
  /** Sends a code by SMS. Needs no session: also for a password that was forgotten. */
  sendSmsCode(request: { mobile: string; type: SmsCodeType; captchaToken?: string }): Promise<void>
}

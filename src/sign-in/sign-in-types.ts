// The public types of a sign-in itself: its options, and what it does outside of React.
import type { SignInState } from './types'

/**
 * The options of `createSignIn`. Each may be left out; one that is wrong is `CONFIG`.
 *
 * @example
 * const options: SignInOptions = { captcha: false, resendAfter: 120_000 }
 */
export interface SignInOptions {
  /** Whether a code by SMS is sent only after a captcha. Default true: the service's page lists `captcha_token`. */
  captcha?: boolean
  /** Ms before another code may be asked for, 0 to 86,400,000. Default 60,000. The service may refuse one all the same. */
  resendAfter?: number
  /** Ms after which a half-finished sign-in is forgotten, with its state_token, 1 to 86,400,000. Default 600,000. */
  stepTimeout?: number
  /**
   * Sends a code by e-mail. The service's pages name no call for it, so an app that wants it hands in its own; without it,
   * asking for such a code is a problem of the kind `input`. Must reject where the code was not sent, which `fetch` does not
   * do for an answer of 500. Called once for each code, and waited for as long as `requestTimeout`.
   */
  sendEmailCode?: (request: EmailCodeRequest) => Promise<unknown>
}

/** What `sendEmailCode` is called with: the address, and the service's name for what the code is for. */
export interface EmailCodeRequest {
  /** Where the code goes. */
  readonly email: string
  /** What it is for. */
  readonly type: 'LOGIN_EMS' | 'MFA_AUTH_EMS' | 'BIND_EMAIL_EMS'
}

/**
 * A sign-in, outside of React. Nothing is sent or listened to before it is used. Two of one client know nothing of each
 * other's steps: both end when that client has a session, whoever began it.
 *
 * @example
 * const stop = signIn.subscribe(() => show(signIn.getState()))
 */
export interface SignIn {
  /** The state at this moment: the same object until something in it changes. Asks nobody but the client. */
  getState(): SignInState
  /** Calls the listener after each change, also of the client's session; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void
  /**
   * The address that ends the person's SSO session at the service: navigate there, after `client.signOut()`, which ends
   * the session of this app. No request is made. `redirectUrl`: absolute, http or https, where the service sends the browser
   * afterwards; without it, nowhere.
   *
   * @throws CiamError `CONFIG` for any other `redirectUrl`, and for a `baseUrl` that is a path where there is no page.
   */
  globalSignOutUrl(options?: { redirectUrl?: string }): string
}

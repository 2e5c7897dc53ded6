// The public types of a sign-in: every state, the steps that each one allows, and what went wrong.
import type { CiamError } from '../protocol/errors'

/** Where a code goes. */
export type CodeTarget = { readonly mobile: string } | { readonly email: string }

/** A password, and what it belongs to: each form is a call of the service of its own. */
export type PasswordCredentials =
  | { readonly userName: string; readonly password: string }
  /** `identifier`: a user name, a mobile number or an e-mail address; the service finds out which. */
  | { readonly identifier: string; readonly password: string }
  | { readonly mobile: string; readonly password: string }

/** What went wrong, for a `switch`. `describeProblem` has a sentence for a person for each. */
export type SignInProblemKind =
  /** A wrong password, or a user name that does not exist: the service does not say which. */
  | 'wrong-credentials'
  /** Too many wrong passwords: `lockedUntil` says until when, where the service does. */
  | 'locked'
  /** No account belongs to what was typed or bound. */
  | 'unknown-account'
  | 'wrong-code'
  | 'code-not-sent'
  | 'captcha-failed'
  /** The service forgot the half-finished sign-in, or it took longer than `stepTimeout`: begin again. */
  | 'step-over'
  /** No answer, or none that counts: busy, network, timeout, an answer that is not the service's. */
  | 'unavailable'
  /** What was handed in, or how the app is set up, is wrong: `error.message` says what to do. */
  | 'input'
  /** Anything else that the service refused: `error.serviceCode` says why. */
  | 'refused'

/** What went wrong with the last step. Holds no password, code or token. */
export interface SignInProblem {
  /** For a `switch`. */
  readonly kind: SignInProblemKind
  /** The error behind it. */
  readonly error: CiamError
  /** How many wrong passwords are left before the account is locked; null where the service does not say. */
  readonly remainingAttempts: number | null
  /** Epoch ms by this device's clock; null where the service does not say. */
  readonly lockedUntil: number | null
}

/** The rules for a new password, as far as the service told them. `regEx` is the service's text, not checked here. */
export interface PasswordPolicy {
  /** Characters. */
  readonly minLength: number | null
  /** Characters. */
  readonly maxLength: number | null
  /** A regular expression, as the service's text. */
  readonly regEx: string | null
}

/** The slider puzzle of a captcha: two pictures, base64 without a data URL's beginning. */
export interface CaptchaPuzzle {
  /** The picture with the hole. */
  readonly originalImageBase64: string | null
  /** The piece that belongs there. */
  readonly jigsawImageBase64: string | null
  /** Where the tenant has one, the point has to be encrypted with it: then hand in `pointJson`. Mostly null. */
  readonly secretKey: string | null
}

/** The solution: how far the piece was moved, in pixels of the picture's own width, or the point as the app encrypted it. */
export type CaptchaSolution = { readonly x: number } | { readonly pointJson: string }

/** A step: resolves to the state afterwards, and never rejects; what went wrong is that state's `problem`. */
export type Step<Input = void> = (input: Input) => Promise<SignInState>

/** What every state has. */
interface StateBase {
  /** A request is under way: a step that is called meanwhile sends nothing and resolves with the running one. */
  readonly isBusy: boolean
  /** What went wrong with the last step, null if nothing did. */
  readonly problem: SignInProblem | null
}

/** Nobody is signed in: all ways in. */
export interface ReadyState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'ready'
  /** Signs in with a password. Sent once, whatever comes of it: wrong passwords are counted, and lock the account. */
  readonly signInWithPassword: Step<PasswordCredentials>
  /** Sends a code: first a captcha, where the flow asks for one. Leads to `captcha` or `code-sent`. */
  readonly sendCode: Step<CodeTarget>
  /** To `code-sent` without sending one, such as after a reload. */
  readonly enterCode: Step<CodeTarget>
  /** Signs in with the code that WeChat gave to the app's redirect address. */
  readonly signInWithWeChat: Step<{ readonly code: string }>
}

/** A captcha is to be solved before a code is sent. */
export interface CaptchaState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'captcha'
  /** Where the code will go. */
  readonly target: CodeTarget
  /** What is to be solved. */
  readonly puzzle: CaptchaPuzzle
  /** Leads to `code-sent`. Where it does not fit another puzzle is shown: each is good for one answer. */
  readonly solve: Step<CaptchaSolution>
  /** Another puzzle, without an answer to this one. */
  readonly renew: Step
  /** To where the code was asked for; to `code-sent`, where it is another one. */
  readonly back: Step
}

/** A code is on its way. */
export interface CodeSentState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'code-sent'
  /** What the code is for. */
  readonly purpose: 'sign-in' | 'second-factor' | 'account-link'
  /** Where it went. */
  readonly target: CodeTarget
  /** Epoch ms from which `resend` is there; null once it is. */
  readonly resendAt: number | null
  /** Sends another code; null until `resendAt`. */
  readonly resend: Step | null
  /** Sends what the person typed. After a wrong one it is there again. */
  readonly verify: Step<{ readonly code: string }>
  /** To where the code was asked for. */
  readonly back: Step
}

/** The password is right, and ends soon (`PASSWORD_WARN`). */
export interface PasswordWarningState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'password-warning'
  /** The rules for a new one; null where the service did not tell them. */
  readonly policy: PasswordPolicy | null
  /** Signs in with the password as it is. */
  readonly skip: Step
  /** Changes it, and signs in. */
  readonly changePassword: Step<{ readonly oldPassword: string; readonly newPassword: string }>
  /** To `ready`: the half-finished sign-in is forgotten. */
  readonly cancel: Step
}

/** The password is right, and has ended (`PASSWORD_EXPIRED`). */
export interface PasswordExpiredState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'password-expired'
  /** The rules for a new one; null where the service did not tell them. */
  readonly policy: PasswordPolicy | null
  /** Changes it, and signs in. */
  readonly changePassword: Step<{ readonly oldPassword: string; readonly newPassword: string }>
  /** To `ready`: the half-finished sign-in is forgotten. */
  readonly cancel: Step
}

/** A second factor is asked for (`MFA_AUTH`): a code by SMS or e-mail. */
export interface SecondFactorState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'second-factor'
  /** Sends a code: first a captcha, where the flow asks for one. */
  readonly sendCode: Step<CodeTarget>
  /** To `code-sent` without sending one. */
  readonly enterCode: Step<CodeTarget>
  /** To `ready`: the half-finished sign-in is forgotten. */
  readonly cancel: Step
}

/** The social account belongs to nobody yet (`USER_REGISTER`, `SOCIAL_BIND`): a code proves a mobile or e-mail address. */
export interface AccountLinkState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'account-link'
  /** The service's status. */
  readonly reason: 'USER_REGISTER' | 'SOCIAL_BIND'
  /** What the tenant takes. Both, where it did not say. */
  readonly ways: readonly ('mobile' | 'email')[]
  /** Sends a code: first a captcha, where the flow asks for one. */
  readonly sendCode: Step<CodeTarget>
  /** To `code-sent` without sending one. */
  readonly enterCode: Step<CodeTarget>
  /** To `ready`: the half-finished sign-in is forgotten. */
  readonly cancel: Step
}

/** The service lets this person not in (`ACCESS_DENIED`). */
export interface DeniedState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'denied'
  /** To `ready`, for another account. */
  readonly restart: Step
}

/** The client has a session, by this flow, another tab or an earlier visit. Ends with the session. */
export interface SignedInState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'signed-in'
}

/** Where a sign-in stands. Immutable; each state has exactly the steps that it allows. Holds no token and no secret. */
export type SignInState =
  | ReadyState
  | CaptchaState
  | CodeSentState
  | PasswordWarningState
  | PasswordExpiredState
  | SecondFactorState
  | AccountLinkState
  | DeniedState
  | SignedInState

/** The options of `createSignIn`. */
export interface SignInOptions {
  /** Whether a code by SMS is sent only after a captcha. Default true: the service's page lists `captcha_token`. */
  captcha?: boolean
  /** Ms before another code may be asked for. Default 60,000. */
  resendAfter?: number
  /** Ms after which a half-finished sign-in is forgotten, with its state_token. Default 600,000. */
  stepTimeout?: number
  /** Sends a code by e-mail. The service's pages name no call for it, so an app that wants it hands in its own. */
  sendEmailCode?: (request: EmailCodeRequest) => Promise<unknown>
}

/** What `sendEmailCode` is called with: the address, and the service's name for what the code is for. */
export interface EmailCodeRequest {
  /** Where the code goes. */
  readonly email: string
  /** What it is for. */
  readonly type: 'LOGIN_EMS' | 'MFA_AUTH_EMS' | 'BIND_EMAIL_EMS'
}

/** A sign-in, outside of React. Nothing is sent or listened to before it is used. */
export interface SignIn {
  /** The same object until something in it changes. */
  getState(): SignInState
  /** Calls the listener after each change; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void
  /**
   * The address that ends the person's SSO session at the service: navigate there, after `client.signOut()`, which ends
   * the session of this app. `redirectUrl`: absolute, where the service sends the browser afterwards.
   */
  globalSignOutUrl(options?: { redirectUrl?: string }): string
}

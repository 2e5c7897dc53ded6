// The public types of where a sign-in stands: every state, and the steps that each one allows.
import type { SignInProblem } from './problem-types'

/** Where a code goes: a mobile number or an e-mail address, as the person typed it. White space around it is left out. */
export type CodeTarget = { readonly mobile: string } | { readonly email: string }

/** What a code is for: to sign in, as a second factor, or to link a social account. */
export type CodePurpose = 'sign-in' | 'second-factor' | 'account-link'

/**
 * A password, and what it belongs to: each form is a call of the service of its own. The password is sent as it was typed,
 * the rest without the white space around it.
 */
export type PasswordCredentials =
  /** `userName`: nothing but a user name. */
  | { readonly userName: string; readonly password: string }
  /** `identifier`: a user name, a mobile number or an e-mail address; the service finds out which. */
  | { readonly identifier: string; readonly password: string }
  /** `mobile`: nothing but a mobile number. */
  | { readonly mobile: string; readonly password: string }

/** The rules for a new password, as far as the service told them. `regEx` is the service's text, not checked here. */
export interface PasswordPolicy {
  /** Characters. */
  readonly minLength: number | null
  /** Characters. */
  readonly maxLength: number | null
  /** A regular expression, as the service's text. */
  readonly regEx: string | null
}

/** The slider puzzle of a captcha: two pictures, base64 without a data URL's beginning. Null is what the tenant left out. */
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

/**
 * A step: resolves to the state afterwards, and never rejects; what went wrong is that state's `problem`. Sends nothing once
 * its state is left. Stays good through problems: it is the same function until then.
 *
 * @example
 * const after = await state.verify({ code })
 * if (after.problem) focusCode()
 */
export type Step<Input = void> = (input: Input) => Promise<SignInState>

/** What every state has. */
interface StateBase {
  /** A request is under way: a step that is called meanwhile sends nothing and resolves with the running one. */
  readonly isBusy: boolean
  /** What went wrong with the last step, null if nothing did. */
  readonly problem: SignInProblem | null
}

/**
 * Nobody is signed in, or the client still looks for a stored session (its snapshot's status is `restoring` then): all ways
 * in. A session that is found ends what was begun meanwhile.
 */
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
  /** What the code will be for. */
  readonly purpose: CodePurpose
  /** What is to be solved. */
  readonly puzzle: CaptchaPuzzle
  /** Leads to `code-sent`. Where it does not fit another puzzle is shown: each is good for one answer. */
  readonly solve: Step<CaptchaSolution>
  /** Another puzzle, without an answer to this one. */
  readonly renew: Step
  /** To where the code was asked for; to `code-sent`, where it is another one. Ends a request that is under way. */
  readonly back: Step
}

/** A code is on its way. */
export interface CodeSentState extends StateBase {
  /** Which of the states it is. */
  readonly status: 'code-sent'
  /** What the code is for. */
  readonly purpose: CodePurpose
  /** Where it went. */
  readonly target: CodeTarget
  /** Epoch ms from which `resend` is there; null once it is. */
  readonly resendAt: number | null
  /** Sends another code; null until `resendAt`. */
  readonly resend: Step | null
  /** Sends what the person typed. After a wrong one it is there again. */
  readonly verify: Step<{ readonly code: string }>
  /** To where the code was asked for. Ends a request that is under way. */
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

/**
 * Where a sign-in stands. Immutable; each state has exactly the steps that it allows. Holds no token and no secret, so it may
 * be kept; not to be stored or sent, for its steps are functions.
 *
 * @example
 * function way(state: SignInState) {
 *   switch (state.status) {
 *     case 'ready':
 *       return state.signInWithPassword({ userName, password })
 *     case 'second-factor':
 *       return state.sendCode({ mobile })
 *     case 'code-sent':
 *       return state.verify({ code })
 *   }
 * }
 */
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

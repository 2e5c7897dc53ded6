// The public types of what went wrong with a step, or with a call of the own account.
import type { CiamError } from '../protocol/errors'

/** What went wrong, for a `switch`. `describeProblem` has a sentence for a person for each. */
export type SignInProblemKind =
  /** A wrong password, or a user name that does not exist: the service does not say which. */
  | 'wrong-credentials'
  /** The present password is wrong, where a new one was to take its place. Perhaps counted as at a sign-in. */
  | 'wrong-password'
  /** Too many wrong passwords: `lockedUntil` says until when, where the service does. */
  | 'locked'
  /** No account belongs to what was typed or bound. */
  | 'unknown-account'
  /** Wrong, used, or too old: the service does not say which. */
  | 'wrong-code'
  /** The service did not send the code, or the app's `sendEmailCode` rejected. */
  | 'code-not-sent'
  /** The puzzle was not solved. In a sign-in another one is there already. */
  | 'captcha-failed'
  /** The service forgot the half-finished sign-in, or it took longer than `stepTimeout`: begin again. */
  | 'step-over'
  /** No answer, or none that counts: busy, network, timeout, an answer that is not the service's. */
  | 'unavailable'
  /** What was handed in, or an option of the app, is wrong; nothing was sent. `error.message` says what to do. */
  | 'input'
  /** Anything else that the service refused, such as a client id that it does not know: `error.serviceCode` says why. */
  | 'refused'

/**
 * What went wrong with a step, or with a call of an `Account` (`problemOf`). Immutable. Holds no password, code or token,
 * and nothing of the service's text but the two numbers.
 *
 * @example
 * const { problem } = signIn.getState()
 * if (problem?.kind === 'locked') showCountdown(problem.lockedUntil)
 */
export interface SignInProblem {
  /** For a `switch`. */
  readonly kind: SignInProblemKind
  /** The error behind it; its message is for developers. */
  readonly error: CiamError
  /**
   * How many wrong passwords are left before the account is locked, of `wrong-credentials` and `wrong-password`; null where
   * the service does not say.
   */
  readonly remainingAttempts: number | null
  /** Of `locked`: epoch ms by this device's clock, as for `useSecondsUntil`; null where the service does not say. */
  readonly lockedUntil: number | null
}

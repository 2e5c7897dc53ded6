// The entry `react-ciam/sign-in`: the way in, as a state machine without looks, and the signed-in person's own account.
'use client'
export type { Account, ProfileChanges, SmsCodeType } from './account-types'
export { createAccount } from './create-account'
export { createSignIn } from './create-sign-in'
export { describeProblem } from './describe-problem'
export type {
  AccountLinkState,
  CaptchaPuzzle,
  CaptchaSolution,
  CaptchaState,
  CodeSentState,
  CodeTarget,
  DeniedState,
  EmailCodeRequest,
  PasswordCredentials,
  PasswordExpiredState,
  PasswordPolicy,
  PasswordWarningState,
  ReadyState,
  SecondFactorState,
  SignedInState,
  SignIn,
  SignInOptions,
  SignInProblem,
  SignInProblemKind,
  SignInState,
  Step,
} from './types'
export { useAccount } from './useAccount'
export { useSecondsUntil } from './useSecondsUntil'
export { useSignIn } from './useSignIn'

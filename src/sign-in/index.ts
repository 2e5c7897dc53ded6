// The entry `react-ciam/sign-in`: the way in, as a state machine without looks, and the signed-in person's own account.
'use client'
export type { Account, ProfileChanges, SmsCodeType } from './account-types'
export { createAccount } from './create-account'
export { createSignIn } from './create-sign-in'
export { describeProblem } from './describe-problem'
export type { SignInProblem, SignInProblemKind } from './problem-types'
export { problemOf } from './problems'
export type { EmailCodeRequest, SignIn, SignInOptions } from './sign-in-types'
export type {
  AccountLinkState,
  CaptchaPuzzle,
  CaptchaSolution,
  CaptchaState,
  CodePurpose,
  CodeSentState,
  CodeTarget,
  DeniedState,
  PasswordCredentials,
  PasswordExpiredState,
  PasswordPolicy,
  PasswordWarningState,
  ReadyState,
  SecondFactorState,
  SignedInState,
  SignInState,
  Step,
} from './types'
export { useAccount } from './useAccount'
export { useSecondsUntil } from './useSecondsUntil'
export { useSignIn } from './useSignIn'

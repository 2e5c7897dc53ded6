// A sign-in: each state has exactly its steps, and what a step takes is typed.
import { createCiamClient, type CiamError } from 'react-ciam'
import {
  createSignIn,
  describeProblem,
  problemOf,
  type Account,
  type CodePurpose,
  type SignIn,
  type SignInProblem,
  type SignInState,
  type useSecondsUntil,
  type useSignIn,
} from 'react-ciam/sign-in'
import { same, type Equal, type Expect, type HoldsNoAny } from '../expect'

type Of<Status extends SignInState['status']> = Extract<SignInState, { status: Status }>
type Steps<Status extends SignInState['status']> = Exclude<
  {
    [Name in keyof Of<Status>]: NonNullable<Of<Status>[Name]> extends (input: never) => unknown ? Name : never
  }[keyof Of<Status>],
  never
>

export type SignInTypes = [
  Expect<HoldsNoAny<SignInState>>,
  Expect<HoldsNoAny<SignIn>>,
  Expect<HoldsNoAny<Account>>,
  Expect<Equal<Steps<'ready'>, 'signInWithPassword' | 'sendCode' | 'enterCode' | 'signInWithWeChat'>>,
  Expect<Equal<Steps<'captcha'>, 'solve' | 'renew' | 'back'>>,
  Expect<Equal<Steps<'code-sent'>, 'resend' | 'verify' | 'back'>>,
  Expect<Equal<Steps<'password-warning'>, 'skip' | 'changePassword' | 'cancel'>>,
  Expect<Equal<Steps<'password-expired'>, 'changePassword' | 'cancel'>>,
  Expect<Equal<Steps<'second-factor'>, 'sendCode' | 'enterCode' | 'cancel'>>,
  Expect<Equal<Steps<'account-link'>, 'sendCode' | 'enterCode' | 'cancel'>>,
  Expect<Equal<Steps<'denied'>, 'restart'>>,
  Expect<Equal<Steps<'signed-in'>, never>>,
  Expect<Equal<CodePurpose, 'sign-in' | 'second-factor' | 'account-link'>>,
  Expect<Equal<Of<'captcha' | 'code-sent'>['purpose'], CodePurpose>>,
  Expect<Equal<ReturnType<typeof problemOf>, SignInProblem>>,
  Expect<Equal<Parameters<typeof problemOf>, [error: unknown]>>,
  Expect<Equal<ReturnType<typeof useSecondsUntil>, number>>,
  Expect<Equal<ReturnType<typeof useSignIn>, SignInState>>,
]

const signIn = createSignIn(createCiamClient({ baseUrl: '/ciam', clientId: 'a' }))

export async function steps(state: SignInState): Promise<SignInState> {
  // @ts-expect-error -- nobody knows yet that this state has it
  void state.signInWithPassword
  switch (state.status) {
    case 'ready':
      // @ts-expect-error -- there is nothing to cancel
      void state.cancel
      // @ts-expect-error -- a password belongs to something
      void state.signInWithPassword({ password: 'p' })
      // @ts-expect-error -- a code goes to a mobile or an e-mail address
      void state.sendCode({})
      return state.signInWithPassword({ userName: 'anna', password: 'p' })
    case 'captcha':
      // @ts-expect-error -- first the puzzle
      void state.verify
      return state.solve({ x: 12 })
    case 'code-sent':
      // @ts-expect-error -- not before `resendAt`
      void state.resend()
      return state.resend ? state.resend() : state.verify({ code: '123456' })
    case 'password-warning':
      return state.skip()
    case 'password-expired':
      // @ts-expect-error -- it has ended
      void state.skip
      // @ts-expect-error -- both are needed
      void state.changePassword({ newPassword: 'n' })
      return state.cancel()
    case 'second-factor':
    case 'account-link':
      return state.sendCode({ email: 'anna@example.com' })
    case 'denied':
      // @ts-expect-error -- no other way out
      void state.cancel
      return state.restart()
    case 'signed-in':
      // @ts-expect-error -- the client signs out
      void state.signOut
      return state
  }
}

export function problems({ problem }: SignInState): string {
  if (!problem) return signIn.globalSignOutUrl({ redirectUrl: 'https://app.example.com' })
  same<CiamError>()(problem.error)
  same<number | null>()(problem.lockedUntil)
  // @ts-expect-error -- there is no such kind
  void (problem.kind === 'wrong-name')
  if (problem.kind === 'wrong-password') return describeProblem(problemOf('whatever was caught'), 'en')
  // @ts-expect-error -- there is no such language
  describeProblem(problem, 'fr')
  // @ts-expect-error -- states are immutable
  problem.kind = 'locked'
  return describeProblem(problem, 'zh')
}

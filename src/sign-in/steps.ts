// The state that an app sees in each place, with exactly the steps that lead on from there.
import { type Action, askForCode, type CodeRequest, renewPuzzle, signIn, solvePuzzle } from './actions'
import { type CodePlace, type FlowEvent, type Origin, originOf, type Place, type Standing } from './flow'
import { fieldsOf, passwordOf, pointOf, targetOf, textOf, wrongInput } from './input'
import type { ServiceCall } from './service-call'
import type { CodePurpose, CodeTarget, SignInState } from './types'

/** Reads what a step was given. Throws `CONFIG` for what cannot be sent. */
export type Prepare<Prepared> = (input: unknown, standing: Standing) => Prepared

/** What steps are made of. All resolve to the state afterwards and never reject; a place that is left does nothing. */
export interface StepRunner {
  run<Prepared>(
    place: Place,
    prepare: Prepare<Prepared>,
    action: Action<Prepared>,
    input: unknown,
  ): Promise<SignInState>
  /** Without a request. */
  move(place: Place, prepare: Prepare<FlowEvent>, input: unknown): Promise<SignInState>
  /** Ends the place's request, too. */
  leave(place: Place): Promise<SignInState>
}

const purposeOf = (from: Origin | CodePlace): CodePurpose => {
  const { at } = originOf(from)
  return at === 'ready' ? 'sign-in' : at
}

/** The state of a place while nothing is under way. */
export function stateOf(place: Place, runner: StepRunner): SignInState {
  const idle = { isBusy: false, problem: null }
  const leave = () => runner.leave(place)
  switch (place.at) {
    case 'ready':
      return {
        ...idle,
        status: 'ready',
        ...codeSteps(place, runner),
        signInWithPassword: (input) => runner.run(place, passwordCall, signIn, input),
        signInWithWeChat: (input) => runner.run(place, weChatCall, signIn, input),
      }
    case 'second-factor':
      return { ...idle, status: 'second-factor', ...codeSteps(place, runner), cancel: leave }
    case 'account-link': {
      const { at, ...facts } = place
      return { ...idle, status: at, ...facts, ...codeSteps(place, runner), cancel: leave }
    }
    case 'captcha':
      return {
        ...idle,
        status: 'captcha',
        purpose: purposeOf(place.from),
        target: place.target,
        puzzle: place.puzzle,
        solve: (input) => runner.run(place, toSolution, solvePuzzle, input),
        renew: () => runner.run(place, () => place.target, renewPuzzle, null),
        back: leave,
      }
    case 'code-sent':
      return codeSentState(place, runner)
    case 'password-warning':
      return {
        ...idle,
        status: 'password-warning',
        policy: place.policy,
        skip: () => runner.run(place, skipCall, signIn, null),
        changePassword: (input) => runner.run(place, changeCall, signIn, input),
        cancel: leave,
      }
    case 'password-expired':
      return {
        ...idle,
        status: 'password-expired',
        policy: place.policy,
        changePassword: (input) => runner.run(place, changeCall, signIn, input),
        cancel: leave,
      }
    case 'denied':
      return { ...idle, status: 'denied', restart: leave }
  }
}

const codeSteps = (place: Origin, runner: StepRunner) => ({
  sendCode: (input: CodeTarget) => runner.run(place, toCodeRequest, askForCode, input),
  enterCode: (input: CodeTarget) => runner.move(place, toEntry, input),
})

function codeSentState(place: CodePlace, runner: StepRunner): SignInState {
  const { target, from } = place
  return {
    isBusy: false,
    problem: null,
    status: 'code-sent',
    purpose: purposeOf(from),
    target,
    resendAt: null,
    resend: () => runner.run(place, () => ({ target, purpose: from.at }), askForCode, null),
    verify: (input) => runner.run(place, verifyCall, signIn, input),
    back: () => runner.leave(place),
  }
}

const post = (path: string, fields: object, stateToken: string | null = null): ServiceCall => ({
  path,
  body: JSON.stringify(fields),
  stateToken,
})

function passwordCall(input: unknown): ServiceCall {
  const fields = fieldsOf(input)
  const password = passwordOf(fields, 'password')
  if (fields.mobile !== undefined) return post('/login/mobile-pwd', { mobile: textOf(fields, 'mobile'), password })
  if (fields.identifier !== undefined) return post('/login/auth', { user_name: textOf(fields, 'identifier'), password })
  return post('/login', { user_name: textOf(fields, 'userName'), password })
}

const weChatCall = (input: unknown): ServiceCall => post('/login/wechat', { code: textOf(fieldsOf(input), 'code') })

const skipCall: Prepare<ServiceCall> = (_input, { stateToken }) => ({
  path: '/pwd/skip-update',
  body: null,
  stateToken,
})

const changeCall: Prepare<ServiceCall> = (input, { stateToken }) => {
  const fields = fieldsOf(input)
  const [old_password, new_password] = [passwordOf(fields, 'oldPassword'), passwordOf(fields, 'newPassword')]
  return post('/pwd/update', { old_password, new_password }, stateToken)
}

/** The call that takes a code: by what it is for, and by where it went. */
const verifyCall: Prepare<ServiceCall> = (input, { place, stateToken }) => {
  const { target, from } = place as CodePlace
  const fields = { ...target, verify_code: textOf(fieldsOf(input), 'code') }
  const isMobile = 'mobile' in target
  if (from.at === 'account-link') return post('/social/bind', fields, stateToken)
  if (from.at === 'second-factor') return post(isMobile ? '/mfa/sms' : '/mfa/email', fields, stateToken)
  return post(isMobile ? '/login/mobile-verify-code' : '/login/email-verify-code', fields)
}

const toCodeRequest: Prepare<CodeRequest> = (input, { place }) => {
  const target = targetOf(input)
  if (place.at === 'account-link' && !place.ways.includes('mobile' in target ? 'mobile' : 'email')) {
    throw wrongInput('This account can be linked by another way only: see the ways of the state.')
  }
  return { target, purpose: (place as Origin).at }
}

const toEntry: Prepare<FlowEvent> = (input, standing) => ({
  type: 'code-sent',
  target: toCodeRequest(input, standing).target,
  resendAt: null,
})

const toSolution: Prepare<CodeRequest & { pointJson: string; captchaToken: string; sender: string }> = (
  input,
  { place, captchaToken },
) => {
  const { target, from } = place as Extract<Place, { at: 'captcha' }>
  return {
    target,
    purpose: originOf(from).at,
    pointJson: pointOf(input),
    captchaToken: captchaToken!,
    sender: (target as { mobile: string }).mobile,
  }
}

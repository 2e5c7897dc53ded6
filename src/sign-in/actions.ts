// What the steps of a sign-in do at the service: each makes its calls, one after the other, and tells what came of it.
// None closes over what it sends (service-call.ts says why), and none repeats a call.
import type { Fields } from '../protocol/fields'
import type { FlowEvent, Origin } from './flow'
import { sendByEmail } from './email-code'
import type { SignInSettings } from './options'
import { invalidAnswer, isOurs, notRepeated, toProblem } from './problems'
import { readPuzzle } from './reply-data'
import { callService, invalid, type Answer, type Service, type ServiceCall } from './service-call'
import type { SignInProblem } from './problem-types'
import type { CaptchaPuzzle, CodeTarget } from './types'

/** Where the actions act. */
export interface ActionScope extends Service {
  readonly settings: SignInSettings
}

/**
 * Resolves to what happened; never rejects. Nobody looks at what comes after the signal. Before a session is taken `mayTake`
 * is asked: from then on the step cannot be left, for its session is being saved.
 */
export type Action<Prepared> = (
  scope: ActionScope,
  prepared: Prepared,
  signal: AbortSignal,
  mayTake: () => boolean,
) => Promise<FlowEvent>

const fail = (problem: SignInProblem): FlowEvent => ({ type: 'failed', problem })

/** A call that is answered with a login reply: a session, or what comes next. */
export const signIn: Action<ServiceCall> = async (scope, call, signal, mayTake) => {
  const { fields, problem } = await callService(scope, call, signal)
  if (problem) return fail(problem)
  return mayTake() ? takeReply(scope, fields) : { type: 'over', problem: null }
}

async function takeReply({ client, engine }: Service, reply: Fields): Promise<FlowEvent> {
  try {
    await client.signIn(reply)
    await engine.signingIn() // Another sign-in of this client may have taken its place.
    return { type: 'over', problem: null }
  } catch (error) {
    if (!isOurs(error)) return fail(toProblem(invalidAnswer()))
    const { code, status, stateToken, data } = error
    if (code === 'SIGN_IN_INCOMPLETE') return { type: 'incomplete', status: status ?? '', stateToken, data }
    return fail(toProblem(code === 'INVALID_RESPONSE' ? invalidAnswer() : notRepeated(error)))
  }
}

/** A code that is wanted. */
export interface CodeRequest {
  readonly target: CodeTarget
  readonly purpose: Origin['at']
}

const SMS_TYPES = { ready: 'LOGIN_SMS', 'second-factor': 'MFA_AUTH_SMS', 'account-link': 'BIND_MOBILE_SMS' } as const

/** By e-mail, or by SMS: at once, or after a puzzle. */
export const askForCode: Action<CodeRequest> = async (scope, request, signal) => {
  const { target, purpose } = request
  if ('email' in target) {
    const problem = await sendByEmail(scope, target.email, purpose, signal)
    return problem ? fail(problem) : codeSent(scope, target)
  }
  if (scope.settings.captcha) return showPuzzle(scope, target, null, signal)
  const { problem } = await callService(scope, smsCall(target.mobile, SMS_TYPES[purpose]), signal)
  return problem ? fail(problem) : codeSent(scope, target)
}

/** `captchaToken`: what a solved puzzle gave; `type`: the service's name for what the code is for. */
export const smsCall = (mobile: string, type: string, captchaToken?: string): ServiceCall => ({
  path: '/sms/send',
  body: JSON.stringify({ mobile, type, captcha_token: captchaToken }),
})

function codeSent({ engine, settings }: ActionScope, target: CodeTarget): FlowEvent {
  return { type: 'code-sent', target, resendAt: engine.environment.wallClock() + settings.resendAfter }
}

export const renewPuzzle: Action<CodeTarget> = (scope, target, signal) => showPuzzle(scope, target, null, signal)

/** `problem`: why another one is shown. */
async function showPuzzle(
  scope: Service,
  target: CodeTarget,
  problem: SignInProblem | null,
  signal: AbortSignal,
): Promise<FlowEvent> {
  const answer = await getPuzzle(scope, signal)
  if (answer.problem) return fail(problem ?? answer.problem)
  return { type: 'puzzle', target, ...answer, problem }
}

export type PuzzleAnswer =
  | { readonly puzzle: CaptchaPuzzle; readonly captchaToken: string; readonly problem: null }
  | { readonly problem: SignInProblem }

export async function getPuzzle(service: Service, signal: AbortSignal): Promise<PuzzleAnswer> {
  const { fields, problem } = await callService(service, { path: '/captcha', body: null }, signal)
  if (problem) return { problem }
  const { token } = fields
  if (typeof token !== 'string' || !token) return { problem: invalid().problem }
  return { puzzle: readPuzzle(fields), captchaToken: token, problem: null }
}

/** A puzzle's solution, on its way. */
export interface Solution {
  readonly pointJson: string
  readonly captchaToken: string
  readonly sender: string
}

/** Gives the captcha_token under the name that the service has for it. */
export async function checkSolution(service: Service, solution: Solution, signal: AbortSignal): Promise<Answer> {
  const { pointJson, captchaToken, sender } = solution
  const body = JSON.stringify({ point_json: pointJson, token: captchaToken, sender })
  const answer = await callService(service, { path: '/captcha/verify', body }, signal)
  const isGood = answer.problem || (typeof answer.fields.captcha_token === 'string' && answer.fields.captcha_token)
  return isGood ? answer : invalid()
}

/** A puzzle counts once: where it is refused, another one is fetched for the next try. */
export const solvePuzzle: Action<CodeRequest & Solution> = async (scope, request, signal) => {
  const { target, purpose, sender } = request
  const { fields, problem } = await checkSolution(scope, request, signal)
  if (problem?.kind === 'captcha-failed') return showPuzzle(scope, target, problem, signal)
  if (problem) return fail(problem)
  const sms = smsCall(sender, SMS_TYPES[purpose], fields.captcha_token as string)
  const sent = await callService(scope, sms, signal)
  if (sent.problem?.kind === 'captcha-failed') return showPuzzle(scope, target, sent.problem, signal)
  return sent.problem ? { type: 'not-sent', problem: sent.problem } : codeSent(scope, target)
}

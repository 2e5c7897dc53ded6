// One call of the service: its headers, its one request, its answer. Sent once, whatever comes of it; never rejects.
// Functions here take what may hold a password as a parameter and close over none of it: the stack of an error that is
// kept holds on to functions, and so to what they close over.
import type { Engine } from '../client/engine'
import { timeoutError } from '../client/exchange'
import { internalsOf } from '../client/internals'
import type { Environment } from '../client/ports'
import { withoutSecrets } from '../client/safe-cause'
import type { CiamClient } from '../client/types'
import { isHeaderValue } from '../protocol/endpoint'
import { CiamError } from '../protocol/errors'
import { type Fields, parseJson, toFields } from '../protocol/fields'
import { networkError } from '../protocol/replies'
import { BUSY, INVALID, readServiceCode } from '../protocol/service-errors'
import { answerError, type CallFacts, invalidAnswer, isOurs, notRepeated, toProblem } from './problems'
import type { SignInProblem } from './problem-types'

/** Below `baseUrl`. */
export const API_PATH = '/api/v2/sdk'

/** Where the calls go. */
export interface Service {
  readonly client: CiamClient<unknown>
  readonly engine: Engine<unknown>
}

/** A call of the service. */
export interface ServiceCall {
  /** Below `API_PATH`. */
  readonly path: string
  /** As JSON; null for a GET. */
  readonly body: string | null
  readonly stateToken?: string | null
}

/** The fields of a 2xx answer, none for an empty one; else what went wrong. */
export type Answer =
  { readonly fields: Fields; readonly problem: null } | { readonly fields: null; readonly problem: SignInProblem }

const failed = (problem: SignInProblem): Answer & { fields: null } => ({ fields: null, problem })

/** Makes the call, and cuts it at `requestTimeout` or by the signal. */
export async function callService(service: Service, call: ServiceCall, signal: AbortSignal): Promise<Answer> {
  const { options, environment } = service.engine
  let origin = ''
  try {
    const headers = await service.client.getServiceHeaders()
    if (signal.aborted) throw signal.reason
    const url = new URL(options.baseUrl + API_PATH + call.path, environment.pageUrl())
    origin = url.origin
    const sending = new AbortController()
    const exchanging = exchange(options.fetch, url.href, toRequest(call, headers, sending.signal))
    const { status, text } = await within(
      options.requestTimeout,
      environment,
      signal,
      () => sending.abort(),
      exchanging,
    )
    const facts = { path: call.path, hasStateToken: !!call.stateToken }
    return readAnswer(status, text, facts, environment.wallClock())
  } catch (thrown) {
    if (isOurs(thrown)) return failed(toProblem(notRepeated(thrown)))
    if (!origin) return failed(toProblem(new CiamError('CONFIG', 'This page has no address: give baseUrl whole.')))
    return failed(toProblem(notRepeated(networkError(withoutSecrets(thrown), { thirdInARow: false, origin }))))
  }
}

function toRequest({ body, stateToken }: ServiceCall, headers: Record<string, string>, signal: AbortSignal) {
  return {
    method: body === null ? 'GET' : 'POST',
    headers: stateToken ? { ...headers, 'X-state-token': stateToken } : headers,
    ...(body !== null && { body }),
    redirect: 'error', // It would carry the password and the state token on.
    credentials: 'omit',
    cache: 'no-store', // One of the GETs issues a session.
    signal,
  } satisfies RequestInit
}

/** `text`: null where the body broke off. */
async function exchange(send: typeof fetch, url: string, init: RequestInit) {
  const response = await send(url, init)
  try {
    return { status: +response.status, text: await response.text() }
  } catch {
    return { status: +(response?.status ?? 0), text: null }
  }
}

/** The promise's outcome; a rejection, after `cutOff`, by the signal and after `limit` ms. Leaves no timer. */
export function within<Result>(
  limit: number,
  environment: Environment,
  signal: AbortSignal,
  cutOff: () => void,
  promise: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      cancelTimer()
      signal.removeEventListener('abort', cut)
    }
    const stop = (error: unknown): void => {
      end()
      cutOff()
      reject(error)
    }
    const cut = (): void => stop(signal.reason)
    const cancelTimer = environment.setTimer(() => stop(notRepeated(timeoutError())), limit)
    signal.addEventListener('abort', cut)
    promise.then(resolve, reject).finally(end)
    if (signal.aborted) cut() // By the app's own fetch, while it was called.
  })
}

/** The service's code decides; a session is taken whatever stands beside it. */
export function readAnswer(status: number, text: string | null, call: CallFacts, now: number): Answer {
  const isGood = status >= 200 && status < 300
  if (isGood && text?.trim() === '') return { fields: {}, problem: null } // So the service says yes to some calls.
  const fields = toFields(parseJson(text ?? ''))
  const serviceCode = readServiceCode(fields)
  if (isGood && fields && (!serviceCode || isHeaderValue(fields.session_token))) return { fields, problem: null }
  const otherwise = status === 429 || status >= 500 ? BUSY : INVALID
  const error = answerError(status, serviceCode, otherwise)
  return failed(toProblem(error, { fields: fields ?? {}, call, now }))
}

/** For an answer that lacks what it is for. */
export const invalid = (): Answer & { fields: null } => failed(toProblem(invalidAnswer()))

/** @throws CiamError `CONFIG` for what `createCiamClient` did not make. */
export function serviceOf(client: CiamClient<unknown>, caller: string): Service {
  const engine = internalsOf(client)?.engine
  if (engine) return { client, engine }
  throw new CiamError('CONFIG', `${caller} needs a client: pass what createCiamClient(options) returned.`)
}

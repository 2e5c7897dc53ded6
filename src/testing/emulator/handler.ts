// The handler: routes a request, and hands the answer out after its latency, or cuts it.
import { EMULATED_CALLS } from './calls'
import { noteOf, type Delivery, type EmulatorDesk, type Endpoint } from './desk'
import { answerLogout, LOGOUT_PATH } from './logout'
import { answerRefresh, REFRESH_PATH } from './refresh'
import { addCorsHeaders, cutError, jsonReply, preflightReply } from './replies'
import { endpointOf } from './run-call'
import { answerKeys, answerSampleApi, KEYS_PATH, SAMPLE_API_PATH } from './sample-api'

/** By the end of the path, so that any `baseUrl` and any proxy's prefix works. */
const ROUTES: readonly { path: string; methods: readonly string[]; answer: Endpoint }[] = [
  { path: REFRESH_PATH, methods: ['POST'], answer: answerRefresh },
  ...EMULATED_CALLS.map((call) => ({ path: call.path, methods: [call.method], answer: endpointOf(call) })),
  { path: LOGOUT_PATH, methods: ['GET'], answer: answerLogout },
  { path: KEYS_PATH, methods: ['GET'], answer: answerKeys },
  { path: SAMPLE_API_PATH, methods: ['GET', 'POST'], answer: answerSampleApi },
]

/** Tells when the emulator has nothing to sign or verify. */
export interface WorkCounter {
  /** Counts a task until it settles; gives it back. */
  count<Result>(task: Promise<Result>): Promise<Result>
  idle(): Promise<void>
}

/** What all emulators of the page work at. */
const allWork = new Set<Promise<unknown>>()

/** Resolves when no emulator of the page signs or verifies; tells whether one did. */
export async function emulatorsAtRest(): Promise<boolean> {
  const isWorking = allWork.size > 0
  while (allWork.size > 0) await Promise.allSettled(allWork)
  return isWorking
}

export function createWorkCounter(): WorkCounter {
  const working = new Set<Promise<unknown>>()
  return {
    count(task) {
      for (const work of [working, allWork]) work.add(task)
      const settled = () => [working, allWork].forEach((work) => work.delete(task))
      task.then(settled, settled)
      return task
    },
    async idle() {
      while (working.size > 0) await Promise.allSettled(working)
    },
  }
}

/** The emulator's `handle`. */
export function createHandler(desk: EmulatorDesk, work: WorkCounter): (request: Request) => Promise<Response> {
  return async (request) => {
    request.signal.throwIfAborted()
    if (request.method === 'OPTIONS') return withCors(request, answerPreflight(desk, request))
    const { latency } = desk.options()
    const delivery = await work.count(answer(desk, request))
    if (delivery === 'hang') return untilAborted(request.signal)
    await pause(latency, request.signal)
    if (delivery === 'cut') throw cutError()
    return delivery.cors === false ? delivery.reply : withCors(request, delivery.reply)
  }
}

function answer(desk: EmulatorDesk, request: Request): Promise<Delivery> {
  const { pathname } = new URL(request.url)
  const route = ROUTES.find(({ path }) => pathname.endsWith(path))
  if (route?.methods.includes(request.method)) return route.answer(desk, request)
  const status = route ? 405 : 404
  const paths = ROUTES.map(({ path }) => path).join(', ')
  const message = route
    ? `Only ${route.methods.join(' and ')} here.`
    : `The emulator answers paths that end in: ${paths}.`
  desk.ledger.record({ ...noteOf(desk, request, 'other'), status, outcome: String(status) })
  const allow = route ? { Allow: route.methods.join(', ') } : undefined
  return Promise.resolve({ reply: jsonReply({ status, error: message }, status, allow) })
}

function answerPreflight(desk: EmulatorDesk, request: Request): Response {
  desk.ledger.record({ ...noteOf(desk, request, 'preflight'), status: 204, outcome: 'preflight' })
  return preflightReply()
}

function withCors(request: Request, reply: Response): Response {
  addCorsHeaders(reply.headers, request)
  return reply
}

/** Waits; an abort ends the wait with its reason. */
function pause(duration: number, signal: AbortSignal): Promise<void> {
  if (duration === 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, duration)
    void untilAborted(signal).catch((reason: unknown) => {
      clearTimeout(timer)
      reject(reason)
    })
  })
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}

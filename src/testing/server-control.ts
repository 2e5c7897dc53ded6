// The control routes of the emulator's server, by which pages and tests in other processes turn its knobs.
//
//   GET  /__emulator                   what it is: client id, users, paths, options
//   GET  /__emulator/ledger?after=ID   { entries }, those after that id
//   POST /__emulator/fail              a fault or a list of faults
//   POST /__emulator/fail-call         { path, fault }: a fault or a list of faults of another call than the refresh
//   GET  /__emulator/outbox            { entries }: the codes that were "sent"
//   POST /__emulator/email-code        { email, type }: sends a code by e-mail
//   POST /__emulator/captcha           { token }, answers { x }: the solution of a puzzle, or null
//   POST /__emulator/configure         options
//   POST /__emulator/clock             { "advance": ms }, answers { now }
//   POST /__emulator/login             { "userName"? }, answers a login reply
//   POST /__emulator/reset
//
// Bodies and answers are JSON; a wrong one gets 400 { error }. They are in no ledger.
import { EMULATED_CALLS } from './emulator/calls'
import { KEYS_PATH, SAMPLE_API_PATH } from './emulator/sample-api'
import { REFRESH_PATH } from './emulator/refresh'
import { addCorsHeaders, jsonReply, preflightReply } from './emulator/replies'
import type { Emulator, EmulatorOptions, Fault } from './emulator/types'
import { EMULATOR_PASSWORD, EMULATOR_SOCIAL_ACCOUNTS, EMULATOR_USERS } from './emulator/users'
import { LOGIN_PATH } from './emulator/ways-in'
import type { CallFault, EmulatorEmailType } from './emulator/sign-in-types'

/** Where the control routes begin. */
export const CONTROL_PATH = '/__emulator'

/** What a route makes of the request's JSON; what it gives is the answer's. */
type Control = (emulator: Emulator, body: unknown, url: URL) => unknown

const CONTROLS: Record<string, Control> = {
  'GET ': (emulator) => describe(emulator),
  'GET /ledger': (emulator, _body, url) => {
    const after = Number(url.searchParams.get('after') ?? 0)
    return { entries: emulator.ledger.entries().filter((entry) => entry.id > after) }
  },
  'POST /fail': (emulator, body) => emulator.fail(body as Fault | Fault[]),
  'POST /fail-call': (emulator, body) => {
    const { path, fault } = (body ?? {}) as { path?: string; fault?: CallFault | CallFault[] }
    emulator.failCall(path as string, fault as CallFault)
  },
  'GET /outbox': (emulator) => ({ entries: emulator.outbox.entries() }),
  'POST /email-code': (emulator, body) => {
    const { email = '', type } = (body ?? {}) as { email?: string; type?: EmulatorEmailType }
    emulator.sendEmailCode(email, type as EmulatorEmailType)
  },
  'POST /captcha': (emulator, body) => ({
    x: emulator.captchaSolution((body as { token?: string } | null)?.token ?? ''),
  }),
  'POST /configure': (emulator, body) => emulator.configure(body as EmulatorOptions),
  'POST /clock': (emulator, body) => {
    emulator.clock.advance((body as { advance?: number } | null)?.advance ?? NaN)
    return { now: emulator.clock.now() }
  },
  'POST /login': (emulator, body) => emulator.login((body as { userName?: string } | null)?.userName),
  'POST /reset': (emulator) => emulator.reset(),
}

export function isControl(request: Request): boolean {
  const { pathname } = new URL(request.url)
  return pathname === CONTROL_PATH || pathname.startsWith(`${CONTROL_PATH}/`)
}

export async function answerControl(emulator: Emulator, request: Request): Promise<Response> {
  const reply = request.method === 'OPTIONS' ? preflightReply() : await control(emulator, request)
  addCorsHeaders(reply.headers, request)
  return reply
}

async function control(emulator: Emulator, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const route = `${request.method} ${url.pathname.slice(CONTROL_PATH.length).replace(/\/$/, '')}`
  const run = Object.hasOwn(CONTROLS, route) ? CONTROLS[route] : undefined
  if (!run)
    return jsonReply({ error: `There is no control ${route}. There are: ${Object.keys(CONTROLS).join(', ')}.` }, 404)
  try {
    const text = request.method === 'POST' ? await request.text() : ''
    const body: unknown = text === '' ? null : JSON.parse(text)
    return jsonReply((await run(emulator, body, url)) ?? { done: true })
  } catch (error) {
    return jsonReply({ error: error instanceof Error ? error.message : String(error) }, 400)
  }
}

function describe(emulator: Emulator): unknown {
  return {
    options: emulator.options(),
    now: emulator.clock.now(),
    password: EMULATOR_PASSWORD,
    users: EMULATOR_USERS.map(({ userName, status }) => ({ userName, status })),
    socialAccounts: EMULATOR_SOCIAL_ACCOUNTS.map(({ code, status }) => ({ code, status })),
    calls: EMULATED_CALLS.map(({ method, path, purpose }) => ({ method, path, purpose })),
    paths: { refresh: REFRESH_PATH, login: LOGIN_PATH, keys: KEYS_PATH, sampleApi: SAMPLE_API_PATH },
  }
}

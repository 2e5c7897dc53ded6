// Sign-in by password: a session, one of the replies that are none yet, or a refusal that counts down.
import { complain, findHeaderComplaint, noteOf, tokensReply, type EmulatorDesk, type Endpoint } from './desk'
import { durationInWords, languageOf, shortCode, type ServiceError } from './messages'
import { errorReply, jsonReply } from './replies'
import { shortHash } from '../../protocol/short-hash'
import { randomText } from './secrets'
import type { EmulatedSession } from './sessions'
import type { EmulatorUser, LoginStatus } from './users'

export const LOGIN_PATH = '/api/v2/sdk/login'

/** What goes with the replies that are no session: `data` is JSON in a string, as the service has it. */
const PASSWORD_POLICY = JSON.stringify({ maxLength: 20, minLength: 8, regEx: '^(?=.*\\d)(?=.*[A-Za-z]).*$' })

type SignIn = { error: ServiceError } | { error: null; user: EmulatorUser; session: EmulatedSession | null }

export const answerLogin: Endpoint = async (desk, request) => {
  const body = await readBody(request)
  const signIn = decide(desk, request, body)
  record(desk, request, signIn)
  if (signIn.error) return { reply: errorReply(signIn.error) }
  if (signIn.session) return { reply: jsonReply({ ...(await tokensReply(desk, signIn.session)), status: 'SUCCESS' }) }
  return { reply: jsonReply(unfinished(signIn.user.status)) }
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await request.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function decide(desk: EmulatorDesk, request: Request, body: Record<string, unknown>): SignIn {
  const complaint = findHeaderComplaint(request, desk.options().clientId)
  if (complaint) return { error: complain(desk, request, complaint, 'X-client-id') }
  const { user_name: userName, password } = body
  if (typeof userName !== 'string' || userName === '')
    return { error: complain(desk, request, 'parameter-missing', 'user_name') }
  if (typeof password !== 'string' || password === '')
    return { error: complain(desk, request, 'parameter-missing', 'password') }
  const check = desk.passwords.check(userName, password)
  if (check.outcome === 'wrong') return { error: complain(desk, request, 'login-wrong', String(check.attemptsLeft)) }
  if (check.outcome === 'locked') {
    return {
      error: complain(desk, request, 'login-locked', durationInWords(check.unlocksIn, languageOf(request.headers))),
    }
  }
  const { user } = check
  const fingerprint = request.headers.get('x-device-fingerprint')
  return { error: null, user, session: user.status === 'SUCCESS' ? desk.sessions.signIn(user, fingerprint) : null }
}

function unfinished(status: LoginStatus): Record<string, string> {
  if (status === 'ACCESS_DENIED') return { status }
  const reply = { status, state_token: randomText(64) }
  return status === 'PASSWORD_WARN' ? { ...reply, data: PASSWORD_POLICY } : reply
}

function record(desk: EmulatorDesk, request: Request, signIn: SignIn): void {
  const session = signIn.error ? null : signIn.session
  desk.ledger.record({
    ...noteOf(desk, request, 'login'),
    issued: session ? shortHash(session.token) : null,
    session: session?.id ?? null,
    status: signIn.error?.status ?? 200,
    outcome: signIn.error ? shortCode(signIn.error) : signIn.user.status,
    committed: session !== null,
  })
}

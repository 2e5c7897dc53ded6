// What lies outside the SDK calls: the keys' document, and a sample of an application's own protected API.
import type { JWTPayload } from 'jose'
import { complain, noteOf, type Endpoint } from './desk'
import { errorReply, jsonReply } from './replies'
import { shortHash } from '../../protocol/short-hash'

export const KEYS_PATH = '/api/v1/oauth2/keys'

/**
 * The path of a sample API that wants `Authorization: Bearer <id_token>`: GET gives the user's profile, POST gives it with
 * what was sent. It checks signature, exp, nbf, iss and aud as an application's backend should, and refuses as the option
 * `apiRefusal` says.
 */
export const SAMPLE_API_PATH = '/api/sample/profile'

export const answerKeys: Endpoint = async (desk, request) => {
  desk.ledger.record({ ...noteOf(desk, request, 'keys'), status: 200, outcome: 'ok' })
  return { reply: jsonReply(await desk.tokens.keys()) }
}

export const answerSampleApi: Endpoint = async (desk, request) => {
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null
  const payload = token === null ? null : await desk.tokens.verify(token)
  const refusal = desk.options().apiRefusal
  desk.ledger.record({
    ...noteOf(desk, request, 'sample-api'),
    token: token === null ? null : shortHash(token),
    status: payload ? 200 : Number(refusal),
    outcome: payload ? 'ok' : refusal === '401' ? '401' : '0016',
  })
  if (payload) {
    const received = request.method === 'POST' ? { received: await request.text() } : {}
    return { reply: jsonReply({ profile: profileOf(payload), ...received }) }
  }
  if (refusal === '400') return { reply: errorReply(complain(desk, request, 'id-token-rejected')) }
  const body = { error: 'invalid_token', error_description: 'The id_token is missing, invalid or expired.' }
  return { reply: jsonReply(body, 401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }) }
}

/** The user, in whichever place the payload has it. A genuine token's `api` is JSON of ours. */
function profileOf(payload: JWTPayload): Record<string, unknown> {
  const source = typeof payload.api === 'string' ? (JSON.parse(payload.api) as JWTPayload) : payload
  const { id, name, userName, mobile, email } = source
  return { id, name, userName, mobile, email }
}

// Runs a call of the table: its headers and fields, its fault, its line in the ledger, its answer.
import type { PreparedCallFault } from './call-faults'
import type { CallInput, CallResult, EmulatedCall } from './call'
import { cannedDelivery } from './canned'
import {
  complain,
  findHeaderComplaint,
  noteOf,
  tokensReply,
  type Delivery,
  type EmulatorDesk,
  type Endpoint,
} from './desk'
import { isAltered } from './faults'
import { languageOf, shortCode } from './messages'
import { cutInBody, emptyReply, errorReply, jsonReply } from './replies'
import { shortHash } from '../../protocol/short-hash'

export function endpointOf(call: EmulatedCall): Endpoint {
  return async (desk, request) => {
    const fault = desk.callFaults.next(call.path)
    const canned = fault && cannedCall(desk, request, fault)
    const isUndone = canned && !('committed' in fault && fault.committed)
    const result = isUndone ? null : await process(desk, request, call)
    record(desk, request, call, { fault, canned, result })
    if (canned) return canned
    const reply = await replyOf(desk, request, result ?? { body: null })
    if (fault?.kind === 'cut-in-body') return { reply: await cutInBody(reply) }
    return fault?.kind === 'no-cors' ? { reply, cors: false } : { reply }
  }
}

/** What a fault puts in the answer's place; null if it alters the answer. */
function cannedCall(desk: EmulatorDesk, request: Request, fault: PreparedCallFault): Delivery | null {
  if (fault.kind === 'status') return { reply: jsonReply({ status: fault.status }) }
  if (fault.kind === 'refused') {
    const body = { error_code: fault.code, error_msg: 'Refused, for a test asked for it' }
    return { reply: errorReply({ status: fault.status, body }) }
  }
  return isAltered(fault.kind) ? null : cannedDelivery(desk, request, fault)
}

const bearerOf = ({ headers }: Request): string => /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? ''

async function process(desk: EmulatorDesk, request: Request, call: EmulatedCall): Promise<CallResult> {
  const body = call.method === 'POST' ? await readBody(request) : {}
  const complaint = findHeaderComplaint(request, desk.options().clientId)
  if (complaint) return { refused: complaint, word: 'X-client-id' }
  const text = (name: string): string => {
    const value = Object.hasOwn(body, name) ? body[name] : ''
    return typeof value === 'string' ? value : ''
  }
  const fingerprint = request.headers.get('x-device-fingerprint')
  const input: CallInput = { desk, body, text, fingerprint, language: languageOf(request.headers) }
  const missing = call.fields.find((names) => [names].flat().every((name) => text(name) === ''))
  const refusal: CallResult | null = missing ? { refused: 'parameter-missing', word: [missing].flat().join('/') } : null
  switch (call.header) {
    case null:
      return refusal ?? call.answer(input)
    case 'X-state-token': {
      const token = (request.headers.get('x-state-token') ?? '').trim()
      if (token === '') return { refused: 'state-token-missing', word: 'X-state-token' }
      const halfSignIn = desk.stateTokens.read(token, call.purposes)
      if (!halfSignIn) return { refused: 'state-token-rejected', word: 'state_token' }
      const result = refusal ?? call.answer({ ...input, halfSignIn })
      if (!('refused' in result)) desk.stateTokens.end(token)
      return result
    }
    case 'Authorization': {
      const payload = await desk.tokens.verify(bearerOf(request))
      const account = payload && desk.accounts.ofPayload(payload)
      if (!account) return { refused: 'id-token-rejected' }
      return refusal ?? call.answer({ ...input, account })
    }
  }
}

async function readBody(request: Request): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await request.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

async function replyOf(desk: EmulatorDesk, request: Request, result: CallResult): Promise<Response> {
  if ('refused' in result) return errorReply(complain(desk, request, result.refused, result.word))
  if ('session' in result) return jsonReply({ ...(await tokensReply(desk, result.session)), status: 'SUCCESS' })
  return result.body ? jsonReply(result.body) : emptyReply()
}

/** Written before an id_token is signed, so that the ledger has the order in which things were decided. */
function record(
  desk: EmulatorDesk,
  request: Request,
  call: EmulatedCall,
  { fault, canned, result }: { fault: PreparedCallFault | null; canned: Delivery | null; result: CallResult | null },
): void {
  const error = result && 'refused' in result ? complain(desk, request, result.refused, result.word) : null
  const session = result && 'session' in result ? result.session : null
  const own = error ? shortCode(error) : session ? 'SUCCESS' : result && 'status' in result ? result.status : 'ok'
  const bearer = call.header === 'Authorization' ? bearerOf(request) : ''
  desk.ledger.record({
    ...noteOf(desk, request, call.kind),
    token: bearer === '' ? null : shortHash(bearer),
    issued: session ? shortHash(session.token) : null,
    session: session?.id ?? null,
    status: canned ? (typeof canned === 'object' ? canned.reply.status : null) : (error?.status ?? 200),
    outcome: fault ? outcomeOf(fault) : own,
    fault: fault?.kind ?? null,
    committed: call.kind === 'login' || call.kind === 'step' ? session !== null : result !== null && !error,
  })
}

function outcomeOf(fault: PreparedCallFault): string {
  if (fault.kind === 'refused') return fault.code.split('.').at(-1) ?? ''
  return fault.kind === 'status' ? fault.status : fault.kind
}

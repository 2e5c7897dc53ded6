// The refresh endpoint, with the faults that it is told to have.
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
import { isAltered, type PreparedFault } from './faults'
import { shortCode, type ServiceError } from './messages'
import { cutInBody, errorReply, jsonReply } from './replies'
import { shortHash } from '../../protocol/short-hash'
import type { GrantedRefresh, RefusedRefresh } from './sessions'

export const REFRESH_PATH = '/api/v2/sdk/sso/session-token/id-token'

/** What the service did. `refresh` is null where the headers alone were refused. */
type Processed = { error: null; refresh: GrantedRefresh } | { error: ServiceError; refresh: RefusedRefresh | null }

/** What becomes of a request: the fault it met, the answer in its place, and what was done. */
interface Decision {
  fault: PreparedFault | null
  canned: Delivery | null
  processed: Processed | null
}

export const answerRefresh: Endpoint = async (desk, request) => {
  const token = presentedToken(desk, request)
  const fault = desk.faults.next()
  // A fault stands in the answer's place, or alters it.
  const canned = fault && !isAltered(fault.kind) ? cannedDelivery(desk, request, fault) : null
  if (fault && canned) {
    const processed = fault.committed ? process(desk, request, token) : null
    record(desk, request, token, { fault, canned, processed })
    return canned
  }
  const processed = process(desk, request, token)
  record(desk, request, token, { fault, canned, processed })
  return deliver(desk, fault, processed)
}

function presentedToken(desk: EmulatorDesk, request: Request): string {
  const name = desk.options().dialect === 'ciam' ? 'session-token' : 'x-session-token'
  return (request.headers.get(name) ?? '').trim()
}

function process(desk: EmulatorDesk, request: Request, token: string): Processed {
  const complaint = findHeaderComplaint(request, desk.options().clientId)
  if (complaint) return { error: complain(desk, request, complaint, 'X-client-id'), refresh: null }
  if (token === '') return { error: complain(desk, request, 'session-token-missing', 'X-session-token'), refresh: null }
  const refresh = desk.sessions.refresh(token, request.headers.get('x-device-fingerprint') ?? '')
  return refresh.granted ? { error: null, refresh } : { error: complain(desk, request, 'session-rejected'), refresh }
}

async function deliver(desk: EmulatorDesk, fault: PreparedFault | null, processed: Processed): Promise<Delivery> {
  const kind = fault?.kind ?? null
  const reply = processed.error
    ? errorReply(processed.error)
    : jsonReply(await tokensReply(desk, processed.refresh.session, kind))
  if (kind === 'cut-in-body') return { reply: await cutInBody(reply) }
  return kind === 'no-cors' ? { reply, cors: false } : { reply }
}

/** Written before anything is waited for, so that the ledger has the order in which tokens changed. */
function record(desk: EmulatorDesk, request: Request, token: string, { fault, canned, processed }: Decision): void {
  const done = processed?.error === null ? processed.refresh : null
  const own = processed?.error ? shortCode(processed.error) : (done?.granted ?? '')
  const isHidden = canned !== null || fault?.kind === 'cut-in-body' || fault?.kind === 'no-cors'
  const cannedStatus = canned && typeof canned === 'object' ? canned.reply.status : null
  const refused = processed?.error ? processed.refresh : null
  desk.ledger.record({
    ...noteOf(desk, request, 'refresh'),
    token: token === '' ? null : shortHash(token),
    issued: done ? shortHash(done.session.token) : null,
    session: processed?.refresh?.session?.id ?? null,
    status: canned ? cannedStatus : (processed?.error?.status ?? 200),
    outcome: isHidden && fault ? fault.kind : own,
    reason: refused?.reason ?? null,
    fault: fault?.kind ?? null,
    committed: done !== null,
    reused: processed?.refresh?.reused ?? false,
  })
}

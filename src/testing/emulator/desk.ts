// What the endpoints share: the parts of the emulator, the check of the service's headers, the form of a delivery.
import type { AccountDesk } from './accounts'
import type { CallFaults } from './call-faults'
import type { CaptchaDesk } from './captcha'
import type { CodeDesk } from './codes'
import type { FaultLine } from './faults'
import type { IdentityTokens } from './identity-tokens'
import type { LedgerNote, LedgerWriter } from './ledger'
import { languageOf, toServiceError, type Complaint, type ServiceError } from './messages'
import { shortHash } from '../../protocol/short-hash'
import type { EmulatedSession, SessionDesk } from './sessions'
import type { StateTokenDesk } from './state-tokens'
import type { FaultKind, LedgerEntry, LoginReply, ResolvedEmulatorOptions } from './types'

/** The parts of the emulator that endpoints work with. */
export interface EmulatorDesk {
  options(): ResolvedEmulatorOptions
  faults: FaultLine
  tokens: IdentityTokens
  sessions: SessionDesk
  accounts: AccountDesk
  stateTokens: StateTokenDesk
  codes: CodeDesk
  captchas: CaptchaDesk
  callFaults: CallFaults
  ledger: LedgerWriter
}

/** How an answer goes out: as a reply (by default with CORS headers), or not at all. */
export type Delivery = 'cut' | 'hang' | { reply: Response; cors?: false }

/** An endpoint decides what a request does before it waits for anything but the request's own body. */
export type Endpoint = (desk: EmulatorDesk, request: Request) => Promise<Delivery>

const filled = (headers: Headers, name: string): boolean => (headers.get(name) ?? '').trim() !== ''

/**
 * The first thing that is wrong with the headers that every call needs, or null. A missing or other content-type is the
 * first code too: the page lists it among the required headers and has no code of its own for it.
 */
export function findHeaderComplaint({ headers }: Request, clientId: string): Complaint | null {
  const device = ['x-operating-sys-version', 'x-device-fingerprint', 'x-agent']
  if (!device.every((name) => filled(headers, name))) return 'device-incomplete'
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) return 'device-incomplete'
  if (!filled(headers, 'x-client-id')) return 'client-id-missing'
  return headers.get('x-client-id') === clientId ? null : 'app-unknown'
}

/** The service's error in the dialect of the options and the language of the request. */
export function complain(desk: EmulatorDesk, request: Request, complaint: Complaint, word?: string): ServiceError {
  return toServiceError(desk.options().dialect, complaint, languageOf(request.headers), word)
}

/** What the ledger can say of any request. */
export function noteOf(
  desk: EmulatorDesk,
  request: Request,
  kind: LedgerEntry['kind'],
): Omit<LedgerNote, 'outcome' | 'status'> {
  const fingerprint = request.headers.get('x-device-fingerprint')
  return {
    kind,
    method: request.method,
    path: new URL(request.url).pathname,
    tab: desk.options().tabOf(request),
    fingerprint: fingerprint === null ? null : shortHash(fingerprint),
  }
}

/** The tokens of a reply. What the session is at this moment goes in, whatever happens to it while the id_token is signed. */
export async function tokensReply(
  { sessions, tokens }: EmulatorDesk,
  session: EmulatedSession,
  fault: FaultKind | null = null,
): Promise<Omit<LoginReply, 'status'>> {
  const reply = { session_token: session.token, expire: sessions.secondsLeft(session) }
  return { ...reply, id_token: await tokens.issue(session.account.user, fault) }
}

// Clients of a session that is there at once: real ones, whose service answers in memory. For tests of components and of
// what else takes a client.
import { internalsOf } from '../client/internals'
import { sessionKeys } from '../client/record'
import {
  CiamError,
  createCiamClient,
  type CiamClient,
  type CiamClientOptions,
  type RegisteredClaims,
  type SignedOutReason,
} from '../index'
import { normalizeBaseUrl, REFRESH_PATH } from '../protocol/endpoint'
import { meaningOf, serviceError } from '../protocol/service-errors'
import { memoryStorage } from '../storage/index'
import { createMemoryService, DEFAULT_CLAIMS, failingService, type FailingFault } from './memory-service'
import { sessionRecord } from './session-record'
import { toHangingStorage } from './hanging-storage'

/**
 * The state that a test begins in. Times are ms.
 *
 * - `signed-in`: with an id_token and claims. `claims` go over those of a default user, the emulator's `demo`; `expiresIn`
 *   is the life of each id_token (default 300,000), `sessionExpiresIn` what is left of the session (default 604,800,000).
 * - `signed-out`: `reason` is what the snapshot says, `none` by default.
 * - `restoring`: the first read of storage never ends. After 3,000 ms the client says so: `error` is then `STORAGE`.
 * - `failing`: signed in, the id_token has ended, and every refresh fails, by default with a network error. The snapshot is
 *   `signed-in` at once, with claims; `useIdToken` is `pending`, and `error` as soon as it has tried. `fault` is one of the
 *   emulator's that give no token.
 */
export type TestSession<Claims = RegisteredClaims> =
  | TestSessionStatus
  | {
      readonly status: 'signed-in'
      readonly claims?: Partial<Claims>
      readonly expiresIn?: number
      readonly sessionExpiresIn?: number
    }
  | { readonly status: 'signed-out'; readonly reason?: SignedOutReason }
  | { readonly status: 'restoring' }
  | { readonly status: 'failing'; readonly claims?: Partial<Claims>; readonly fault?: FailingFault }

/** The names of the states. */
export type TestSessionStatus = 'signed-in' | 'signed-out' | 'restoring' | 'failing'

/**
 * Options of `createTestClient`: those of `createCiamClient`, none of them required, without `storage`, which is memory.
 * Default `baseUrl`: `https://ciam.invalid`. `fetch` gets every request but the refreshes; default the global one, looked
 * up at each call, so that a stub of a test, or msw, answers.
 */
export type TestClientOptions<Claims = RegisteredClaims> = Partial<Omit<CiamClientOptions<Claims>, 'storage'>>

/** A client, for as long as somebody holds it. */
export interface TestScene<Claims> {
  readonly client: CiamClient<Claims>
  /** When the last one has let go, a read that hangs finds nothing, so that no timer is left. Returns what lets go. */
  hold(): () => void
}

const DEFAULT_BASE_URL = 'https://ciam.invalid'
const DEFAULT_LIFE = 300_000
const DEFAULT_SESSION_LIFE = 604_800_000

/**
 * Makes a client in the state that a test asks for, for what takes a client itself: a router's loader, an axios instance,
 * `<CiamTestProvider client={...}>`. It is the real one, on a storage of its own: its first snapshot is the session, it
 * refreshes and rotates, `signOut()` ends it, `signIn(reply)` begins another. Refreshes are answered in memory, with a new
 * id_token of the same claims; nothing else is: `client.fetch` goes to the global fetch, and only to origins that the
 * client allows (see `apiOrigins`).
 *
 * It does not check what the service checks, and its id_tokens are not signed: no API takes them. To see the service
 * itself, with rotation, revocation and every fault, use `createEmulator()`.
 *
 * @param session - Default `'signed-in'`.
 * @throws CiamError `CONFIG` for a session or an option that is none; a `TypeError` for a fault that gives a token.
 * @example
 * const client = createTestClient({ status: 'signed-in', claims: { name: 'Ada' } })
 * vi.stubGlobal('fetch', async () => Response.json(['Two books']))
 * expect(await loadOrders(client)).toEqual(['Two books'])
 */
export function createTestClient<Claims = RegisteredClaims>(
  session: TestSession<Claims> = 'signed-in',
  options: TestClientOptions<Claims> = {},
): CiamClient<Claims> {
  return createTestScene(session, options).client
}

export function createTestScene<Claims>(
  asked: TestSession<Claims> = 'signed-in',
  { fetch: others, ...options }: TestClientOptions<Claims> = {},
): TestScene<Claims> {
  const session = typeof asked === 'string' ? ({ status: asked } as Exclude<TestSession<Claims>, string>) : asked
  const address = { baseUrl: DEFAULT_BASE_URL, clientId: 'test-client', ...options }
  const memory = memoryStorage()
  const { storage, end } = session.status === 'restoring' ? toHangingStorage(memory) : { storage: memory, end() {} }
  const recordKey = sessionKeys(normalizeBaseUrl(address.baseUrl), address.clientId).record
  const service = createMemoryService(
    () => memory.getItem(recordKey) as string | null,
    lifeOf(session.status === 'signed-in' ? session : {}),
  )
  const answer = session.status === 'failing' ? failingService(session.fault ?? 'cut-before') : service.refresh

  const client = createCiamClient<Claims>({
    ...address,
    storage,
    fetch: (input, init) =>
      isRefresh(input) ? answer(input, init) : (others ?? ((...call) => globalThis.fetch(...call)))(input, init),
  })
  switch (session.status) {
    case 'signed-in':
    case 'failing': {
      const { id_token: idToken, ...reply } = service.reply({
        ...DEFAULT_CLAIMS,
        aud: address.clientId,
        ...session.claims,
      })
      const age = session.status === 'failing' ? DEFAULT_LIFE + 1_000 : 0
      void memory.setItem(recordKey, sessionRecord(address, { ...reply, id_token: idToken }, Date.now() - age).value)
      break
    }
    case 'signed-out':
      endAs(client, session.reason ?? 'none')
      break
    case 'restoring':
      break
    default:
      throw new CiamError('CONFIG', 'A test session is signed-in, signed-out, restoring or failing.')
  }
  return { client, hold: countHolds(end) }
}

function countHolds(end: () => void): () => () => void {
  let count = 0
  return () => {
    count += 1
    return () => {
      count -= 1
      // Later: StrictMode lets go and holds again at once.
      void Promise.resolve().then(() => count === 0 && end())
    }
  }
}

function lifeOf(session: { expiresIn?: number; sessionExpiresIn?: number }): { idToken: number; session: number } {
  const { expiresIn = DEFAULT_LIFE, sessionExpiresIn = DEFAULT_SESSION_LIFE } = session
  for (const [name, life] of Object.entries({ expiresIn, sessionExpiresIn })) {
    if (!(Number.isFinite(life) && life > 0))
      throw new CiamError('CONFIG', `A test session's ${name} must be ms above 0.`)
  }
  return { idToken: expiresIn, session: sessionExpiresIn }
}

const isRefresh = (input: RequestInfo | URL): input is string =>
  typeof input === 'string' && input.endsWith(REFRESH_PATH)

/** The state that the client comes to by itself for these reasons, at once: there a service has to answer first. */
function endAs<Claims>(client: CiamClient<Claims>, reason: SignedOutReason): void {
  if (reason === 'none') return
  const rejected = { httpStatus: 400, serviceCode: REJECTED }
  const isRejected = reason === 'session-rejected' || reason === 'rotation-lost'
  client.getSnapshot() // The first read finds nothing, and is behind us.
  const { state } = internalsOf(client)!.engine
  state.setPhase({
    status: 'signed-out',
    reason,
    error: isRejected ? serviceError(meaningOf(REJECTED), rejected) : null,
  })
  state.publish()
}

const REJECTED = 'IDAAS.SDK.PARAM.0023'

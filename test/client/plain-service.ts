// A service without signatures that answers within a microtask, so that clocks can be forced and thousands of requests
// counted exactly; and clients of it under fake timers. Its own time is the monotonic clock: device clocks do not move it.
// Long because the service and the scene around it are used together by every test of time and failure.
import {
  createCiamClient,
  type CiamClient,
  type CiamClientOptions,
  type CiamEvents,
  type SignInReply,
  type StorageAdapter,
} from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { onTestFinished, vi } from 'vitest'

export const BASE_URL = 'https://tenant.test'
export const CLIENT_ID = 'client-of-the-tests'
export const RECORD_KEY = `react-ciam:session:${CLIENT_ID}@${BASE_URL}`
export const NOTE_KEY = `react-ciam:requests:${CLIENT_ID}@${BASE_URL}`
const LOCKS = Symbol.for('react-ciam.locks')
const STORAGE_DETAILS = Symbol.for('react-ciam.storage')

export interface ServiceRequest {
  /** Ms by the service's own clock, which only runs. */
  readonly at: number
  readonly token: string
  readonly signal: AbortSignal | null
}

export type Answer = (request: ServiceRequest) => Response | Promise<Response>

export interface PlainService {
  readonly fetch: typeof globalThis.fetch
  readonly requests: ServiceRequest[]
  /** Every token that was ever given out. */
  readonly secrets: string[]
  /** Answers that are taken first, one per request. */
  readonly next: Answer[]
  /** What all other requests get. Default `grant`. */
  answer: Answer
  /** Seconds. */
  lifetime: number
  /** Changes the payload of id_tokens to come. */
  payload: (payload: Record<string, unknown>) => unknown
  rotation: boolean
  /** Does the refresh: new tokens, or 0023 for a token that is not the present one. */
  readonly grant: Answer
  login(): SignInReply
  /** Whether an id_token has ended by the service's clock. */
  hasEnded(idToken: string): boolean
}

const EPOCH = 1_800_000_000

export function createPlainService(lifetime = 300): PlainService {
  const requests: ServiceRequest[] = []
  const secrets: string[] = []
  const ends = new Map<string, number>()
  const next: Answer[] = []
  let present = ''
  let count = 0

  const secret = (name: string): string => {
    const value = `${name}${String((count += 1)).padStart(6, '0')}SecretOfTheTests${'abcdefgh'.repeat(3)}`
    secrets.push(value)
    return value
  }
  const issue = (): string => {
    const iat = EPOCH + Math.floor(performance.now() / 1000)
    const payload = service.payload({ sub: 'anna', iat, exp: iat + service.lifetime })
    const encode = (value: unknown): string => btoa(JSON.stringify(value)).replace(/=+$/, '')
    const token = `${encode({ alg: 'none' })}.${encode(payload)}.${secret('Signature')}`
    secrets.push(token)
    ends.set(token, performance.now() + service.lifetime * 1000)
    return token
  }
  const tokens = (): Record<string, unknown> => {
    if (service.rotation || !present) present = secret('SessionToken')
    return { session_token: present, expire: 604_800, id_token: issue() }
  }

  const service: PlainService = {
    requests,
    secrets,
    next,
    lifetime,
    rotation: true,
    payload: (payload) => payload,
    grant: ({ token }) => (token === present ? json(tokens()) : serviceError('IDAAS.SDK.PARAM.0023')),
    answer: (request) => service.grant(request),
    fetch: async (_input, init) => {
      const headers = new Headers(init?.headers)
      const request = { at: performance.now(), token: headers.get('session-token') ?? '', signal: init?.signal ?? null }
      requests.push(request)
      return (next.shift() ?? service.answer)(request)
    },
    login() {
      present = ''
      return { ...tokens(), status: 'SUCCESS' }
    },
    hasEnded: (idToken) => performance.now() >= (ends.get(idToken) ?? 0),
  }
  return service
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
export const serviceError = (code: string, status = 400): Response =>
  json({ error_code: code, error_msg: 'No.' }, status)
export const busy: Answer = () => serviceError('IDAAS.SDK.COM.0002')
export const cut: Answer = () => Promise.reject(new TypeError('Failed to fetch'))
export const unavailable: Answer = () => new Response('<html>503</html>', { status: 503 })
export const hang: Answer = ({ signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))
/** The service does its part at once; the answer is under way for `ms`, and no abort stops it. */
export const late =
  (ms: number, answer: Answer): Answer =>
  async (request) => {
    const response = await answer(request)
    await new Promise((resolve) => setTimeout(resolve, ms))
    return response
  }
/** Nothing comes of it, after `ms`. */
export const cutAfter =
  (ms: number): Answer =>
  async (request) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    return cut(request)
  }
/** The service does its part, and its answer is lost. */
export const lost =
  (answer: Answer): Answer =>
  async (request) => {
    await answer(request)
    return cut(request)
  }

export interface Scene {
  service: PlainService
  storage: StorageAdapter
  /** The first client; signed in by `signIn`. */
  client: CiamClient
  events: [keyof CiamEvents, CiamEvents[keyof CiamEvents]][]
  another(options?: Partial<CiamClientOptions>): CiamClient
  /** Signs the first client in. */
  signIn(): Promise<void>
  /** Turns the clocks, both. */
  advance(ms: number): Promise<void>
  /** Starts the call, lets everything that needs no time happen, and gives the outcome. */
  now<Value>(call: () => Promise<Value>): Promise<Value>
  /** As if the page died: its locks are free, and its clients reach no storage any more. */
  killPage(): void
  /** Keeps the refresh lock until the returned function is called. */
  holdLock(): () => void
}

const EVENTS = ['signed-in', 'signed-out', 'refreshed', 'refresh-failed', 'storage-failed'] as const

export function createScene(options: Partial<CiamClientOptions> = {}, lifetime = 300): Scene {
  const storage = options.storage ?? memoryStorage()
  const realm = globalThis as { [LOCKS]?: Map<string, Promise<unknown>> | undefined }
  realm[LOCKS] = new Map()
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  const service = createPlainService(lifetime)
  const clients: CiamClient[] = []
  let page = pageOf(storage)
  onTestFinished(() => {
    clients.forEach((client) => client.stop())
    vi.useRealTimers()
  })
  const another: Scene['another'] = (own = {}) => {
    const client = createCiamClient({
      baseUrl: BASE_URL,
      clientId: CLIENT_ID,
      fetch: service.fetch,
      ...options,
      storage: page.storage,
      ...own,
    })
    clients.push(client)
    return client
  }
  const client = another()
  const events: Scene['events'] = []
  for (const name of EVENTS) client.on(name, (detail) => events.push([name, detail]))
  const flush = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)
  return {
    service,
    storage,
    client,
    events,
    another,
    async signIn() {
      const signingIn = client.signIn(service.login())
      await flush()
      await signingIn
    },
    advance: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
    async now(call) {
      const promise = call()
      promise.catch(() => {})
      await flush()
      await flush()
      return Promise.race([promise, Promise.reject(new Error('Not settled yet.'))])
    },
    killPage() {
      clients.splice(0).forEach((dead) => dead.stop())
      page.die()
      page = pageOf(storage)
      realm[LOCKS] = new Map()
    },
    holdLock() {
      const { area } = (storage as unknown as { [STORAGE_DETAILS]: { area: string } })[STORAGE_DETAILS]
      let release = (): void => {}
      const held = new Promise<void>((resolve) => (release = resolve))
      realm[LOCKS]?.set(`react-ciam:${area}:${CLIENT_ID}@${BASE_URL}`, held)
      return release
    },
  }
}

/** A page's way to the storage, which ends with the page. */
function pageOf(storage: StorageAdapter): { storage: StorageAdapter; die(): void } {
  let isAlive = true
  const alive = (): StorageAdapter => {
    if (!isAlive) throw new Error('This page is dead.')
    return storage
  }
  const { getLatest, subscribe } = storage
  const facade: StorageAdapter = {
    getItem: (key) => alive().getItem(key),
    setItem: (key, value) => alive().setItem(key, value),
    removeItem: (key) => alive().removeItem(key),
    ...(getLatest && { getLatest: async (key: string) => alive().getLatest!(key) }),
    ...(subscribe && { subscribe: (key: string, listener: () => void) => alive().subscribe!(key, listener) }),
  }
  const details = (storage as { [STORAGE_DETAILS]?: unknown })[STORAGE_DETAILS]
  if (details) Object.defineProperty(facade, STORAGE_DETAILS, { value: details })
  return { storage: facade, die: () => (isAlive = false) }
}

/** What has become of a promise so far. */
export interface Progress<Value> {
  status: 'pending' | 'resolved' | 'rejected'
  value?: Value
  error?: unknown
}

export function follow<Value>(promise: Promise<Value>): Progress<Value> {
  const progress: Progress<Value> = { status: 'pending' }
  promise.then(
    (value) => Object.assign(progress, { status: 'resolved', value }),
    (error: unknown) => Object.assign(progress, { status: 'rejected', error }),
  )
  return progress
}

/** The stored record as an object. */
export async function readStored(storage: StorageAdapter): Promise<{ revision: number; sessionToken: string }> {
  return JSON.parse((await storage.getItem(RECORD_KEY)) ?? 'null') as never
}

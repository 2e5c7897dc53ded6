// A session against a service and a storage that the test scripts: each answer, and each step of storage, can be held.
import {
  createCiamClient,
  type CiamClient,
  type CiamClientOptions,
  type CiamEvents,
  type StorageAdapter,
} from 'react-ciam'
import { sessionRecord } from 'react-ciam/testing'
import { onTestFinished, vi } from 'vitest'

export const BASE_URL = 'https://tenant.test'
export const CLIENT_ID = 'nTo1eRIub60vPb54WeE6aojPwYwImtl4'
export const DEVICE = { fingerprint: 'print-1', osVersion: 'windows10.1.1', userAgent: 'Mozilla/5.0' }

let made = 0

/** A JWT with these claims that lives for `life` seconds. Signed by nobody. */
export function idTokenOf(claims: Record<string, unknown> = {}, life = 300): string {
  const seconds = Math.floor(Date.now() / 1000)
  made += 1
  return rawIdToken(JSON.stringify({ iat: seconds, exp: seconds + life, jti: `token-${made}`, ...claims }))
}

/** A JWT with this text as its payload. */
export function rawIdToken(payload: string): string {
  const encode = (text: string): string => Buffer.from(text).toString('base64url')
  return [encode('{"alg":"RS256"}'), encode(payload), 'c2lnbmF0dXJl'].join('.')
}

/** The payload of a token. */
export function payloadOf(idToken: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(idToken.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

export const refusal = (code: string, status = 400): Response =>
  json({ error_code: code, error_msg: 'refused' }, status)

export interface SentRequest {
  readonly url: string
  readonly init: RequestInit
  /** By lower-case name. */
  readonly headers: Record<string, string>
}

export interface LoginReply {
  session_token: string
  expire: number
  id_token: string
  status: string
}

export interface ScriptedService {
  readonly fetch: typeof globalThis.fetch
  readonly requests: SentRequest[]
  /** Answers the next requests, one each; afterwards the service rotates as it does by itself. */
  next(...answers: ((request: SentRequest) => Response | Promise<Response>)[]): void
  /** As the service does it: a new session_token each time, and a replaced one is refused. */
  rotate(request: SentRequest): Response
  login(userName?: string, life?: number): LoginReply
}

export function createScriptedService(): ScriptedService {
  const current = new Map<string, { userName: string; count: number; name: string }>()
  const script: ((request: SentRequest) => Response | Promise<Response>)[] = []
  const requests: SentRequest[] = []
  const give = (session: { userName: string; count: number; name: string }, life?: number): LoginReply => {
    session.count += 1
    const sessionToken = `${session.name}-session-token-${session.count}`
    current.set(sessionToken, session)
    const idToken = idTokenOf({ userName: session.userName }, life)
    return { session_token: sessionToken, expire: 604_800, id_token: idToken, status: 'SUCCESS' }
  }
  const rotate = ({ headers }: SentRequest): Response => {
    const token = headers['session-token'] ?? headers['x-session-token'] ?? ''
    const session = current.get(token)
    if (!session) return refusal('IDAAS.SDK.PARAM.0023')
    current.delete(token)
    return json({ ...give(session), status: undefined })
  }
  return {
    requests,
    async fetch(input, init = {}) {
      const url = input instanceof Request ? input.url : String(input)
      const request = { url, init, headers: Object.fromEntries(new Headers(init.headers)) }
      requests.push(request)
      return (script.shift() ?? rotate)(request)
    },
    next: (...answers) => void script.push(...answers),
    rotate,
    login(userName = 'first', life) {
      made += 1
      return give({ userName, count: 0, name: `${userName}-${made}` }, life)
    },
  }
}

export type Operation = 'getItem' | 'setItem' | 'removeItem'

export interface ScriptedStorage extends StorageAdapter {
  readonly values: Map<string, string>
  /** Every call, as `operation key`. */
  readonly calls: { operation: Operation; key: string; value: string | undefined }[]
  /** Runs before each call takes effect: what it throws, the call throws; if it gives a promise, the call waits. */
  before: (operation: Operation, key: string, value?: string) => void | Promise<void>
}

export function createScriptedStorage(values = new Map<string, string>()): ScriptedStorage {
  const call = <Result>(operation: Operation, key: string, value: string | undefined, act: () => Result) => {
    storage.calls.push({ operation, key, value })
    const waiting = storage.before(operation, key, value)
    return waiting ? waiting.then(act) : act()
  }
  const storage: ScriptedStorage = {
    values,
    calls: [],
    before: () => {},
    getItem: (key) => call('getItem', key, undefined, () => values.get(key) ?? null),
    setItem: (key, value) => call('setItem', key, value, () => void values.set(key, value)),
    removeItem: (key) => call('removeItem', key, undefined, () => void values.delete(key)),
  }
  return storage
}

/** A promise that the test settles. */
export function gate<Value = void>(): {
  promise: Promise<Value>
  open: (value: Value) => void
  fail: (error: unknown) => void
} {
  let open!: (value: Value) => void
  let fail!: (error: unknown) => void
  const promise = new Promise<Value>((resolve, reject) => ([open, fail] = [resolve, reject]))
  return { promise, open, fail }
}

export type RecordedEvents = [keyof CiamEvents, CiamEvents[keyof CiamEvents]][]

export function recordEvents(client: CiamClient): RecordedEvents {
  const events: RecordedEvents = []
  for (const name of ['signed-in', 'signed-out', 'refreshed', 'refresh-failed', 'storage-failed'] as const) {
    client.on(name, (detail) => events.push([name, detail]))
  }
  return events
}

export const RECORD_KEY = sessionRecord(
  { baseUrl: BASE_URL, clientId: CLIENT_ID },
  { session_token: 'any', status: 'SUCCESS' },
  0,
).key

export interface Scene {
  readonly service: ScriptedService
  readonly storage: ScriptedStorage
  readonly client: CiamClient
  readonly events: RecordedEvents
  /** Another client of the same session, unless options say otherwise: a second tab, or the page after a reload. */
  another(options?: Partial<CiamClientOptions>): CiamClient
  /** The stored record's text, null where there is none. */
  stored(): string | null
}

/** Fake timers run until the test ends; chance is 0.5. */
export function createScene(options: Partial<CiamClientOptions> = {}): Scene {
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const service = createScriptedService()
  const storage = createScriptedStorage()
  const another = (own: Partial<CiamClientOptions> = {}): CiamClient => {
    const all = { baseUrl: BASE_URL, clientId: CLIENT_ID, device: DEVICE, language: 'en', ...options, ...own }
    const client = createCiamClient({ fetch: service.fetch, storage, ...all })
    onTestFinished(() => {
      for (let count = 0; count < 3; count += 1) client.stop()
    })
    return client
  }
  const client = another()
  return {
    service,
    storage,
    client,
    another,
    events: recordEvents(client),
    stored: () => storage.values.get(RECORD_KEY) ?? null,
  }
}

/** Lets everything that needs no time happen. */
export async function flush(): Promise<void> {
  for (let round = 0; round < 12; round += 1) await vi.advanceTimersByTimeAsync(0)
}

/** Turns the clock and lets everything happen on the way. */
export async function advance(ms: number): Promise<void> {
  await flush()
  await vi.advanceTimersByTimeAsync(ms)
  await flush()
}

/** How a promise ended, or `pending`; it is never an unhandled rejection. */
export function outcomeOf<Value>(promise: Promise<Value>): {
  state: 'pending' | 'done' | 'failed'
  value?: Value
  error?: unknown
} {
  const outcome: ReturnType<typeof outcomeOf<Value>> = { state: 'pending' }
  promise.then(
    (value) => Object.assign(outcome, { state: 'done', value }),
    (error: unknown) => Object.assign(outcome, { state: 'failed', error }),
  )
  return outcome
}

/** A promise's value, with the time that it takes turned on. */
export async function settle<Value>(promise: Promise<Value>, ms = 0): Promise<Value> {
  const outcome = outcomeOf(promise)
  if (ms) await advance(ms)
  else await flush()
  if (outcome.state === 'pending') throw new Error(`The promise did not settle in ${ms} ms.`)
  return promise
}

/** What an error lets out: message, stack and every property, also those of its causes, enumerable or not. */
export function everythingOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const own = Object.getOwnPropertyNames(error).map((name) => (error as Record<string, unknown>)[name])
  return own.map((value) => (value === error ? '' : everythingOf(value))).join('\n')
}

/** Signs in and lets the session be saved. */
export async function signIn(
  { client, service }: Pick<Scene, 'client' | 'service'>,
  userName?: string,
): Promise<LoginReply> {
  const reply = service.login(userName)
  await settle(client.signIn({ ...reply }), 0)
  return reply
}

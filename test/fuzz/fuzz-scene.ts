// One client with a saved session, its service, its storage and the other tabs of its browser: all in the test's hands.
import { createCiamClient, type CiamClient, type CiamClientOptions, isCiamError } from 'react-ciam'
import { expect, vi } from 'vitest'
import { createScriptedStorage, type ScriptedStorage } from '../client/scripted-service'
import { everythingOf, jwt, MARK } from './arbitraries'
import { createChannels, type Channels } from './channels'

export const BASE_URL = 'https://tenant.test'
export const CLIENT_ID = 'nTo1eRIub60vPb54WeE6aojPwYwImtl4'
export const DEVICE = { fingerprint: 'print-1', osVersion: 'windows10.1.1', userAgent: 'Mozilla/5.0' }
const NAME = `${CLIENT_ID}@${BASE_URL}`
export const KEYS = {
  record: `react-ciam:session:${NAME}`,
  note: `react-ciam:requests:${NAME}`,
  ended: `react-ciam:ended:${NAME}`,
  fingerprint: 'react-ciam:fingerprint',
}
export const CHANNEL = `react-ciam:${NAME}`

const REFRESH = `${BASE_URL}/api/v2/sdk/sso/session-token/id-token`
const NOW = Date.UTC(2027, 2, 1)
/** A world in which more is read than this goes round in circles. */
const MOST_READS = 5_000

export interface FuzzScene {
  readonly client: CiamClient
  readonly storage: ScriptedStorage
  readonly channels: Channels
  /** What is sent by `client.fetch` and the like, besides refreshes. */
  readonly calls: { readonly url: string; readonly headers: Headers }[]
  /** The session_tokens that refreshes sent. */
  readonly sent: string[]
  /** What is shown of the session: snapshots, events, announcements, and errors that the test adds. */
  readonly shown: unknown[]
  /** The session_token that the service takes for good. */
  current: string
  /** Answers the next refresh; what follows is good again. */
  next(answer: () => unknown): void
  another(options?: Partial<CiamClientOptions>): CiamClient
  /** A login reply of the service. */
  login(): { session_token: string; id_token: string; expire: number; status: string }
  signIn(): Promise<string>
  /** The token, or the error, which must be a CiamError: within so many ms. */
  outcome(promise: Promise<unknown>, ms: number): Promise<unknown>
  expectNoToken(): void
}

/** Each try begins with a new page, at the same moment, by clocks that the test turns. */
export async function withScene(
  play: (scene: FuzzScene) => Promise<void>,
  options: Partial<CiamClientOptions> = {},
): Promise<void> {
  vi.useFakeTimers({ now: NOW })
  const channels = createChannels()
  vi.stubGlobal('BroadcastChannel', channels.Channel)
  const scene = createFuzzScene(channels, options)
  try {
    await play(scene)
    scene.expectNoToken()
  } finally {
    scene.end()
    vi.useRealTimers()
  }
}

function createFuzzScene(channels: Channels, options: Partial<CiamClientOptions>): FuzzScene & { end(): void } {
  const storage = createScriptedStorage()
  const { getItem } = storage
  storage.getItem = (key) => {
    if (storage.calls.length < MOST_READS) return getItem(key)
    throw new Error('Storage is read without end.')
  }
  const script: (() => unknown)[] = []
  const clients: CiamClient[] = []
  let made = 0
  const login = () => {
    made += 1
    const seconds = Math.floor(Date.now() / 1000)
    scene.current = `${MARK}-session-${made}`
    const id_token = jwt(JSON.stringify({ iat: seconds, exp: seconds + 300, jti: `${made}`, name: 'first' }))
    return { session_token: scene.current, id_token, expire: 604_800, status: 'SUCCESS' }
  }
  const good = (token: string): Response =>
    token === scene.current
      ? Response.json(login())
      : Response.json({ error_code: 'IDAAS.SDK.PARAM.0023' }, { status: 400 })
  const fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input)
    const headers = new Headers(init.headers)
    if (url !== REFRESH) {
      scene.calls.push({ url, headers })
      return Response.json({})
    }
    const token = headers.get('session-token') ?? ''
    scene.sent.push(token)
    const answer = script.shift()
    return answer ? ((await answer()) as Response) : good(token)
  }
  const another = (own: Partial<CiamClientOptions> = {}): CiamClient => {
    const all = { baseUrl: BASE_URL, clientId: CLIENT_ID, device: DEVICE, language: 'en', ...options, ...own }
    const client = createCiamClient({ fetch, storage, ...all })
    clients.push(client)
    for (const name of ['signed-in', 'signed-out', 'refreshed', 'refresh-failed', 'storage-failed'] as const) {
      client.on(name, (detail) => scene.shown.push(detail))
    }
    client.subscribe(() => scene.shown.push(client.getSnapshot()))
    return client
  }
  const scene: Omit<FuzzScene, 'client'> = {
    storage,
    channels,
    calls: [],
    sent: [],
    shown: channels.posted,
    current: '',
    next: (answer) => void script.push(answer),
    another,
    login,
    async signIn() {
      const reply = login()
      await client.signIn(reply)
      return reply.id_token
    },
    async outcome(promise, ms) {
      const outcomes: { value?: unknown; error?: unknown }[] = []
      promise.then(
        (value) => outcomes.push({ value }),
        (error: unknown) => outcomes.push({ error }),
      )
      for (let round = 0; round < 12 && !outcomes.length; round += 1) await vi.advanceTimersByTimeAsync(0)
      if (!outcomes.length && ms > 0) await vi.advanceTimersByTimeAsync(ms)
      const [outcome] = outcomes
      if (!outcome) throw new Error(`The promise does not settle in ${ms} ms.`)
      if (!('error' in outcome)) return outcome.value
      scene.shown.push(outcome.error)
      if (isCiamError(outcome.error)) return outcome.error
      throw new Error('What was rejected with is no CiamError.', { cause: outcome.error })
    },
    expectNoToken() {
      const lines = everythingOf(scene.shown).split('\n')
      expect(lines.filter((line) => line.includes(MARK)).map((line) => line.slice(0, 200))).toEqual([])
    },
  }
  const client = another()
  return Object.assign(scene, {
    client,
    end() {
      for (const each of clients) for (let count = 0; count < 3; count += 1) each.stop()
    },
  })
}

// A sign-in against the emulator, with every request noted; a test may answer some of them itself.
import { createCiamClient, type CiamClient, type CiamClientOptions } from 'react-ciam'
import { createSignIn, type SignIn, type SignInOptions, type SignInState } from 'react-ciam/sign-in'
import { memoryStorage } from 'react-ciam/storage'
import { createEmulator, EMULATOR_CLIENT_ID, type Emulator, type EmulatorOptions } from 'react-ciam/testing'
import { expect, onTestFinished } from 'vitest'

const BASE_URL = 'https://tenant.test'
const API = `${BASE_URL}/api/v2/sdk`

export interface SentRequest {
  /** Below the SDK's path. */
  readonly path: string
  readonly method: string
  /** By lower-case name. */
  readonly headers: Record<string, string>
  /** Parsed; null where there is none. */
  readonly body: Record<string, unknown> | null
  readonly init: RequestInit
}

export type Answer = (request: SentRequest) => Response | Promise<Response>

export interface SignInScene {
  readonly emulator: Emulator
  readonly client: CiamClient
  readonly signIn: SignIn
  readonly requests: SentRequest[]
  /** Answers that are taken first, one per request, instead of the emulator's. */
  readonly next: Answer[]
  /** The paths that were called. */
  paths(): string[]
  /** Another client of the same session: another tab, as far as this page can tell. */
  another(): CiamClient
}

export interface SceneOptions {
  readonly client?: Partial<CiamClientOptions>
  readonly emulator?: EmulatorOptions
  readonly signIn?: SignInOptions
}

export function createSignInScene(options: SceneOptions = {}): SignInScene {
  const emulator = createEmulator(options.emulator)
  const requests: SentRequest[] = []
  const next: Answer[] = []
  const storage = memoryStorage()
  const send: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : null
    const headers = Object.fromEntries(new Headers(init.headers))
    const request = { path: url.replace(API, ''), method: init.method ?? 'GET', headers, body, init }
    requests.push(request)
    const answer = next.shift()
    return answer ? answer(request) : emulator.fetch(input, init)
  }
  const another = (): CiamClient => {
    const client = createCiamClient({
      baseUrl: BASE_URL,
      clientId: EMULATOR_CLIENT_ID,
      fetch: send,
      storage,
      language: 'en',
      ...options.client,
    })
    onTestFinished(() => client.stop())
    return client
  }
  const client = another()
  const signIn = createSignIn(client, {
    captcha: false,
    sendEmailCode: async ({ email, type }) => emulator.sendEmailCode(email, type),
    ...options.signIn,
  })
  return { emulator, client, signIn, requests, next, another, paths: () => requests.map(({ path }) => path) }
}

/** The state, which must have this status. */
export function inState<Status extends SignInState['status']>(
  state: SignInState | SignIn,
  status: Status,
): Extract<SignInState, { status: Status }> {
  const current = 'getState' in state ? state.getState() : state
  expect(current).toMatchObject({ status })
  return current as Extract<SignInState, { status: Status }>
}

export const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

export const refusal =
  (code: string, message = 'Refused.', status = 400): Answer =>
  () =>
    json({ error_code: code, error_msg: message }, status)

/** A login reply of this status. */
export const reply =
  (status: string, more: object = { state_token: 'StateTokenOfTheTests' }): Answer =>
  () =>
    json({ status, ...more })

export const hang: Answer = ({ init }) =>
  new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(init.signal!.reason as Error)))

export const cut: Answer = () => Promise.reject(new TypeError('Failed to fetch'))

/** The code that last arrived. */
export const lastCode = (emulator: Emulator): string => emulator.outbox.entries().at(-1)?.code ?? ''

/** An answer that the test gives later. */
export function held(): { answer: Answer; give: (response: Response) => void; fail: (error: unknown) => void } {
  let give!: (response: Response) => void
  let fail!: (error: unknown) => void
  const promise = new Promise<Response>((resolve, reject) => ([give, fail] = [resolve, reject]))
  return { answer: () => promise, give, fail }
}

// A session and an axios instance against real servers: the emulator over HTTP with its protected API, and answers that
// the test puts in front of it. Refreshes of the client go to the same emulator.
import axios, { type AxiosInstance, type CreateAxiosDefaults } from 'axios'
import { createCiamClient, type CiamClient, type CiamClientOptions } from 'react-ciam'
import { attachCiam } from 'react-ciam/axios'
import { memoryStorage } from 'react-ciam/storage'
import { createEmulator, EMULATOR_CLIENT_ID, SAMPLE_API_PATH, type Emulator } from 'react-ciam/testing'
import { onTestFinished } from 'vitest'
import { startEmulatorServer } from '../../src/testing/server'

export interface HttpCall {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

export interface HttpScene {
  readonly emulator: Emulator
  readonly client: CiamClient
  readonly api: AxiosInstance
  readonly url: string
  /** Every call but preflights and refreshes. */
  readonly calls: HttpCall[]
  /** Answers instead of the emulator, where it returns a response. */
  answer: (call: HttpCall) => Response | undefined | Promise<Response | undefined>
  refreshes(): number
  detach(): void
}

export const PROFILE = SAMPLE_API_PATH

export interface SceneOptions {
  readonly axios?: CreateAxiosDefaults
  /** How the path of `baseUrl` goes on; the API lies outside of it. Default `/ciam`. */
  readonly servicePath?: string
  readonly client?: Partial<CiamClientOptions>
}

/** Signed in, and attached. */
export async function createHttpScene(options: SceneOptions = {}): Promise<HttpScene> {
  const emulator = createEmulator({ rotation: 'on' })
  const calls: HttpCall[] = []
  const handle = async (request: Request): Promise<Response> => {
    if (request.method === 'OPTIONS') return emulator.handle(request)
    const { pathname, search } = new URL(request.url)
    const headers = Object.fromEntries(request.headers)
    const call = { method: request.method, path: pathname + search, headers, body: await request.clone().text() }
    calls.push(call)
    const scripted = await scene.answer(call)
    if (!scripted) return emulator.handle(request)
    scripted.headers.set('Access-Control-Allow-Origin', '*')
    return scripted
  }
  const server = await startEmulatorServer({ emulator: { ...emulator, handle } })
  onTestFinished(() => server.close())
  const client = createCiamClient({
    baseUrl: server.url + (options.servicePath ?? '/ciam'),
    clientId: EMULATOR_CLIENT_ID,
    storage: memoryStorage(),
    fetch: emulator.fetch,
    ...options.client,
  })
  await client.signIn(await emulator.login())
  const api = axios.create({ baseURL: server.url, ...options.axios })
  const scene: HttpScene = {
    emulator,
    client,
    api,
    url: server.url,
    calls,
    answer: () => undefined,
    refreshes: () => emulator.ledger.refreshes().length,
    detach: attachCiam(api, client),
  }
  return scene
}

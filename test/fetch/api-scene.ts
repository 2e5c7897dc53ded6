// A session whose client calls an API that the test scripts, besides the scripted service; and the words of those tests.
import type { CiamClientOptions } from 'react-ciam'
import { createScene, json, refusal, type Scene, type SentRequest } from '../client/scripted-service'

/** One call of the API as it was handed to fetch. */
export interface ApiRequest extends SentRequest {
  /** What fetch was called with, where that was a Request. */
  readonly request: Request | null
}

export interface ApiScene extends Scene {
  readonly calls: ApiRequest[]
  /** How many refreshes reached the service. */
  refreshes(): number
  /** The tokens that the API got, in order. */
  tokens(): (string | undefined)[]
}

const REFRESH = '/sso/session-token/id-token'

/** A scene whose API answers by `api`; refreshes go to the service. */
export function createApiScene(
  api: (request: ApiRequest) => Response | Promise<Response>,
  options: Partial<CiamClientOptions> = {},
): ApiScene {
  const calls: ApiRequest[] = []
  const scene: Scene = createScene({
    ...options,
    fetch: async (input, init = {}) => {
      const request = input instanceof Request ? input : null
      const url = input instanceof Request ? input.url : String(input)
      if (url.endsWith(REFRESH)) return scene.service.fetch(input, init)
      const call = { url, init, request, headers: Object.fromEntries(new Headers(init.headers)) }
      calls.push(call)
      return api(call)
    },
  })
  return {
    ...scene,
    calls,
    refreshes: () => scene.service.requests.filter(({ url }) => url.endsWith(REFRESH)).length,
    tokens: () => calls.map(({ headers }) => headers.authorization?.replace('Bearer ', '')),
  }
}

export const ok = (): Response => json({ ok: true })
export const bearer = (token: string): string => `Bearer ${token}`

/** How an API says that the id_token is bad. */
export const refusals: readonly [title: string, refuse: () => Response][] = [
  ['a 401', () => json({}, 401)],
  ['a 401 without a body', () => new Response(null, { status: 401 })],
  ['a 400 with PARAM.0016', () => refusal('IDAAS.SDK.PARAM.0016')],
  ['a 400 with PARAM.0016 and spaces', () => refusal(' IDAAS.SDK.PARAM.0016')],
]

/** Answers that say something else. */
export const otherAnswers: readonly [title: string, answer: () => Response][] = [
  ['a 400 with another code', () => refusal('IDAAS.SDK.PARAM.0001')],
  ['a 400 without JSON', () => new Response('<html>', { status: 400 })],
  ['a 400 with half a JSON', () => new Response('{"error_code":"IDAAS.SDK.PARAM.0016"', { status: 400 })],
  ['a 400 whose text names the code', () => json('IDAAS.SDK.PARAM.0016', 400)],
  ['a 403', () => json({ error_code: 'IDAAS.SDK.PARAM.0016' }, 403)],
  ['a 200 with the code', () => json({ error_code: 'IDAAS.SDK.PARAM.0016' }, 200)],
  ['a 500', () => json({}, 500)],
]

// attachCiam: wraps the adapter of each call, so that what axios does before and after a request is done once, and a
// repeat sends the very request that was refused.
import { Axios, getAdapter, isAxiosError } from 'axios'
import type { AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { type CallRules, callRulesOf } from '../client/internals'
import { CiamError, type CiamClient } from '../index'

type Config = InternalAxiosRequestConfig<unknown>
type Send = (config: Config) => Promise<AxiosResponse>

/** `error`: what axios makes of an answer whose status it does not accept. */
interface Answer {
  readonly status: number
  readonly response: AxiosResponse
  readonly error?: Error
}

/**
 * Lets an axios instance send the id_token, by the rules of `client.fetch`: the header goes to the origins of the page,
 * `baseUrl` and `apiOrigins` only, and a caller's own Authorization (`auth` too) stands; below `baseUrl` the service
 * headers come with it; after a 401, or a 400 that says that the id_token is bad, one refresh, shared with all other
 * callers of the client, and one repeat. Signed out, such a call rejects with that error and nothing is sent: send the
 * service's login through another instance. Calls to other origins pass untouched, without the header.
 *
 * Everything of axios works as before: interceptors, transforms, progress, `validateStatus`, `signal`; `timeout` counts
 * for each sending, not for the wait for a token. The config of responses and errors does not show the token. Unlike
 * fetch, XMLHttpRequest follows redirects by itself; browsers drop Authorization where one leads to another origin.
 *
 * Throws `CONFIG` if `client` is not one that `createCiamClient` made.
 *
 * @returns Detaches the client: later calls of the instance are plain ones again.
 * @example
 * const api = axios.create({ baseURL: 'https://api.example.com' }) // in `apiOrigins` of the client
 * const detach = attachCiam(api, client)
 * const { data } = await api.get('/orders')
 */
export function attachCiam(instance: AxiosInstance, client: CiamClient<unknown>): () => void {
  const rules = callRulesOf(client)
  if (!rules) {
    throw new CiamError('CONFIG', 'attachCiam needs a client: pass what createCiamClient(options) returned.')
  }
  const addresses = new Axios({})
  const attach = (config: Config): Config => {
    const adapter = config.adapter ?? ['xhr', 'http', 'fetch']
    config.adapter = async (given) => {
      const plain = { ...given, adapter } // As the app gave it: what it sends again comes through here again.
      const url = addresses.getUri(plain)
      const send = getAdapter(adapter, plain)
      return rules.allows(url) ? sendByRules(rules, url, plain, send) : send(plain)
    }
    return config
  }
  const interceptor = instance.interceptors.request.use(attach, null, { synchronous: true })
  return () => instance.interceptors.request.eject(interceptor)
}

async function sendByRules(rules: CallRules, url: string, config: Config, send: Send): Promise<AxiosResponse> {
  const { headers, data, auth } = config
  const isEmpty = data === undefined || data === null
  const waiting = abortable(config)
  try {
    const { response, error } = await rules.send<Answer>({
      url,
      body: data,
      signal: waiting.signal,
      headers: {
        has(name) {
          if (name === 'authorization' && auth) return true
          // Without a body axios would take a content type off again, which the service asks for.
          return headers.has(name) && !(name === 'content-type' && isEmpty)
        },
      },
      send: (href, added) => {
        const address = { url: href, baseURL: '', params: null }
        const body = 'content-type' in added && isEmpty ? { data: null } : {}
        return answerOf(send({ ...config, ...address, ...body, headers: headers.concat(added) }), config)
      },
      readJson: (answer) => readJson(answer.response),
    })
    if (error) throw error
    return response
  } finally {
    waiting.end()
  }
}

/** An answer of any status, with the config that has no token in it. */
async function answerOf(sending: Promise<AxiosResponse>, config: Config): Promise<Answer> {
  try {
    const response = Object.assign(await sending, { config })
    return { status: response.status, response }
  } catch (error) {
    if (!isAxiosError(error)) throw error
    Object.assign(error, { config })
    if (!error.response) throw error
    return { status: error.response.status, response: Object.assign(error.response, { config }), error }
  }
}

/** The answer's body, in whichever form axios was asked for it. */
async function readJson(response: AxiosResponse<unknown>): Promise<unknown> {
  const { data } = response
  if (data instanceof ReadableStream) {
    const [own, handedOn] = data.tee()
    response.data = handedOn
    return new Response(own).json()
  }
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return JSON.parse(new TextDecoder().decode(data))
  if (typeof data === 'string') return JSON.parse(data)
  return isBlob(data) ? JSON.parse(await data.text()) : data
}

function isBlob(data: unknown): data is Blob {
  return typeof (data as { text?: unknown } | null)?.text === 'function'
}

/** One signal of both ways in which axios is told to give up. */
function abortable({ signal, cancelToken }: Config): { signal: AbortSignal; end(): void } {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  signal?.addEventListener?.('abort', abort)
  cancelToken?.subscribe(abort)
  return {
    signal: controller.signal,
    end() {
      signal?.removeEventListener?.('abort', abort)
      cancelToken?.unsubscribe(abort)
    },
  }
}

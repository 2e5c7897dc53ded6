// client.fetch: the id_token to allowed origins only, one refresh and one repeat where an API refuses it. The rules do not
// know fetch, so that another transport (react-ciam/axios) follows the same ones.
import { CiamError, isCiamError } from '../protocol/errors'
import { toFields } from '../protocol/fields'
import { readServiceCode } from '../protocol/service-errors'
import { assertWindow, type Engine } from './engine'
import { type Answer, type ApiCall, CALL_RULES, type CallRules } from './internals'
import { signedOutError } from './id-token'
import type { ServiceHeaders } from './service-headers'
import type { GetIdTokenOptions } from './types'

const REFUSED_ID_TOKEN = 'IDAAS.SDK.PARAM.0016'

export function createAuthFetch<Claims>(
  engine: Engine<Claims>,
  serviceHeaders: ServiceHeaders,
  getIdToken: (options?: GetIdTokenOptions) => Promise<string>,
  whenSignedIn: () => Promise<unknown>,
): (input: RequestInfo | URL, init?: RequestInit) => Promise<Response> {
  const rules = createCallRules(engine, serviceHeaders, getIdToken, whenSignedIn)

  const authFetch = async (input: RequestInfo | URL, given?: RequestInit): Promise<Response> => {
    const init = given ?? {}
    const request = input instanceof Request ? input : undefined
    const own = new Headers(init.headers ?? request?.headers)
    return rules.send<Response>({
      url: input instanceof Request ? input.url : String(input),
      body: init.body,
      signal: init.signal === undefined ? request?.signal : init.signal,
      headers: own,
      send: (url, added) =>
        engine.options.fetch(request ? request.clone() : url, {
          ...init,
          // It would carry the headers on, in some browsers also to an origin that was not allowed. A Request does not
          // tell whether its `follow` was asked for.
          redirect: init.redirect ?? (request?.redirect === 'manual' ? 'manual' : 'error'),
          headers: new Headers([...own, ...Object.entries(added)]),
        }),
      readJson: (response) => response.clone().json(),
      discard: (response) => void response.body?.cancel().catch(() => {}), // A connection is held no longer for it.
    })
  }
  return Object.defineProperty(authFetch, CALL_RULES, { value: rules })
}

function createCallRules<Claims>(
  engine: Engine<Claims>,
  serviceHeaders: ServiceHeaders,
  getIdToken: (options?: GetIdTokenOptions) => Promise<string>,
  whenSignedIn: () => Promise<unknown>,
): CallRules {
  // The token of a repeat that was refused again: until another takes its place, a refresh would not help.
  let refusedAgain: string | null = null

  /** What the service wants besides the token, without what the caller set; a form or file brings its own type. */
  const headersOfService = async ({ body, headers }: ApiCall<Answer>): Promise<Record<string, string>> => {
    const wanted = await serviceHeaders.current()
    if (body && typeof body !== 'string') delete wanted['content-type']
    for (const name in wanted) if (headers.has(name)) delete wanted[name]
    return wanted
  }

  const sessionKey = (): string | undefined => engine.state.session()?.record.sessionKey

  return {
    allows: (url) => findTarget(engine, url) !== null,
    async send(call) {
      assertWindow(engine.environment)
      const to = findTarget(engine, call.url)
      if (!to) throw originError()
      const waiting: GetIdTokenOptions = call.signal ? { signal: call.signal } : {}
      const isOwnToken = call.headers.has('authorization')
      const caller = sessionKey()
      const token = isOwnToken ? '' : await getIdToken(waiting)
      if (isOwnToken) await whenSignedIn()
      const session = caller ?? sessionKey()
      const headers = to.isService ? await headersOfService(call) : {}
      // Nothing is sent for somebody who signed out meanwhile, nor in the name of who came next.
      if (sessionKey() !== session) throw signedOutError()
      // What was checked is what is sent: no <base> element, and no second reading of the input, points elsewhere.
      const send = async (bearer: string) =>
        call.send(to.url.href, isOwnToken ? headers : { ...headers, authorization: `Bearer ${bearer}` })
      const first = await send(token)
      // A stream can be sent only once.
      if (isOwnToken || call.body instanceof ReadableStream || !(await isRefusal(call, first))) return first
      let next = await getIdToken(waiting).catch(() => token)
      if (next === token && token !== refusedAgain) {
        try {
          next = await getIdToken({ ...waiting, force: true })
        } catch (error) {
          if (isCiamError(error)) return first
          throw error // The caller's own abort.
        }
      }
      // A repeat would not help, or would be made in the name of another person.
      if (next === refusedAgain || sessionKey() !== session) return first
      call.discard?.(first)
      const second = await send(next)
      if (await isRefusal(call, second)) refusedAgain = next
      return second
    },
  }
}

/** Where a call goes, if the id_token may go there. */
function findTarget<Claims>(
  { environment, options }: Engine<Claims>,
  address: string,
): { url: URL; isService: boolean } | null {
  const pageUrl = environment.hasWindow() ? environment.pageUrl() : 'http://server.invalid'
  try {
    const base = new URL(options.baseUrl || '/', pageUrl)
    const url = new URL(address, pageUrl)
    const { origin, protocol, pathname, username, password } = url
    const isKnown = origin === new URL(pageUrl).origin || origin === base.origin || options.apiOrigins.has(origin)
    if (isKnown && /^https?:$/.test(protocol) && !username && !password) {
      const path = base.pathname.replace(/\/$/, '')
      return { url, isService: origin === base.origin && `${pathname}/`.startsWith(`${path}/`) }
    }
  } catch {
    // What is no URL is no allowed origin.
  }
  return null
}

async function isRefusal<Given extends Answer>(call: ApiCall<Given>, answer: Given): Promise<boolean> {
  if (answer.status !== 400) return answer.status === 401
  try {
    return readServiceCode(toFields(await call.readJson(answer))) === REFUSED_ID_TOKEN
  } catch {
    return false // No JSON: not the service's word.
  }
}

function originError(): CiamError {
  return new CiamError(
    'CONFIG',
    'The id_token goes only to the origins of the page, baseUrl and apiOrigins: add it there, or use plain fetch.',
  )
}

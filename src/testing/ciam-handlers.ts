// The emulator as a request handler of msw. Made by hand in msw's public shape, for apps without msw use this entry too.
import type { RequestHandler } from 'msw'
import { normalizeBaseUrl } from '../protocol/endpoint'
import { toAbsolute } from './emulator/fetch'
import { LOGOUT_PATH } from './emulator/logout'
import { isCut } from './emulator/replies'
import { KEYS_PATH, SAMPLE_API_PATH } from './emulator/sample-api'
import type { Emulator } from './emulator/types'

/** Options of `ciamHandlers`. */
export interface CiamHandlersOptions {
  /**
   * As the client has it. Whatever lies below it, by origin and path, is the emulator's, also what it answers with 404; a
   * path such as `/ciam` counts for the page's origin. Default: the paths of the service (`/api/v2/sdk/...`, the keys, the
   * sample API, the sign-out page), whatever the origin and whatever comes before them.
   */
  baseUrl?: string
}

/** What a handler of msw is asked, in 2.4 to 3.0. */
interface Asked {
  request: Request
  requestId: string
}

/**
 * Request handlers of msw that answer with the emulator: for `setupServer`, `setupWorker`, `server.use` and Storybook's
 * addon. What is not the service's is passed by, to the next handler or to the network. A cut connection, an answer without
 * CORS headers and a request that is aborted are network errors for the client, as from `emulator.fetch`; the session ends,
 * rotates and fails as the emulator says, also between several clients.
 *
 * Works with msw 2.4 and later, and 3 (where, in Node, a body that is cut shows as no answer at all). It prints nothing,
 * for a request shows tokens. It cannot show what CORS does to a preflight: requests that msw catches have none.
 *
 * @throws CiamError `CONFIG` for a `baseUrl` that the client would not take.
 * @example
 * const emulator = createEmulator({ rotation: 'on' })
 * const server = setupServer(...ciamHandlers(emulator), http.get('/api/orders', () => HttpResponse.json(['Two books'])))
 */
export function ciamHandlers(emulator: Emulator, { baseUrl }: CiamHandlersOptions = {}): RequestHandler[] {
  const base = baseUrl === undefined ? null : normalizeBaseUrl(baseUrl)
  const isMeant = ({ url }: Request): boolean => (base === null ? isOfService(url) : isBelow(base, url))
  const handler = {
    kind: 'request',
    __kind: 'RequestHandler', // What `kind` was called in msw 2.7 to 2.10.
    info: { header: `emulator of the CIAM service${base === null ? '' : ` at ${base}/`}` },
    isUsed: false,
    test: ({ request }: Asked) => Promise.resolve(isMeant(request)),
    async run({ request, requestId }: Asked) {
      if (!isMeant(request)) return null
      handler.isUsed = true
      const response = await answer(emulator, request)
      return { handler, request, requestId, parsedResult: {}, response }
    },
    log() {},
    // msw 3 calls these of every handler; an emulator is reset by who made it.
    reset() {},
    restore() {},
    dispose() {},
  }
  return [handler as unknown as RequestHandler]
}

/** What msw makes a network error of. Anything that is none, such as a missing `jose`, shows as the defect that it is. */
async function answer(emulator: Emulator, request: Request): Promise<Response> {
  try {
    // A copy: msw, and whoever listens to its events, may read the body once more.
    return await emulator.fetch(request.clone(), { redirect: request.redirect })
  } catch (error) {
    if (isCut(error) || request.signal.aborted) return Response.error()
    throw error
  }
}

function isOfService(url: string): boolean {
  const { pathname } = new URL(url)
  return (
    /\/api\/v2\/sdk\//.test(pathname) ||
    [KEYS_PATH, SAMPLE_API_PATH, LOGOUT_PATH].some((path) => pathname.endsWith(path))
  )
}

function isBelow(base: string, url: string): boolean {
  const wanted = toAbsolute(base || '/')
  const { origin, pathname } = new URL(url)
  const path = wanted.pathname.replace(/\/$/, '')
  return origin === wanted.origin && `${pathname}/`.startsWith(`${path}/`)
}

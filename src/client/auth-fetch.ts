// client.fetch: the id_token to allowed origins only, one refresh and one repeat where an API refuses it.
import { CiamError, isCiamError } from '../protocol/errors'
import { assertWindow, type Engine } from './engine'
import type { ServiceHeaders } from './service-headers'
import type { GetIdTokenOptions } from './types'

const REFUSED_ID_TOKEN = 'IDAAS.SDK.PARAM.0016'

export function createAuthFetch<Claims>(
  engine: Engine<Claims>,
  serviceHeaders: ServiceHeaders,
  getIdToken: (options?: GetIdTokenOptions) => Promise<string>,
  whenSignedIn: () => Promise<unknown>,
): (input: RequestInfo | URL, init?: RequestInit) => Promise<Response> {
  const { environment, options, state } = engine
  // The token of a repeat that was refused again: until another takes its place, a refresh would not help.
  let refusedAgain: string | null = null

  const target = (input: RequestInfo | URL): { url: URL; isService: boolean } => {
    const pageUrl = environment.pageUrl()
    const base = new URL(options.baseUrl || '/', pageUrl)
    let url: URL | null = null
    try {
      url = new URL(isRequest(input) ? input.url : String(input), pageUrl)
    } catch {
      // Told below: what is no URL is no allowed origin.
    }
    const isAllowed =
      url !== null &&
      /^https?:$/.test(url.protocol) &&
      !url.username &&
      !url.password &&
      (url.origin === new URL(pageUrl).origin || url.origin === base.origin || options.apiOrigins.has(url.origin))
    if (!url || !isAllowed) throw originError()
    const path = base.pathname.replace(/\/$/, '')
    return { url, isService: url.origin === base.origin && `${url.pathname}/`.startsWith(`${path}/`) }
  }

  // What was checked is what is sent: no <base> element, and no second reading of the input, points elsewhere.
  const send = async (input: RequestInfo | URL, url: URL, init: RequestInit, headers: Headers): Promise<Response> =>
    options.fetch(isRequest(input) ? input.clone() : url.href, { ...init, headers })

  return async (input, init = {}) => {
    assertWindow(environment)
    const { url, isService } = target(input)
    const headers = new Headers(init.headers ?? (isRequest(input) ? input.headers : undefined))
    const signal = init.signal ?? (isRequest(input) ? input.signal : undefined)
    const waiting: GetIdTokenOptions = signal ? { signal } : {}
    const isOwnHeader = headers.has('authorization')
    if (isOwnHeader) await whenSignedIn()
    let token = isOwnHeader ? '' : await getIdToken(waiting)
    if (isService) {
      const own = await serviceHeaders.complete(
        await serviceHeaders.prepare(),
        state.session()?.record.fingerprint ?? null,
      )
      if (init.body && typeof init.body !== 'string') delete own['content-type'] // A form or file brings its own.
      for (const [name, value] of Object.entries(own)) if (!headers.has(name)) headers.set(name, value)
    }
    // A redirect would carry the headers on, in some browsers also to an origin that was not allowed.
    const safe: RequestInit = { ...init, redirect: init.redirect ?? 'error' }
    const authorized = (): Headers => {
      const all = new Headers(headers)
      if (!isOwnHeader) all.set('authorization', `Bearer ${token}`)
      return all
    }
    const canRepeat = !isOwnHeader && isRepeatable(init.body)
    const first = await send(input, url, safe, authorized())
    if (!canRepeat || !(await isRefusal(first))) return first
    const present = await getIdToken(waiting).catch(() => token)
    if (present === token) {
      if (token === refusedAgain) return first
      try {
        token = await getIdToken({ ...waiting, force: true })
      } catch (error) {
        if (isCiamError(error)) return first
        throw error // The caller's own abort.
      }
    } else token = present
    if (token === refusedAgain) return first
    void first.body?.cancel().catch(() => {}) // Nobody reads it; a connection is held no longer for it.
    const second = await send(input, url, safe, authorized())
    if (await isRefusal(second)) refusedAgain = token
    return second
  }
}

const isRequest = (input: unknown): input is Request => typeof Request === 'function' && input instanceof Request

/** A stream can be sent only once. */
function isRepeatable(body: RequestInit['body']): boolean {
  return !(typeof ReadableStream === 'function' && body instanceof ReadableStream)
}

async function isRefusal(response: Response): Promise<boolean> {
  if (response.status !== 400) return response.status === 401
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  const code = (body as { error_code?: unknown } | null)?.error_code
  return typeof code === 'string' && code.trim() === REFUSED_ID_TOKEN
}

function originError(): CiamError {
  return new CiamError(
    'CONFIG',
    "client.fetch sends the id_token only to http(s) URLs of the page's own origin, baseUrl's and apiOrigins. Add the origin to apiOrigins, or use plain fetch.",
  )
}

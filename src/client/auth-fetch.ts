// client.fetch: the id_token to allowed origins only, one refresh and one repeat where an API refuses it.
import { CiamError, isCiamError } from '../protocol/errors'
import { toFields } from '../protocol/fields'
import { readServiceCode } from '../protocol/service-errors'
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
  const { environment, options } = engine
  // The token of a repeat that was refused again: until another takes its place, a refresh would not help.
  let refusedAgain: string | null = null

  const target = (input: RequestInfo | URL): { url: URL; isService: boolean } => {
    const pageUrl = environment.pageUrl()
    const base = new URL(options.baseUrl || '/', pageUrl)
    try {
      const url = new URL(input instanceof Request ? input.url : String(input), pageUrl)
      const { origin, protocol, pathname, username, password } = url
      const isKnown = origin === new URL(pageUrl).origin || origin === base.origin || options.apiOrigins.has(origin)
      if (isKnown && /^https?:$/.test(protocol) && !username && !password) {
        const path = base.pathname.replace(/\/$/, '')
        return { url, isService: origin === base.origin && `${pathname}/`.startsWith(`${path}/`) }
      }
    } catch {
      // Told below: what is no URL is no allowed origin.
    }
    throw originError()
  }

  return async (input, init = {}) => {
    assertWindow(environment)
    const { url, isService } = target(input)
    const request = input instanceof Request ? input : undefined
    const headers = new Headers(init.headers ?? request?.headers)
    const signal = init.signal ?? request?.signal
    const waiting: GetIdTokenOptions = signal ? { signal } : {}
    const isOwnHeader = headers.has('authorization')
    let token = ''
    if (isOwnHeader) await whenSignedIn()
    else token = await getIdToken(waiting)
    if (isService) {
      const own = await serviceHeaders.current()
      if (init.body && typeof init.body !== 'string') delete own['content-type'] // A form or file brings its own.
      for (const [name, value] of Object.entries(own)) if (!headers.has(name)) headers.set(name, value)
    }
    const send = async (): Promise<Response> => {
      if (!isOwnHeader) headers.set('authorization', `Bearer ${token}`)
      // What was checked is what is sent: no <base> element, and no second reading of the input, points elsewhere.
      return options.fetch(request ? request.clone() : url.href, {
        ...init,
        // It would carry the headers on, in some browsers also to an origin that was not allowed.
        redirect: init.redirect ?? 'error',
        headers: new Headers(headers),
      })
    }
    const first = await send()
    // A stream can be sent only once.
    if (isOwnHeader || init.body instanceof ReadableStream || !(await isRefusal(first))) return first
    const present = await getIdToken(waiting).catch(() => token)
    if (present !== token) token = present
    else if (token !== refusedAgain) {
      try {
        token = await getIdToken({ ...waiting, force: true })
      } catch (error) {
        if (isCiamError(error)) return first
        throw error // The caller's own abort.
      }
    }
    if (token === refusedAgain) return first
    void first.body?.cancel().catch(() => {}) // Nobody reads it; a connection is held no longer for it.
    const second = await send()
    if (await isRefusal(second)) refusedAgain = token
    return second
  }
}

async function isRefusal(response: Response): Promise<boolean> {
  if (response.status !== 400) return response.status === 401
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  return readServiceCode(toFields(body)) === REFUSED_ID_TOKEN
}

function originError(): CiamError {
  return new CiamError(
    'CONFIG',
    'client.fetch sends the id_token only to the origins of the page, baseUrl and apiOrigins. Add the origin to apiOrigins, or use plain fetch.',
  )
}

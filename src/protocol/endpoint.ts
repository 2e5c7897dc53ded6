// The calls of the service as requests: which base URL is allowed, every header, and the refresh request itself.
import { CiamError } from './errors'

/** The refresh endpoint below the base URL, the same on CIAM and EIAM tenants (the service's page "Refresh id_token"). */
export const REFRESH_PATH = '/api/v2/sdk/sso/session-token/id-token'

const ABSOLUTE = /^https?:\/\/[^/@]+(\/|$)/i
const FORBIDDEN = /[\s\p{Cc}\\?#]/u
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/

/**
 * The base URL in its one form, without a trailing slash: `https://x.test`, `https://x.test/a`, `/ciam`, or `''` for `/`.
 *
 * @throws CiamError `CONFIG` for anything but an absolute https URL (http on loopback only) or a path of the page's own
 * origin. The message does not repeat the value.
 */
export function normalizeBaseUrl(baseUrl: unknown): string {
  try {
    if (typeof baseUrl === 'string' && !FORBIDDEN.test(baseUrl)) {
      const isPath = baseUrl.startsWith('/')
      const { origin, protocol, hostname, pathname } = new URL(isPath ? `https://a${baseUrl}` : baseUrl)
      const isAllowed = isPath
        ? !pathname.startsWith('//') // Looked at after dot segments are resolved: `/..//host` is another origin too.
        : ABSOLUTE.test(baseUrl) && (protocol === 'https:' || LOOPBACK.test(hostname))
      if (isAllowed) return (isPath ? '' : origin) + pathname.replace(/\/+$/, '')
    }
  } catch {
    // No URL: told below like every other wrong value.
  }
  throw new CiamError(
    'CONFIG',
    "baseUrl must be an https URL (http on loopback) or a path such as '/ciam'; no query, fragment, user name or spaces.",
  )
}

/** The address of the refresh endpoint; `baseUrl` as `normalizeBaseUrl` gives it. */
export const refreshUrl = (baseUrl: string): string => baseUrl + REFRESH_PATH

/** Whether a token can be sent in a header as it is: 1 to 16,384 visible ASCII characters. */
export const isHeaderValue = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 16_384 && /^[!-~]+$/.test(value)

/** What the service's common headers are made of. */
export interface ServiceHeaderValues {
  readonly clientId: string
  readonly device: {
    readonly fingerprint: string
    readonly osVersion: string
    readonly userAgent: string
    readonly ip?: string | undefined
  }
  readonly language: string
}

/**
 * The headers of every call of the service. Values are trimmed, and what a header cannot hold is percent-encoded as UTF-8.
 * X-device-ip and X-L are left out where there is no value: the service requires neither.
 *
 * @throws CiamError `CONFIG` that names the value that is missing, empty or no string.
 */
export function createServiceHeaders(values: ServiceHeaderValues): Record<string, string> {
  const headers: Record<string, string> = {}
  const add = (header: string, source: object | undefined, name: string, isRequired = true): void => {
    const value = (source as Record<string, unknown> | undefined)?.[name]
    if (!isRequired && !value) return
    const text = typeof value === 'string' && value.trim()
    if (!text) throw new CiamError('CONFIG', `${name} must be a string that is not empty.`)
    // A lone half of a surrogate pair has no UTF-8 form, and encodeURIComponent throws at it.
    headers[header] = text.replace(/\p{Cs}/gu, '\ufffd').replace(/[^ -~]+/g, (part) => encodeURIComponent(part))
  }
  const { device } = values
  add('X-operating-sys-version', device, 'osVersion')
  add('X-device-fingerprint', device, 'fingerprint')
  add('X-device-ip', device, 'ip', false)
  add('X-agent', device, 'userAgent')
  add('X-L', values, 'language', false)
  add('X-client-id', values, 'clientId')
  headers['content-type'] = 'application/json'
  return headers
}

/** A `RequestInit` without signal. No body, and no keepalive: a page that goes away could not save the answer. */
export interface RefreshRequest {
  method: 'POST'
  headers: Record<string, string>
  /** The token lies in a header of its own, which a redirect would carry to another origin. */
  redirect: 'error'
  credentials: 'omit'
  cache: 'no-store'
}

/** The refresh request. `sessionToken` must be a legal header value (`isHeaderValue`). */
export function createRefreshRequest(values: {
  sessionTokenHeader: string
  sessionToken: string
  serviceHeaders: Record<string, string>
}): RefreshRequest {
  return {
    method: 'POST',
    headers: { ...values.serviceHeaders, [values.sessionTokenHeader]: values.sessionToken },
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
  }
}

// The address of the service's global sign-out: a navigation of the browser, not a call.
import type { Engine } from '../client/engine'
import { CiamError } from '../protocol/errors'

export function globalSignOutUrl({ options, environment }: Engine<unknown>, given?: { redirectUrl?: string }): string {
  const query = new URLSearchParams()
  const redirectUrl = given?.redirectUrl
  if (redirectUrl !== undefined) query.set('redirect_url', absoluteUrl(redirectUrl))
  query.set('client_id', options.clientId)
  const path = `${options.baseUrl}/api/v1/logout?${query.toString()}`
  if (/^https?:/.test(path)) return path
  if (environment.hasWindow()) return new URL(path, environment.pageUrl()).href
  throw new CiamError('CONFIG', 'globalSignOutUrl: give baseUrl whole where there is no page.')
}

/** A relative one would be resolved at the service, and `javascript:` must reach no address bar. */
function absoluteUrl(value: string): string {
  try {
    const { protocol, href } = new URL(value)
    if (/^https?:$/.test(protocol)) return href
  } catch {
    // No absolute URL: told below.
  }
  throw new CiamError('CONFIG', 'globalSignOutUrl: redirectUrl must be an absolute URL of http or https.')
}

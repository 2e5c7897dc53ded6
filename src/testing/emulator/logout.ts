// The navigation that ends a person's SSO session at the service.
import { noteOf, type Endpoint } from './desk'
import { htmlReply } from './replies'

export const LOGOUT_PATH = '/api/v1/logout'

/**
 * Sends the browser to `redirect_url`; without one, or with one that is no address, it shows a page that says so. It wants
 * none of the service's headers, does not look at `client_id`, and ends no session_token: no page says that it does.
 */
export const answerLogout: Endpoint = (desk, request) => {
  const target = new URL(request.url).searchParams.get('redirect_url') ?? ''
  const isAddress = URL.canParse(target) && /^https?:$/.test(new URL(target).protocol)
  const status = isAddress ? 302 : 200
  desk.ledger.record({ ...noteOf(desk, request, 'logout'), status, outcome: 'ok' })
  const headers = { Location: isAddress ? new URL(target).href : '', 'Cache-Control': 'no-store' }
  return Promise.resolve({ reply: isAddress ? new Response(null, { status, headers }) : htmlReply(200, 'Signed out') })
}

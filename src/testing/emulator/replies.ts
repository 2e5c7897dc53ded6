// The answers' outer form: JSON, HTML, CORS headers, cut connections.
import type { ServiceError } from './messages'

/** Every header that a browser may have to ask leave for: the service's, in lower case, and those of the API behind it. */
const ALLOWED_HEADERS = [
  'authorization',
  'content-type',
  'session-token',
  'x-agent',
  'x-client-id',
  'x-device-fingerprint',
  'x-device-ip',
  'x-l',
  'x-operating-sys-version',
  'x-session-token',
  'x-state-token',
].join(', ')

/**
 * Lets any origin read the answer, without cookies: a request with credentials fails in the browser, as it should.
 * A reply's Retry-After is readable.
 */
export function addCorsHeaders(headers: Headers, request: Request): void {
  headers.set('Access-Control-Allow-Origin', request.headers.get('origin') ?? '*')
  headers.set('Access-Control-Expose-Headers', 'Retry-After')
  headers.append('Vary', 'Origin')
}

/** The answer to a preflight, which names everything that is allowed. */
export function preflightReply(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': ALLOWED_HEADERS,
      'Access-Control-Max-Age': '600',
    },
  })
}

/** A JSON answer that nobody may keep. */
export function jsonReply(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  })
}

/** 200 with a JSON content type and no body: how the service says that something was done. */
export const emptyReply = (): Response =>
  new Response(null, { headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' } })

export const errorReply = ({ status, body }: ServiceError): Response => jsonReply(body, status)

/** What a gateway or a captive portal says. */
export function htmlReply(status: number, title: string): Response {
  return new Response(
    `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
    {
      status,
      headers: { 'Content-Type': 'text/html; charset=utf-8' },
    },
  )
}

const CUT = Symbol('cut connection')

/** What a browser's fetch rejects with; marked, so that the server around the handler cuts the socket for it. */
export function cutError(message = 'Failed to fetch'): TypeError {
  return Object.defineProperty(new TypeError(message), CUT, { value: true })
}

/** Whether an error stands for a cut connection. */
export const isCut = (error: unknown): boolean => error instanceof TypeError && CUT in error

/** The reply with only half of its body, and then a cut. */
export async function cutInBody(reply: Response): Promise<Response> {
  const whole = new Uint8Array(await reply.arrayBuffer())
  let sent = false
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) return controller.error(cutError('network error'))
      sent = true
      controller.enqueue(whole.slice(0, Math.ceil(whole.length / 2)))
    },
  })
  // Some callers take a chunked answer that just ends for a whole one; a length that is not reached, none does.
  const headers = new Headers(reply.headers)
  headers.set('Content-Length', String(whole.length))
  return new Response(body, { status: reply.status, headers })
}

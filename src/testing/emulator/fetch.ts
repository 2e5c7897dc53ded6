// A fetch that a handler answers without a network, and that fails where a browser's would.
import { cutError } from './replies'

/** Turns a handler of requests into a `fetch`. */
export function createFetch(handle: (request: Request) => Promise<Response>): typeof globalThis.fetch {
  return async (input, init) => {
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null)
    // The signal stays outside of the Request: test environments bring AbortSignals that Request refuses.
    const request = new Request(input instanceof Request ? input : toAbsolute(input), init && { ...init, signal: null })
    signal?.throwIfAborted()
    const response = await orAborted(handle(request), signal)
    if (!response.headers.has('Access-Control-Allow-Origin')) throw cutError()
    if (init?.redirect === 'error' && response.status >= 300 && response.status < 400) throw cutError()
    return response
  }
}

/** The address that a page means by it; outside of a page, one on localhost. */
export function toAbsolute(input: string | URL): URL {
  const page = typeof location === 'undefined' || location.origin === 'null' ? 'http://localhost' : location.href
  return new URL(input, page)
}

/** What comes first: the answer, or the abort with its reason. */
function orAborted(answer: Promise<Response>, signal: AbortSignal | null): Promise<Response> {
  if (!signal) return answer
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

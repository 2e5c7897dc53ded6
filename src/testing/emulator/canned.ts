// What a fault puts in the place of an answer.
import { complain, type Delivery, type EmulatorDesk } from './desk'
import type { PreparedFault } from './faults'
import { emptyReply, errorReply, htmlReply, jsonReply } from './replies'

/** The answers of faults that have nothing of the call's own. */
export function cannedDelivery(desk: EmulatorDesk, request: Request, fault: PreparedFault): Delivery {
  switch (fault.kind) {
    case 'hang':
      return 'hang'
    case '500':
      return { reply: jsonReply({ status: 500, error: 'Internal Server Error' }, 500) }
    case 'html-502':
      return { reply: htmlReply(502, '502 Bad Gateway') }
    case 'html-200':
      return { reply: htmlReply(200, 'Sign in to this network') }
    case 'empty-200':
      return { reply: emptyReply() }
    case 'busy':
      return { reply: errorReply(complain(desk, request, 'busy')) }
    case '429':
      return { reply: jsonReply({ status: 429, error: 'Too Many Requests' }, 429, { 'Retry-After': fault.retryAfter }) }
    case 'redirect':
      return { reply: new Response(null, { status: 307, headers: { Location: fault.location } }) }
    default:
      return 'cut'
  }
}

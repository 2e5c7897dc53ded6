// One request to the refresh endpoint: sent, cut at its deadline, and its answer read. Never rejects.
import { createRefreshRequest, refreshUrl } from '../protocol/endpoint'
import { CiamError } from '../protocol/errors'
import { networkError, type RefreshReply, readRefreshReply } from '../protocol/replies'
import { TimeLimitError } from './app-code'
import type { Engine } from './engine'
import type { SessionRecord } from './record'
import { withoutSecrets } from './safe-cause'

/** `deadline`: ms after which the request is cut. `isRepeated`: two network errors came right before. */
export async function exchange<Claims>(
  { options, environment, appCode }: Engine<Claims>,
  record: SessionRecord,
  serviceHeaders: Record<string, string>,
  deadline: number,
  isRepeated: boolean,
): Promise<RefreshReply> {
  const { sessionToken } = record
  const controller = new AbortController()
  const wasOnline = environment.isOnline()
  const request = createRefreshRequest({ sessionTokenHeader: options.sessionTokenHeader, sessionToken, serviceHeaders })
  const answer = async (): Promise<RefreshReply> => {
    const url = new URL(refreshUrl(options.baseUrl), environment.pageUrl()).href
    const response = await appCode.enter(() => options.fetch(url, { ...request, signal: controller.signal }))
    return readRefreshReply(response, environment.wallClock())
  }
  try {
    // The signal ends the browser's fetch; the limit also ends one that an app supplied and that ignores it.
    return await appCode.limit(answer(), deadline)
  } catch (cause) {
    const isCut = cause instanceof TimeLimitError
    if (isCut) controller.abort()
    const error = isCut
      ? timeoutError()
      : networkError(withoutSecrets(cause), {
          thirdInARow: isRepeated && environment.isOnline(),
          origin: new URL(options.baseUrl || '/', environment.pageUrl()).origin,
        })
    // What failed while the browser was already offline never left it.
    return { kind: 'failed', error, answered: !wasOnline, endsSession: false, retryAfter: null }
  }
}

export function timeoutError(): CiamError {
  return new CiamError(
    'TIMEOUT',
    'The service did not answer within requestTimeout. The session is kept; a late answer is still saved.',
    { retryable: true },
  )
}

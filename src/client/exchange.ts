// One request to the refresh endpoint: sent, cut at its deadline, and its answer read. Never rejects.
import { createRefreshRequest, refreshUrl } from '../protocol/endpoint'
import { CiamError, type CiamErrorCode } from '../protocol/errors'
import { networkError, type RefreshReply, readRefreshReply } from '../protocol/replies'
import { TIME_LIMIT } from './app-code'
import type { Engine } from './engine'
import type { SessionRecord } from './record'
import { withoutSecrets } from './safe-cause'

/** `deadline`: ms after which the request is cut. `cuts`: how many network errors came right before. */
export async function exchange<Claims>(
  { options, environment, appCode }: Engine<Claims>,
  record: SessionRecord,
  serviceHeaders: Record<string, string>,
  deadline: number,
  cuts: number,
): Promise<RefreshReply> {
  const { sessionTokenHeader } = options
  const { sessionToken } = record
  const controller = new AbortController()
  const wasOnline = environment.isOnline()
  const request = createRefreshRequest({ sessionTokenHeader, sessionToken, serviceHeaders })
  let url: URL | undefined
  const answer = async (): Promise<RefreshReply> => {
    const { href } = (url = new URL(refreshUrl(options.baseUrl), environment.pageUrl()))
    const response = await appCode.enter(() => options.fetch(href, { ...request, signal: controller.signal }))
    return readRefreshReply(response, environment.wallClock())
  }
  try {
    // The signal ends the browser's fetch; the limit also ends one that an app supplied and that ignores it.
    return await appCode.limit(answer(), deadline)
  } catch (thrown) {
    const cause = withoutSecrets(thrown)
    controller.abort()
    const error = !url
      ? new CiamError('CONFIG', 'This page has no address: give baseUrl whole.')
      : cause.name === TIME_LIMIT
        ? timeoutError()
        : networkError(cause, {
            thirdInARow: cuts > 1 && environment.isOnline(),
            origin: url.origin,
          })
    // What failed while the browser was already offline never left it.
    return { kind: 'failed', error, answered: !url || !wasOnline, endsSession: false, retryAfter: null }
  }
}

/** An error that is tried again. */
export const passing = (code: CiamErrorCode, message: string): CiamError =>
  new CiamError(code, message, { retryable: true })

export const timeoutError = (): CiamError => passing('TIMEOUT', 'The service did not answer within requestTimeout.')

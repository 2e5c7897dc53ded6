// A stored session to seed a test with.
import { firstRecord, sessionKeys } from '../client/record'
import type { SignInReply } from '../index'
import { isHeaderValue, normalizeBaseUrl } from '../protocol/endpoint'
import { CiamError } from '../protocol/errors'
import { readSignInReply } from '../protocol/replies'

/**
 * The stored form of a session: write `value` under `key` before the client first reads.
 *
 * @param options - `baseUrl` and `clientId` as the client has them.
 * @param reply - the service's login reply as it came.
 * @param receivedAt - epoch ms at which the reply counts as received: its id_token ages from there. Default now.
 * @throws CiamError as `signIn` does for a reply that is no session, `CONFIG` for wrong options.
 * @example
 * const { key, value } = sessionRecord({ baseUrl, clientId: EMULATOR_CLIENT_ID }, await emulator.login())
 * localStorage.setItem(key, value)
 */
export function sessionRecord(
  options: { baseUrl: string; clientId: string },
  reply: SignInReply,
  receivedAt: number = Date.now(),
): { key: string; value: string } {
  if (!Number.isFinite(receivedAt)) throw new CiamError('CONFIG', 'sessionRecord: receivedAt must be epoch ms.')
  const { baseUrl, clientId } = (options ?? {}) as Partial<typeof options>
  if (!isHeaderValue(clientId)) throw new CiamError('CONFIG', 'sessionRecord: clientId must be the one of the client.')
  const tokens = readSignInReply(reply)
  const { record } = sessionKeys(normalizeBaseUrl(baseUrl), clientId)
  const sessionKey = `seeded-${receivedAt}-${Math.random().toString(36).slice(2)}`
  return { key: record, value: JSON.stringify(firstRecord(tokens, sessionKey, receivedAt, receivedAt, null)) }
}

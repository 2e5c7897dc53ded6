// An AbortError that is not the client's own: an extension, a service worker or an interceptor gave the request up.
import { expect, test } from 'vitest'
import { createScene, follow } from './plain-service'

test.each(['AbortError', 'TimeoutError'])(
  'a request that is given up with %s is NETWORK: not taken for a wait that ended, not sent twice, and the lock is free',
  async (name) => {
    const { client, another, signIn, service, advance, now } = createScene()
    const sibling = another()
    await signIn()
    await advance(301_000)
    service.next.push(() => Promise.reject(new DOMException('Given up by somebody else.', name)))
    const calls = [client, sibling, client].map((each) => follow(each.getIdToken()))
    await advance(0)
    for (const call of calls) expect(call).toMatchObject({ status: 'rejected', error: { code: 'NETWORK' } })
    expect(service.requests).toHaveLength(1)
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
    await advance(2_000)
    const token = await now(() => sibling.getIdToken())
    expect(await now(() => client.getIdToken())).toBe(token)
    expect(service.requests).toHaveLength(2)
  },
)

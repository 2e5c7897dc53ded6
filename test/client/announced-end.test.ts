// How the other clients of a page learn that the service ended their session: after the fact, and outside of every lock.
import { expect, test, vi } from 'vitest'
import { createScene, RECORD_KEY, serviceError } from './plain-service'

const LOCKS = Symbol.for('react-ciam.locks')

/** The locks of this page that somebody holds or waits for: without Web Locks they are queues. */
const locksInUse = () => [...((globalThis as { [LOCKS]?: Map<string, unknown> })[LOCKS]?.keys() ?? [])]

test('a session that the service ended is over for another client of the page when record and lock are gone', async () => {
  const { client, another, signIn, service, storage, advance } = createScene()
  const other = another()
  client.start()
  other.start()
  await signIn()
  await advance(2_000)
  expect(other.getSnapshot()).toMatchObject({ status: 'signed-in' })
  const found: unknown[] = []
  other.on('signed-out', ({ reason }) =>
    found.push({ reason, locks: locksInUse(), record: storage.getItem(RECORD_KEY) }),
  )
  service.answer = () => {
    expect(locksInUse()).toHaveLength(1) // The request runs under the lock that the listener must not.
    return serviceError('IDAAS.SDK.PARAM.0023')
  }
  client.getIdToken({ force: true }).catch(() => {})
  await advance(1_000)
  expect(service.requests).toHaveLength(1)
  expect(found).toEqual([{ reason: 'session-rejected', locks: [], record: null }])
})

test('other tabs are told while the record is still there, for its removal does not tell the reason', async () => {
  const told: unknown[] = []
  const channel = class extends EventTarget {
    postMessage({ message }: { message: { reason?: string } }): void {
      if (message.reason) told.push({ reason: message.reason, isStored: storage.getItem(RECORD_KEY) !== null })
    }
    close(): void {}
  }
  vi.stubGlobal('BroadcastChannel', channel)
  const { client, signIn, service, storage, advance } = createScene()
  client.start()
  await signIn()
  service.answer = () => serviceError('IDAAS.SDK.PARAM.0023')
  client.getIdToken({ force: true }).catch(() => {})
  await advance(1_000)
  expect(told[0]).toEqual({ reason: 'session-rejected', isStored: true })
})

// The announcer port: heard by everybody but its own sender, once, and never in anybody's way.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAnnouncer } from '../../src/tabs/announce'

const PAGE = Symbol.for('react-ciam.announcements')
const realm = globalThis as { [PAGE]?: unknown }

const channels = new Set<FakeChannel>()

/** Delivers as a BroadcastChannel does: later, to all others of its name, never to itself. */
class FakeChannel extends EventTarget {
  constructor(readonly name: string) {
    super()
    channels.add(this)
  }
  postMessage(message: unknown) {
    const data: unknown = structuredClone(message)
    const others = [...channels].filter((channel) => channel !== this && channel.name === this.name)
    queueMicrotask(() => {
      for (const channel of others) {
        if (channels.has(channel)) channel.dispatchEvent(new MessageEvent('message', { data }))
      }
    })
  }
  close() {
    channels.delete(this)
  }
}

/** Another tab has its own page state, but the same channels. */
function inAnotherTab<Result>(run: () => Result): Result {
  const own = realm[PAGE]
  delete realm[PAGE]
  try {
    return run()
  } finally {
    realm[PAGE] = own
  }
}

const delivered = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  vi.stubGlobal('BroadcastChannel', FakeChannel)
})
afterEach(() => {
  channels.clear()
  delete realm[PAGE]
})

test('another client of the page hears a message at once and only once, its sender never', async () => {
  const [one, other] = [createAnnouncer('session'), createAnnouncer('session')]
  const [heardByOne, heardByOther] = [vi.fn(), vi.fn()]
  one.subscribe(heardByOne)
  other.subscribe(heardByOther)
  one.post({ kind: 'changed' })
  expect(heardByOther).toHaveBeenCalledExactlyOnceWith({ kind: 'changed' })
  await delivered()
  expect(heardByOther).toHaveBeenCalledTimes(1)
  expect(heardByOne).not.toHaveBeenCalled()
})

test('another tab hears a message once, from a sender that listens and from one that does not', async () => {
  const heard = vi.fn()
  inAnotherTab(() => createAnnouncer('session').subscribe(heard))
  const sender = createAnnouncer('session')
  sender.post(1)
  await delivered()
  sender.subscribe(() => {})
  sender.post(2)
  await delivered()
  expect(heard.mock.calls).toEqual([[1], [2]])
})

test('a message is heard under its own channel name alone', async () => {
  const heard = vi.fn()
  createAnnouncer('another').subscribe(heard)
  inAnotherTab(() => createAnnouncer('another').subscribe(heard))
  createAnnouncer('session').post(1)
  await delivered()
  expect(heard).not.toHaveBeenCalled()
})

test('two copies of the package in a page hear each other once', async () => {
  vi.resetModules()
  const copy = await import('../../src/tabs/announce')
  expect(copy.createAnnouncer).not.toBe(createAnnouncer)
  const heard = vi.fn()
  copy.createAnnouncer('session').subscribe(heard)
  createAnnouncer('session').post(1)
  await delivered()
  expect(heard.mock.calls).toEqual([[1]])
})

test('a channel is open while somebody listens, and a post alone leaves none open', () => {
  const announcer = createAnnouncer('session')
  announcer.post(1)
  expect(channels.size).toBe(0)
  const unsubscribe = [announcer.subscribe(() => {}), announcer.subscribe(() => {})]
  expect(channels.size).toBe(1)
  announcer.post(2)
  unsubscribe[0]?.()
  unsubscribe[0]?.()
  expect(channels.size).toBe(1)
  unsubscribe[1]?.()
  expect(channels.size).toBe(0)
})

test('who unsubscribed hears no more, who stayed does', async () => {
  const announcer = createAnnouncer('session')
  const [left, stayed] = [vi.fn(), vi.fn()]
  const unsubscribe = announcer.subscribe(left)
  announcer.subscribe(stayed)
  unsubscribe()
  createAnnouncer('session').post(1)
  inAnotherTab(() => createAnnouncer('session').post(2))
  await delivered()
  expect(left).not.toHaveBeenCalled()
  expect(stayed.mock.calls).toEqual([[1], [2]])
})

test('a function that listens twice has two subscriptions', () => {
  const announcer = createAnnouncer('session')
  const heard = vi.fn()
  const unsubscribe = announcer.subscribe(heard)
  announcer.subscribe(heard)
  unsubscribe()
  createAnnouncer('session').post(1)
  expect(heard).toHaveBeenCalledTimes(1)
})

test('a listener that throws keeps back neither the other listeners nor the sender', async () => {
  const [announcer, heard] = [createAnnouncer('session'), vi.fn()]
  announcer.subscribe(() => {
    throw new Error('broken')
  })
  announcer.subscribe(heard)
  expect(() => createAnnouncer('session').post(1)).not.toThrow()
  inAnotherTab(() => createAnnouncer('session').post(2))
  await delivered()
  expect(heard.mock.calls).toEqual([[1], [2]])
})

test.each([
  ['there is no BroadcastChannel', undefined],
  [
    'its constructor throws',
    class {
      constructor() {
        throw new DOMException('An opaque origin', 'SecurityError')
      }
    },
  ],
  [
    'its postMessage throws',
    class extends FakeChannel {
      override postMessage() {
        throw new DOMException('Closed', 'InvalidStateError')
      }
    },
  ],
])('where %s, the page still hears', (_what, channel) => {
  vi.stubGlobal('BroadcastChannel', channel)
  const heard = vi.fn()
  const unsubscribe = createAnnouncer('session').subscribe(heard)
  createAnnouncer('session').post(1)
  expect(heard).toHaveBeenCalledExactlyOnceWith(1)
  unsubscribe()
  expect(channels.size).toBe(0)
})

test.each([null, 'text', 7, { other: 'shape' }])(
  'what a stranger posts on the channel (%s) is not heard',
  async (message) => {
    const heard = vi.fn()
    createAnnouncer('session').subscribe(heard)
    new FakeChannel('session').postMessage(message)
    await delivered()
    expect(heard).not.toHaveBeenCalled()
  },
)

test('neither importing nor creating shares anything', async () => {
  vi.resetModules()
  const { createAnnouncer: create } = await import('../../src/tabs/announce')
  create('session')
  expect(realm[PAGE]).toBeUndefined()
  expect(channels.size).toBe(0)
})

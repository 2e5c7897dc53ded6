// The recipe for a WebSocket: which token it sends, when it comes back, and that it never outlives its person.
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { client } from './ciam'
import { emulator } from './network'
import { openLiveUpdates } from './live-updates'
import { beginEachSignedOut, forceClock, signIn } from './recipe-scene'

beginEachSignedOut()

/** A socket whose server is the test. */
class ScriptedSocket {
  static readonly all: ScriptedSocket[] = []
  static readonly open = () => ScriptedSocket.all.filter(({ isOpen }) => isOpen)
  isOpen = true
  readonly sent: string[] = []
  onopen = (): void => {}
  onmessage: (event: { data: string }) => unknown = () => undefined
  onclose: (event: { code: number }) => void = () => {}

  constructor(readonly url: string) {
    ScriptedSocket.all.push(this)
    queueMicrotask(() => this.onopen())
  }

  send(text: string): void {
    this.sent.push(text)
  }

  close(code = 1000): void {
    if (!this.isOpen) return
    this.isOpen = false
    queueMicrotask(() => this.onclose({ code }))
  }
}

const sockets = ScriptedSocket.all
const last = () => sockets.at(-1)!
const tokens = () => sockets.map(({ sent }) => sent.map((text) => (JSON.parse(text) as { token: string }).token).join())

let messages: string[] = []

async function begin() {
  await signIn()
  const clock = forceClock()
  const end = openLiveUpdates('wss://api.example.com/live', (data) => messages.push(data))
  onTestFinished(end)
  await clock.advance(0)
  return { clock, end }
}

beforeEach(() => {
  vi.stubGlobal('WebSocket', ScriptedSocket)
  sockets.length = 0
  messages = []
})

test('a socket is opened with the token as its first message, and not in the address', async () => {
  await begin()
  expect(sockets).toHaveLength(1)
  expect(last().url).toBe('wss://api.example.com/live')
  expect(tokens()).toEqual([await client.getIdToken()])
  last().onmessage({ data: 'hello' })
  expect(messages).toEqual(['hello'])
})

test('a socket that is closed when its token has ended comes back with a new one', async () => {
  const { clock } = await begin()
  const first = await client.getIdToken()
  await clock.advance(301_000)
  last().close(4401)
  await clock.advance(2_000)
  expect(sockets).toHaveLength(2)
  expect(tokens()).toEqual([first, await client.getIdToken()])
  expect(new Set(tokens()).size).toBe(2)
  expect(emulator.ledger.refreshes()).toHaveLength(1)
})

test('a socket whose token is refused before its end comes back with another one', async () => {
  const { clock } = await begin()
  last().close(4401)
  await clock.advance(2_000)
  expect(sockets).toHaveLength(2)
  expect(new Set(tokens()).size).toBe(2)
  expect(emulator.ledger.refreshes()).toHaveLength(1)
})

test('a socket that is closed for another reason comes back with the same token', async () => {
  const { clock } = await begin()
  last().close(1006)
  await clock.advance(2_000)
  expect(new Set(tokens()).size).toBe(1)
  expect(sockets).toHaveLength(2)
  expect(emulator.ledger.refreshes()).toEqual([])
})

test('a server that refuses every token is asked ever less often, and causes one refresh', async () => {
  const { clock } = await begin()
  for (let second = 0; second < 300; second += 1) {
    await clock.advance(1_000)
    last().close(4401)
  }
  expect(sockets.length).toBeGreaterThan(5)
  expect(sockets.length).toBeLessThan(15)
  expect(emulator.ledger.refreshes().length).toBeLessThan(3)
})

test('a message says that all is well: the next time does not wait long', async () => {
  const { clock } = await begin()
  for (let count = 0; count < 4; count += 1) {
    last().close(1006)
    await clock.advance(60_000)
  }
  const before = sockets.length
  last().onmessage({ data: 'hello' })
  last().close(1006)
  await clock.advance(1_000)
  expect(sockets).toHaveLength(before + 1)
})

test('signed out, the socket is closed, none is opened, and what still comes is dropped', async () => {
  const { clock } = await begin()
  const socket = last()
  await client.signOut()
  socket.onmessage({ data: 'late' })
  await clock.advance(120_000)
  expect(ScriptedSocket.open()).toEqual([])
  expect([sockets.length, messages]).toEqual([1, []])
})

test('the next person gets a socket of their own, and the one before has none', async () => {
  const { clock } = await begin()
  const first = last()
  await signIn('second')
  await clock.advance(2_000)
  expect(first.isOpen).toBe(false)
  expect(ScriptedSocket.open()).toHaveLength(1)
  expect(tokens().at(-1)).toBe(await client.getIdToken())
  expect(new Set(tokens()).size).toBe(2)
})

test('ended by the app, it is closed and stays so', async () => {
  const { clock, end } = await begin()
  end()
  await clock.advance(120_000)
  expect([sockets.length, ScriptedSocket.open().length]).toEqual([1, 0])
})

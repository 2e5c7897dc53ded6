// The emulator over real HTTP: answers, cuts on the wire, connections, where it listens.
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from 'react-ciam/testing'
import { isLoopback, startEmulatorServer, type EmulatorServer } from '../../src/testing/server'
import { answerOf, headersWith, loginRequest, refreshRequest, REFRESH, tokenOf } from './service-calls'

let server: EmulatorServer

beforeAll(async () => {
  server = await startEmulatorServer({ options: { rotation: 'on' } })
})

afterEach(() => {
  server.emulator.reset()
})

afterAll(() => server.close())

const signedIn = async () => (await server.emulator.login()).session_token
const send = (token: string, init: RequestInit = {}) => fetch(refreshRequest(token, {}, server.url), init)

describe('HTTP', () => {
  test('signs in by password and refreshes, as in the page', async () => {
    const token = tokenOf(await answerOf(await fetch(loginRequest('demo', undefined, {}, server.url))))
    const { status, body } = await answerOf(await send(token))
    expect(status).toBe(200)
    expect(body.session_token).not.toBe(token)
    expect(server.emulator.ledger.entries().map(({ kind }) => kind)).toEqual(['login', 'refresh'])
  })

  test('Chinese messages come whole', async () => {
    const response = await fetch(refreshRequest('x', { 'X-L': 'zh' }, server.url))
    expect((await answerOf(response)).body.error_msg).toBe('会话令牌无效或已过期')
  })

  test('a preflight is answered', async () => {
    const response = await fetch(server.url + REFRESH, {
      method: 'OPTIONS',
      headers: { Origin: 'https://app.example' },
    })
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, 'https://app.example'])
  })

  test.each([
    ['500', 500],
    ['html-502', 502],
    ['html-200', 200],
    ['empty-200', 200],
    ['busy', 400],
    [{ kind: '429', retryAfter: 3 }, 429],
    ['redirect', 307],
    ['expired-token', 200],
    ['no-exp', 200],
    ['undecodable', 200],
    ['huge', 200],
    ['no-cors', 200],
  ] as [Fault, number][])('the fault %o is answered with %s', async (fault, status) => {
    const token = await signedIn()
    server.emulator.fail(fault)
    const response = await send(token, { redirect: 'manual' })
    expect(response.status).toBe(status)
    await response.text()
    expect(server.emulator.ledger.refreshes().at(-1)?.status).toBe(status)
  })

  test('an answer whose caller has left harms nothing', async () => {
    server.emulator.configure({ latency: 20 })
    const token = await signedIn()
    const controller = new AbortController()
    server.emulator.ledger.subscribe(() => controller.abort())
    await expect(send(token, { signal: controller.signal })).rejects.toThrow('aborted')
    server.emulator.configure({ latency: 0 })
    expect((await send('x')).status).toBe(400)
  })
})

/** Sends a refresh and tells what came back over the socket, to the byte. */
function rawRefresh(port: number, token: string): Promise<string> {
  return new Promise((resolve) => {
    const lines = [`POST ${REFRESH} HTTP/1.1`, `host: 127.0.0.1:${port}`, 'content-length: 0']
    for (const [name, value] of headersWith({ 'session-token': token })) lines.push(`${name}: ${value}`)
    const socket = connect(port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('error', () => undefined) // A reset is a cut too.
    socket.on('close', () => resolve(text))
  })
}

describe('a cut on the wire', () => {
  test.each(['cut-before', 'cut-after'] as const)('%s: the socket closes without one byte', async (fault) => {
    const token = await signedIn()
    server.emulator.fail([fault, fault])
    expect(await rawRefresh(server.port, token)).toBe('')
    await expect(send(token)).rejects.toThrow(TypeError)
    expect((await send(token)).status).toBe(fault === 'cut-before' ? 200 : 400)
  })

  test('cut-in-body: the headers and half of the promised JSON arrive, and then the socket closes', async () => {
    const token = await signedIn()
    server.emulator.fail('cut-in-body')
    const text = await rawRefresh(server.port, token)
    const [head = '', body = ''] = text.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 200 /)
    const promised = Number(/content-length: (\d+)/i.exec(head)?.[1])
    expect(body).toMatch(/^\{"session_token":"/)
    expect(body.length).toBe(Math.ceil(promised / 2))
  })

  test('cut-in-body: fetch has the answer, but not its body', async () => {
    const token = await signedIn()
    server.emulator.fail('cut-in-body')
    const response = await send(token)
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow(TypeError)
    expect((await send(token)).status).toBe(400)
  })

  test('hang: nothing comes, and the request is let go when the caller leaves', async () => {
    const token = await signedIn()
    server.emulator.fail('hang')
    const controller = new AbortController()
    server.emulator.ledger.subscribe(() => controller.abort(new Error('gave up')))
    await expect(send(token, { signal: controller.signal })).rejects.toThrow('gave up')
    expect((await send(token)).status).toBe(200)
  })
})

describe('connections', () => {
  const head = (port: number) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const request = httpRequest({ port, host: '127.0.0.1', path: '/api/v1/oauth2/keys' }, (message) =>
        resolve(message.resume()),
      )
      request.on('error', reject).end()
    })

  test('each answer ends its connection', async () => {
    expect((await head(server.port)).headers.connection).toBe('close')
  })

  test('keepAlive leaves it open', async () => {
    const other = await startEmulatorServer({ keepAlive: true })
    expect((await head(other.port)).headers.connection).toBe('keep-alive')
    await other.close()
  })

  test('close() cuts what hangs', async () => {
    const other = await startEmulatorServer()
    other.emulator.fail('hang')
    const closed = new Promise<void>((resolve) =>
      other.emulator.ledger.subscribe(() => void other.close().then(resolve)),
    )
    await expect(fetch(refreshRequest('x', {}, other.url))).rejects.toThrow(TypeError)
    await closed
    await expect(fetch(other.url)).rejects.toThrow(TypeError)
  })
})

describe('where it listens', () => {
  test.each(['0.0.0.0', '::', '192.168.1.2', 'example.com', 'localhost.example.com', '127.0.0.1.example.com', ''])(
    'not on "%s"',
    async (host) => {
      expect(isLoopback(host)).toBe(false)
      await expect(startEmulatorServer({ host })).rejects.toThrow(TypeError)
    },
  )

  test('on every way to say loopback', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', '[::1]', 'localhost'].every(isLoopback)).toBe(true)
  })

  test('a taken port is said to be taken', async () => {
    await expect(startEmulatorServer({ port: server.port })).rejects.toThrow(
      `The emulator cannot listen on 127.0.0.1, port ${server.port}: it is taken.`,
    )
  })

  test.each([-1, 65_536, 1.5, NaN])('the port %s is refused', async (port) => {
    await expect(startEmulatorServer({ port })).rejects.toThrow('whole number from 0')
  })

  test('an emulator and options for a new one are not taken together', async () => {
    await expect(startEmulatorServer({ emulator: server.emulator, options: {} })).rejects.toThrow('not both')
  })
})

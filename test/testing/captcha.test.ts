// The captcha before a code by SMS: its puzzle, the answer, and the captcha_token.
import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createEmulator, type Emulator } from 'react-ciam/testing'
import { call, login, said } from './service-calls'

const MOBILE = '+86-13800000001'

/** Gets a puzzle, and answers it so far from its solution. */
async function solve(emulator: Emulator, off = 0, y: unknown = 5) {
  const { token } = (await call(emulator, '/captcha')).body as { token: string }
  const point_json = JSON.stringify({ x: (emulator.captchaSolution(token) ?? 0) + off, y })
  const send = () => call(emulator, '/captcha/verify', { body: { point_json, token, sender: MOBILE } })
  return { token, point_json, send, answer: await send() }
}

/** The width, height and bytes of the lines of a PNG. */
function readPng(base64: unknown) {
  const bytes = Buffer.from(String(base64), 'base64')
  const data = bytes.indexOf('IDAT')
  const lines = inflateSync(bytes.subarray(data + 4, data + 4 + bytes.readUInt32BE(data - 4)))
  return {
    signature: bytes.subarray(1, 4).toString(),
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
    lines,
    end: bytes.subarray(-8).toString('hex'),
  }
}

describe('a captcha', () => {
  test('has two pictures as high as each other, a token, and no secret key', async () => {
    const emulator = createEmulator()
    const { body } = await call(emulator, '/captcha')
    expect(Object.keys(body).sort()).toEqual(['jigsawImageBase64', 'originalImageBase64', 'secretKey', 'token'])
    expect(body.secretKey).toBe(null)
    const [original, piece] = [readPng(body.originalImageBase64), readPng(body.jigsawImageBase64)]
    expect([original.signature, piece.signature]).toEqual(['PNG', 'PNG'])
    expect(original.end).toBe('49454e44ae426082') // The last chunk, which is empty, with the checksum that every PNG has there.
    expect([original.width, original.height, piece.width, piece.height]).toEqual([280, 140, 44, 140])
    for (const { width, height, lines } of [original, piece]) expect(lines).toHaveLength((width / 2 + 1) * height)
    const solution = emulator.captchaSolution(String(body.token))
    expect(solution).toBeGreaterThan(44)
    expect(solution).toBeLessThan(280 - 44)
  })

  test('the hole is where the solution says', async () => {
    const emulator = createEmulator()
    const { body } = await call(emulator, '/captcha')
    const { lines } = readPng(body.originalImageBase64)
    const columns = new Set<number>()
    for (let y = 0; y < 140; y += 1) {
      for (let x = 0; x < 280; x += 1) {
        const byte = lines[y * 141 + 1 + Math.floor(x / 2)]!
        if ((x % 2 === 0 ? byte >> 4 : byte & 15) >= 7) columns.add(x)
      }
    }
    expect(Math.min(...columns) - (emulator.captchaSolution(String(body.token)) ?? 0)).toBe(1)
  })

  test.each([-5, 0, 5])('an answer that is off by %s gets a captcha_token of both', async (off) => {
    const { answer, token, point_json } = await solve(createEmulator(), off)
    expect(answer).toEqual({ status: 200, body: { captcha_token: `${token}---${point_json}` } })
  })

  test.each([
    [6, 5],
    [-6, 5],
    [0, 4],
    [0, '5'],
    [0, null],
  ])('one that is off by %s, with y %s, is refused', async (off, y) => {
    const { answer } = await solve(createEmulator(), off, y)
    expect([answer.status, said(answer)]).toEqual([400, 'IDAAS.SDK.CAPTCHA.0002'])
  })

  test.each(['nonsense', 'null', '{"x":"100","y":5}'])('the point %s is refused', async (point_json) => {
    const emulator = createEmulator()
    const { token } = (await call(emulator, '/captcha')).body
    const body = { point_json, token, sender: MOBILE }
    expect(said(await call(emulator, '/captcha/verify', { body }))).toBe('IDAAS.SDK.CAPTCHA.0002')
  })

  test.each([0, 50])('takes one answer, right or wrong (off by %s)', async (off) => {
    const emulator = createEmulator()
    const { send, token } = await solve(emulator, off)
    expect(emulator.captchaSolution(token)).toBe(null)
    expect(said(await send())).toBe('IDAAS.SDK.CAPTCHA.0002')
  })

  test('ends after five minutes', async () => {
    const emulator = createEmulator()
    const token = String((await call(emulator, '/captcha')).body.token)
    emulator.clock.advance(300_000)
    expect(emulator.captchaSolution(token)).toBe(null)
    expect(emulator.captchaSolution('nothing')).toBe(null)
  })

  test('is over after reset()', async () => {
    const emulator = createEmulator()
    const token = String((await call(emulator, '/captcha')).body.token)
    emulator.reset()
    expect(emulator.captchaSolution(token)).toBe(null)
  })
})

describe('with the option captcha', () => {
  const send = async (emulator: Emulator, captcha_token?: unknown) =>
    said(await call(emulator, '/sms/send', { body: { mobile: MOBILE, type: 'LOGIN_SMS', captcha_token } }))

  test('a code is sent once for a captcha_token, and for nothing else', async () => {
    const emulator = createEmulator({ captcha: true })
    const { answer } = await solve(emulator)
    expect(await send(emulator)).toBe('IDAAS.SDK.CAPTCHA.0006')
    expect(await send(emulator, 'token---{}')).toBe('IDAAS.SDK.CAPTCHA.0006')
    expect(await send(emulator, answer.body.captcha_token)).toBe('undefined')
    expect(await send(emulator, answer.body.captcha_token)).toBe('IDAAS.SDK.CAPTCHA.0006')
    expect(emulator.outbox.entries()).toHaveLength(1)
  })

  test('a type that is none does not use the captcha_token up', async () => {
    const emulator = createEmulator({ captcha: true })
    const { captcha_token } = (await solve(emulator)).answer.body
    await call(emulator, '/sms/send', { body: { mobile: MOBILE, type: 'NOTHING', captcha_token } })
    expect(await send(emulator, captcha_token)).toBe('undefined')
  })

  test('a captcha_token ends after five minutes', async () => {
    const emulator = createEmulator({ captcha: true })
    const { captcha_token } = (await solve(emulator)).answer.body
    emulator.clock.advance(300_000)
    expect(await send(emulator, captcha_token)).toBe('IDAAS.SDK.CAPTCHA.0006')
  })

  test('sign-in by password needs none', async () => {
    expect((await login(createEmulator({ captcha: true }), 'demo')).status).toBe(200)
  })
})

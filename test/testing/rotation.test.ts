// What becomes of session_tokens: rotation in every mode, the session's end, the bound fingerprint.
import { describe, expect, test } from 'vitest'
import { createEmulator } from 'react-ciam/testing'
import { login, refresh, tokenOf } from './service-calls'

const REJECTED = 'IDAAS.SDK.PARAM.0023'

/** An emulator with a session that was refreshed twice: its three tokens, in order. */
async function rotatedTwice(rotation: 'on' | 'grace' | 'revoke') {
  const emulator = createEmulator({ rotation, graceSeconds: 10 })
  const first = (await emulator.login()).session_token
  const second = tokenOf(await refresh(emulator, first))
  const third = tokenOf(await refresh(emulator, second))
  return { emulator, first, second, third }
}

describe('rotation', () => {
  test('off: the same session_token comes back each time', async () => {
    const emulator = createEmulator({ rotation: 'off' })
    const { session_token: token } = await emulator.login()
    expect(tokenOf(await refresh(emulator, token))).toBe(token)
    expect(tokenOf(await refresh(emulator, token))).toBe(token)
  })

  test('off: the session ends when it was to end, and expire says how long that is', async () => {
    const emulator = createEmulator({ sessionLifetime: 100 })
    const reply = await emulator.login()
    expect(reply.expire).toBe(100)
    emulator.clock.advance(40_000)
    const left = (await refresh(emulator, reply.session_token)).body.expire
    expect([60, 59]).toContain(left) // 59 if the test's own second passed.
    emulator.clock.advance(60_000)
    expect((await refresh(emulator, reply.session_token)).body.error_code).toBe(REJECTED)
  })

  test('on: each refresh gives a new token and the old one is dead at once', async () => {
    const { emulator, first, second, third } = await rotatedTwice('on')
    expect(new Set([first, second, third]).size).toBe(3)
    for (const dead of [first, second]) expect((await refresh(emulator, dead)).body.error_code).toBe(REJECTED)
    expect((await refresh(emulator, third)).status).toBe(200)
  })

  test('on: a new token has the whole lifetime', async () => {
    const emulator = createEmulator({ rotation: 'on', sessionLifetime: 100 })
    const { session_token: token } = await emulator.login()
    emulator.clock.advance(90_000)
    const { body } = await refresh(emulator, token)
    expect(body.expire).toBe(100)
    emulator.clock.advance(90_000)
    expect((await refresh(emulator, String(body.session_token))).status).toBe(200)
  })

  test('grace: the replaced token gets the present one back and rotates nothing', async () => {
    const { emulator, second, third } = await rotatedTwice('grace')
    expect(tokenOf(await refresh(emulator, second))).toBe(third)
    expect(tokenOf(await refresh(emulator, second))).toBe(third)
  })

  test('grace: it ends after graceSeconds, and the session lives on', async () => {
    const { emulator, second, third } = await rotatedTwice('grace')
    emulator.clock.advance(10_000)
    expect((await refresh(emulator, second)).body.error_code).toBe(REJECTED)
    expect((await refresh(emulator, third)).status).toBe(200)
  })

  test('grace: it is for the token that was replaced last, not for older ones', async () => {
    const { emulator, first } = await rotatedTwice('grace')
    expect((await refresh(emulator, first)).body.error_code).toBe(REJECTED)
  })

  test.each(['first', 'second'] as const)(
    'revoke: presenting the %s token again ends the whole session',
    async (used) => {
      const tokens = await rotatedTwice('revoke')
      expect((await refresh(tokens.emulator, tokens[used])).body.error_code).toBe(REJECTED)
      expect((await refresh(tokens.emulator, tokens.third)).body.error_code).toBe(REJECTED)
    },
  )

  test('revoke: the user’s other sessions live on', async () => {
    const { emulator, first } = await rotatedTwice('revoke')
    const other = await emulator.login()
    await refresh(emulator, first)
    expect((await refresh(emulator, other.session_token)).status).toBe(200)
  })

  test('two refreshes at the same moment: one token is rotated once', async () => {
    const emulator = createEmulator({ rotation: 'on' })
    const { session_token: token } = await emulator.login()
    const answers = await Promise.all([refresh(emulator, token), refresh(emulator, token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  test('a change of the mode applies to the next refresh', async () => {
    const emulator = createEmulator({ rotation: 'off' })
    const { session_token: token } = await emulator.login()
    emulator.configure({ rotation: 'on' })
    expect(tokenOf(await refresh(emulator, token))).not.toBe(token)
  })
})

describe('bindFingerprint', () => {
  const elsewhere = { 'X-device-fingerprint': 'another-device' }

  test('a session answers only to the fingerprint that signed in, and lives on', async () => {
    const emulator = createEmulator({ bindFingerprint: true })
    const token = tokenOf(await login(emulator, 'demo'))
    expect((await refresh(emulator, token, elsewhere)).body.error_code).toBe(REJECTED)
    expect((await refresh(emulator, token)).status).toBe(200)
  })

  test('a session made by login() belongs to the first fingerprint that it sees', async () => {
    const emulator = createEmulator({ bindFingerprint: true })
    const { session_token: token } = await emulator.login()
    expect((await refresh(emulator, token, elsewhere)).status).toBe(200)
    expect((await refresh(emulator, token)).body.error_code).toBe(REJECTED)
  })

  test('without it any fingerprint does', async () => {
    const emulator = createEmulator()
    const token = tokenOf(await login(emulator, 'demo'))
    expect((await refresh(emulator, token, elsewhere)).status).toBe(200)
  })
})

// The id_tokens: real signatures by the published keys, both payload shapes, and the sample API that checks them.
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  createEmulator,
  EMULATOR_CLIENT_ID,
  EMULATOR_ISSUER,
  SAMPLE_API_PATH,
  type Emulator,
  type EmulatorOptions,
} from 'react-ciam/testing'
import { answerOf, ORIGIN, refresh } from './service-calls'

async function keysOf(emulator: Emulator): Promise<JSONWebKeySet> {
  return (await (await emulator.handle(new Request(`${ORIGIN}/api/v1/oauth2/keys`))).json()) as JSONWebKeySet
}

/** Calls the sample API with a bearer token. */
async function callApi(emulator: Emulator, idToken: string | null, init: RequestInit = {}) {
  const headers: HeadersInit = idToken === null ? {} : { Authorization: `Bearer ${idToken}` }
  return answerOf(await emulator.handle(new Request(ORIGIN + SAMPLE_API_PATH, { ...init, headers })))
}

describe('the keys', () => {
  test('are public RSA keys for RS256 signatures, with the kid that tokens name', async () => {
    const emulator = createEmulator()
    const { keys } = await keysOf(emulator)
    const { kid } = decodeProtectedHeader((await emulator.login()).id_token)
    expect(keys).toHaveLength(1)
    expect(keys[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', kid })
    expect(keys[0]).not.toHaveProperty('d')
  })

  test('verify every id_token, whether of a sign-in or of a refresh', async () => {
    const emulator = createEmulator()
    const keySet = createLocalJWKSet(await keysOf(emulator))
    const reply = await emulator.login()
    const refreshed = String((await refresh(emulator, reply.session_token)).body.id_token)
    for (const token of [reply.id_token, refreshed]) {
      const { payload, protectedHeader } = await jwtVerify(token, keySet)
      expect(payload.userName).toBe('demo')
      expect(Object.keys(protectedHeader).sort()).toEqual(['alg', 'kid'])
    }
  })

  test('each emulator has its own, and refuses another’s tokens', async () => {
    const [one, other] = [createEmulator(), createEmulator()]
    const { id_token: token } = await one.login()
    await expect(jwtVerify(token, createLocalJWKSet(await keysOf(other)))).rejects.toThrow('no applicable key')
    expect((await callApi(one, token)).status).toBe(200)
    expect((await callApi(other, token)).status).toBe(401)
  })
})

describe('the payload', () => {
  const profile = {
    id: expect.any(String) as string,
    name: '演示用户',
    userName: 'demo',
    mobile: '+86-13800000001',
    email: 'demo@example.com',
  }

  test('has the user at the top level in the CIAM dialect', async () => {
    const emulator = createEmulator({ idTokenLifetime: 7200 })
    const payload = decodeJwt((await emulator.login()).id_token)
    expect(payload).toMatchObject({ iss: EMULATOR_ISSUER, aud: EMULATOR_CLIENT_ID, sub: 'demo', ...profile })
    expect(payload).not.toHaveProperty('api')
  })

  test('has the user as JSON in `api` in the EIAM dialect, beside placeholders', async () => {
    const payload = decodeJwt((await createEmulator({ dialect: 'eiam' }).login()).id_token)
    expect(payload).toMatchObject({ iss: 'Issuer', aud: 'Audience', sub: 'subject' })
    expect(JSON.parse(String(payload.api))).toEqual(profile)
    expect(payload).not.toHaveProperty('name')
  })

  test('has the shape that claimsShape says, whatever the dialect', async () => {
    const inApi = decodeJwt((await createEmulator({ claimsShape: 'api' }).login()).id_token)
    const onTop = decodeJwt((await createEmulator({ dialect: 'eiam', claimsShape: 'top-level' }).login()).id_token)
    expect([typeof inApi.api, typeof onTop.api]).toEqual(['string', 'undefined'])
  })

  test('lasts idTokenLifetime, and its nbf is two minutes before its iat', async () => {
    const { exp = 0, iat = 0, nbf = 0 } = decodeJwt((await createEmulator({ idTokenLifetime: 42 }).login()).id_token)
    expect([exp - iat, iat - nbf]).toEqual([42, 120])
  })

  test('is dated by the service’s clock: offset and turns', async () => {
    const emulator = createEmulator({ clockOffset: -86_400_000 })
    emulator.clock.advance(3_600_000)
    const { iat = 0 } = decodeJwt((await emulator.login()).id_token)
    expect(Math.abs(iat * 1000 - (Date.now() - 82_800_000))).toBeLessThan(5_000)
  })

  test('differs with every token', async () => {
    const emulator = createEmulator()
    const [one, other] = [await emulator.login(), await emulator.login()]
    expect(decodeJwt(one.id_token).jti).not.toBe(decodeJwt(other.id_token).jti)
    expect(one.session_token).not.toBe(other.session_token)
  })
})

describe('the sample API', () => {
  const variants: EmulatorOptions[] = [{ dialect: 'ciam' }, { dialect: 'eiam' }]

  test.each(variants)('gives the profile for a good id_token: %o', async (options) => {
    const emulator = createEmulator(options)
    const { status, body } = await callApi(emulator, (await emulator.login('second')).id_token)
    expect(status).toBe(200)
    expect(body).toEqual({ profile: expect.objectContaining({ userName: 'second', name: 'Second User' }) as unknown })
  })

  test('gives back what was posted', async () => {
    const emulator = createEmulator()
    const { body } = await callApi(emulator, (await emulator.login()).id_token, { method: 'POST', body: 'hello' })
    expect(body.received).toBe('hello')
  })

  test.each([
    ['none', () => null],
    ['a forged signature', (token: string) => `${token.slice(0, -20)}${'A'.repeat(20)}`],
    ['no JWT', () => 'token'],
  ])('refuses with 401: %s', async (_what, change) => {
    const emulator = createEmulator()
    const response = await callApi(emulator, change((await emulator.login()).id_token))
    expect(response).toMatchObject({ status: 401, body: { error: 'invalid_token' } })
  })

  test('refuses with 400 IDAAS.SDK.PARAM.0016 in the other mode, in the request’s language', async () => {
    const emulator = createEmulator({ apiRefusal: '400' })
    expect(await callApi(emulator, null)).toEqual({
      status: 400,
      body: { error_code: 'IDAAS.SDK.PARAM.0016', error_msg: 'IdToken is invalid or expired' },
    })
    const chinese = new Request(ORIGIN + SAMPLE_API_PATH, { headers: { 'X-L': 'zh' } })
    expect((await answerOf(await emulator.handle(chinese))).body.error_msg).toBe('IdToken无效或已过期')
  })

  test('refuses a token from the second of its end on, by the service’s clock', async () => {
    const emulator = createEmulator({ idTokenLifetime: 60 })
    const { id_token: token } = await emulator.login()
    emulator.clock.advance(58_000)
    expect((await callApi(emulator, token)).status).toBe(200)
    emulator.clock.advance(2_000)
    expect((await callApi(emulator, token)).status).toBe(401)
  })

  test('refuses a token whose audience is another application', async () => {
    const emulator = createEmulator({ clientId: 'one' })
    const { id_token: token } = await emulator.login()
    emulator.configure({ clientId: 'other' })
    expect((await callApi(emulator, token)).status).toBe(401)
  })
})

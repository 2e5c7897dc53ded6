// What a signed-in person does with the own account, and the navigation that signs out.
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { createEmulator, EMULATOR_PASSWORD, type Emulator } from 'react-ciam/testing'
import { answerOf, bearer, call, callRequest, emailCode, login, ORIGIN, refresh, said, smsCode } from './service-calls'

/** Makes a call as `demo`. */
const asDemo = async (emulator: Emulator, path: string, body?: unknown) =>
  call(emulator, path, { body, headers: await bearer(emulator) })

/** The claims of the id_token that a session gets next. */
async function nextClaims(emulator: Emulator, sessionToken: string) {
  return decodeJwt(String((await refresh(emulator, sessionToken)).body.id_token))
}

test('what was done is answered with 200, a JSON content type and nothing', async () => {
  const emulator = createEmulator()
  const sent = { body: { name: 'Somebody' }, headers: await bearer(emulator) }
  const response = await emulator.handle(callRequest('/profile/update', sent))
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(await response.text()).toBe('')
})

describe('whether there is a password', () => {
  test('is a boolean, or the text of one where asked for', async () => {
    const emulator = createEmulator()
    expect(await asDemo(emulator, '/pwd/check-exist')).toEqual({ status: 200, body: { is_set_pwd: true } })
    emulator.configure({ isPasswordSetAs: 'string' })
    expect((await asDemo(emulator, '/pwd/check-exist')).body).toEqual({ is_set_pwd: 'true' })
  })
})

describe('changing the password', () => {
  test('the new one signs in from then on, until reset()', async () => {
    const emulator = createEmulator()
    const passwords = { old_password: EMULATOR_PASSWORD, new_password: 'Changed-22' }
    expect((await asDemo(emulator, '/pwd/change', passwords)).status).toBe(200)
    expect(said(await login(emulator, 'demo', 'Changed-22'))).toBe('SUCCESS')
    expect(said(await login(emulator, 'demo'))).toBe('IDAAS.SDK.LOGIN.1005')
    expect(said(await login(emulator, 'second'))).toBe('SUCCESS')
    emulator.reset()
    expect(said(await login(emulator, 'demo'))).toBe('SUCCESS')
  })

  test('the old one is wanted where there is one, and a wrong one counts as at sign-in', async () => {
    const emulator = createEmulator()
    expect((await asDemo(emulator, '/pwd/change', { new_password: 'Changed-22' })).body.error_msg).toBe(
      'old_password cannot be empty',
    )
    const wrong = { old_password: 'wrong', new_password: 'Changed-22' }
    expect((await asDemo(emulator, '/pwd/change', wrong)).body.error_msg).toMatch(/: 4$/)
    expect((await login(emulator, 'demo', 'wrong')).body.error_msg).toMatch(/: 3$/)
  })

  test('a new one that breaks the rules is refused', async () => {
    const passwords = { old_password: EMULATOR_PASSWORD, new_password: 'short' }
    expect(said(await asDemo(createEmulator(), '/pwd/change', passwords))).toBe('IDAAS.SDK.COMMON.1002')
  })

  test('by a code by e-mail needs that code, to the own address', async () => {
    const emulator = createEmulator()
    const send = async (verify_code: string) =>
      said(await asDemo(emulator, '/pwd/update-by-email', { verify_code, password: 'Changed-22' }))
    expect(await send(emailCode(emulator, 'second@example.com', 'UPDATE_PWD_EMS'))).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(await send(emailCode(emulator, 'demo@example.com', 'LOGIN_EMS'))).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(await send(emailCode(emulator, 'demo@example.com', 'UPDATE_PWD_EMS'))).toBe('undefined')
    expect(said(await login(emulator, 'demo', 'Changed-22'))).toBe('SUCCESS')
  })
})

describe('changing the mobile', () => {
  const MOBILE = '+86-13900000000'

  test('shows in the next id_token, and the new one signs in', async () => {
    const emulator = createEmulator()
    const { session_token } = await emulator.login()
    const verify_code = await smsCode(emulator, MOBILE, 'UPDATE_MOBILE_SMS')
    expect((await asDemo(emulator, '/profile/update-mobile', { mobile: MOBILE, verify_code })).status).toBe(200)
    expect(await nextClaims(emulator, session_token)).toMatchObject({ mobile: MOBILE, userName: 'demo' })
    const signIn = async (mobile: string) =>
      said(await call(emulator, '/login/mobile-pwd', { body: { mobile, password: EMULATOR_PASSWORD } }))
    expect([await signIn(MOBILE), await signIn('+86-13800000001')]).toEqual(['SUCCESS', 'IDAAS.SDK.LOGIN.1005'])
  })

  test('needs the code that went to the new one, and one that is nobody else’s', async () => {
    const emulator = createEmulator()
    const send = async (mobile: string, verify_code: string) =>
      said(await asDemo(emulator, '/profile/update-mobile', { mobile, verify_code }))
    const toOld = await smsCode(emulator, '+86-13800000001', 'UPDATE_MOBILE_SMS')
    expect(await send(MOBILE, toOld)).toBe('IDAAS.SDK.CAPTCHA.0007')
    const taken = await smsCode(emulator, '+86-13800000002', 'UPDATE_MOBILE_SMS')
    expect(await send('+86-13800000002', taken)).toBe('IDAAS.SDK.COMMON.1006')
  })
})

describe('changing the profile', () => {
  test.each(['ciam', 'eiam'] as const)('(%s) the name is in the next id_token, until reset()', async (dialect) => {
    const emulator = createEmulator({ dialect })
    const headers = await bearer(emulator)
    await call(emulator, '/profile/update', { headers, body: { name: '新名字', mobile: '1', email: 'x@example.com' } })
    const claims = decodeJwt((await emulator.login()).id_token)
    const profile = dialect === 'ciam' ? claims : (JSON.parse(String(claims.api)) as object)
    expect(profile).toMatchObject({ name: '新名字', mobile: '+86-13800000001', email: 'demo@example.com' })
    emulator.reset()
    expect(JSON.stringify(decodeJwt((await emulator.login()).id_token))).toContain('演示用户')
  })

  test.each([
    ['female', 200],
    ['male', 200],
    ['unknow', 200],
    ['unknown', 400],
    [1, 400],
  ])('attr_gender %s is answered with %s: the values are as the service spells them', async (attr_gender, status) => {
    expect((await asDemo(createEmulator(), '/profile/update', { attr_gender })).status).toBe(status)
  })
})

describe('a social account', () => {
  test('that is taken off signs in no more, until reset()', async () => {
    const emulator = createEmulator()
    const weChat = async () => said(await call(emulator, '/login/wechat', { body: { code: 'wechat-bound' } }))
    expect((await asDemo(emulator, '/social/unbind-account', { id: 'emulator-wechat-1' })).status).toBe(200)
    expect(await weChat()).toBe('USER_REGISTER')
    emulator.reset()
    expect(await weChat()).toBe('SUCCESS')
  })

  test.each([
    ['ciam', 'IDAAS.SDK.LOGIN.1002'],
    ['eiam', 'SDK.LOGIN.1002'],
  ] as const)('(%s) of somebody else, or of nobody, stays: %s', async (dialect, code) => {
    const emulator = createEmulator({ dialect })
    expect(said(await asDemo(emulator, '/social/unbind-account', { id: 'emulator-wechat-2' }))).toBe(code)
    const headers = await bearer(emulator, 'second')
    const sent = { headers, body: { id: 'emulator-wechat-1' } }
    expect(said(await call(emulator, '/social/unbind-account', sent))).toBe(code)
    expect(said(await call(emulator, '/login/wechat', { body: { code: 'wechat-bound' } }))).toBe('SUCCESS')
  })
})

describe('signing out by navigation', () => {
  const go = (query: string, emulator = createEmulator()) =>
    emulator.handle(new Request(`${ORIGIN}/api/v1/logout${query}`))

  test('leads to redirect_url, and is in the ledger without it', async () => {
    const emulator = createEmulator()
    const target = 'https://app.example/bye?from=1'
    const response = await go(`?redirect_url=${encodeURIComponent(target)}&client_id=x`, emulator)
    expect([response.status, response.headers.get('location')]).toEqual([302, target])
    expect(emulator.ledger.entries()).toMatchObject([{ kind: 'logout', path: '/api/v1/logout', status: 302 }])
    expect(JSON.stringify(emulator.ledger.entries())).not.toContain('app.example')
  })

  test.each(['', '?redirect_url=', '?redirect_url=nowhere', '?redirect_url=javascript:alert(1)'])(
    'with %j it shows a page',
    async (query) => {
      const response = await go(query)
      expect([response.status, response.headers.get('location')]).toEqual([200, null])
      expect(await response.text()).toContain('Signed out')
    },
  )

  test('ends no session_token', async () => {
    const emulator = createEmulator()
    const { session_token } = await emulator.login()
    await go('', emulator)
    expect((await refresh(emulator, session_token)).status).toBe(200)
  })

  test('is a GET', async () => {
    const response = await createEmulator().handle(new Request(`${ORIGIN}/api/v1/logout`, { method: 'POST' }))
    expect((await answerOf(response)).status).toBe(405)
  })
})

// The steps behind a state_token: skip or change a password, a second factor, binding a social account.
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { createEmulator, EMULATOR_PASSWORD, EMULATOR_USERS, type Emulator } from 'react-ciam/testing'
import {
  bearer,
  call,
  emailCode,
  halfSignedIn,
  halfSignedInByWeChat,
  login,
  refresh,
  said,
  smsCode,
  tokenOf,
} from './service-calls'

const userOf = (name: string) => EMULATOR_USERS.find(({ userName }) => userName === name)!
const mfa = userOf('mfa')

const SESSION = {
  session_token: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
  expire: 43_200,
  id_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
  status: 'SUCCESS',
}

describe('a password that ends soon', () => {
  test('is skipped once: a session of twelve hours, and the state_token is used up', async () => {
    const emulator = createEmulator()
    const headers = await halfSignedIn(emulator, 'warn')
    const answer = await call(emulator, '/pwd/skip-update', { headers })
    expect(answer).toEqual({ status: 200, body: SESSION })
    expect((await refresh(emulator, tokenOf(answer))).status).toBe(200)
    expect(said(await call(emulator, '/pwd/skip-update', { headers }))).toBe('IDAAS.SDK.PARAM.0014')
    expect(said(await login(emulator, 'warn'))).toBe('PASSWORD_WARN')
    emulator.clock.advance(43_200_000)
    expect((await refresh(emulator, tokenOf(answer))).status).toBe(400)
  })

  test('a session lasts no longer than the option says', async () => {
    const emulator = createEmulator({ sessionLifetime: 60 })
    const headers = await halfSignedIn(emulator, 'warn')
    expect((await call(emulator, '/pwd/skip-update', { headers })).body.expire).toBe(60)
  })

  test('a sign-in that was denied meanwhile can be asked for', async () => {
    const emulator = createEmulator()
    const headers = await halfSignedIn(emulator, 'warn')
    emulator.failCall('/pwd/skip-update', { kind: 'status', status: 'ACCESS_DENIED' })
    const answer = await call(emulator, '/pwd/skip-update', { headers })
    expect(answer).toEqual({ status: 200, body: { status: 'ACCESS_DENIED' } })
  })
})

describe.each(['warn', 'expired'] as const)('changing the password of %s', (userName) => {
  const change = (emulator: Emulator, headers: object, old_password: string, new_password: string) =>
    call(emulator, '/pwd/update', { headers: { ...headers }, body: { old_password, new_password } })

  test('signs in, and from then on the new one signs in without more ado', async () => {
    const emulator = createEmulator()
    const headers = await halfSignedIn(emulator, userName)
    expect(await change(emulator, headers, EMULATOR_PASSWORD, 'Changed-22')).toEqual({ status: 200, body: SESSION })
    expect(said(await login(emulator, userName))).toBe('IDAAS.SDK.LOGIN.1005')
    expect(said(await login(emulator, userName, 'Changed-22'))).toBe('SUCCESS')
    expect(said(await change(emulator, headers, 'Changed-22', 'Changed-33'))).toBe('IDAAS.SDK.PARAM.0014')
    emulator.reset()
    expect(said(await login(emulator, userName))).toBe(userName === 'warn' ? 'PASSWORD_WARN' : 'PASSWORD_EXPIRED')
  })

  test('a wrong old one counts as at sign-in, and the state_token is still good', async () => {
    const emulator = createEmulator()
    const headers = await halfSignedIn(emulator, userName)
    expect((await change(emulator, headers, 'wrong', 'Changed-22')).body.error_msg).toMatch(/: 4$/)
    expect((await login(emulator, userName, 'wrong')).body.error_msg).toMatch(/: 3$/)
    expect(said(await change(emulator, headers, EMULATOR_PASSWORD, 'Changed-22'))).toBe('SUCCESS')
  })

  test.each(['short-1', 'no-digit-here', '1234567890', 'a-very-long-password-1'])(
    'to %s is refused, for it breaks the rules that PASSWORD_WARN tells',
    async (password) => {
      const emulator = createEmulator()
      const headers = await halfSignedIn(emulator, userName)
      const { body } = await change(emulator, headers, EMULATOR_PASSWORD, password)
      expect(body).toEqual({ error_code: 'IDAAS.SDK.COMMON.1002', error_msg: 'new_password format is incorrect' })
      expect(said(await change(emulator, headers, EMULATOR_PASSWORD, 'Changed-22'))).toBe('SUCCESS')
    },
  )
})

test('a password that has ended cannot be skipped', async () => {
  const emulator = createEmulator()
  const headers = await halfSignedIn(emulator, 'expired')
  expect(said(await call(emulator, '/pwd/skip-update', { headers }))).toBe('IDAAS.SDK.PARAM.0014')
})

describe('a second factor', () => {
  test.each(['ciam', 'eiam'] as const)('(%s) by SMS signs in', async (dialect) => {
    const emulator = createEmulator({ dialect })
    const headers = await halfSignedIn(emulator, 'mfa')
    const body = { mobile: mfa.mobile, verify_code: await smsCode(emulator, mfa.mobile, 'MFA_AUTH_SMS') }
    expect(await call(emulator, '/mfa/sms', { headers, body })).toEqual({ status: 200, body: SESSION })
    expect((await call(emulator, '/mfa/sms', { headers, body })).status).toBe(400)
  })

  test('by e-mail signs in', async () => {
    const emulator = createEmulator()
    const headers = await halfSignedIn(emulator, 'mfa')
    const body = { email: mfa.email, verify_code: emailCode(emulator, mfa.email, 'MFA_AUTH_EMS') }
    expect(await call(emulator, '/mfa/email', { headers, body })).toEqual({ status: 200, body: SESSION })
  })

  test('a code for something else, or to somebody else, is none', async () => {
    const emulator = createEmulator()
    const headers = await halfSignedIn(emulator, 'mfa')
    const send = async (mobile: string, type: string) => {
      const body = { mobile, verify_code: await smsCode(emulator, mobile, type) }
      return said(await call(emulator, '/mfa/sms', { headers, body }))
    }
    expect(await send(mfa.mobile, 'LOGIN_SMS')).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(await send(userOf('demo').mobile, 'MFA_AUTH_SMS')).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(await send(mfa.mobile, 'MFA_AUTH_SMS')).toBe('SUCCESS')
  })
})

describe('binding a social account', () => {
  async function bind(emulator: Emulator, weChat: string, field: 'mobile' | 'email', to: string) {
    const headers = await halfSignedInByWeChat(emulator, weChat)
    const verify_code =
      field === 'mobile' ? await smsCode(emulator, to, 'BIND_MOBILE_SMS') : emailCode(emulator, to, 'BIND_EMAIL_EMS')
    return call(emulator, '/social/bind', { headers, body: { [field]: to, verify_code } })
  }

  test.each([
    ['wechat-new', 'mobile'],
    ['wechat-new', 'email'],
    ['wechat-unbound', 'mobile'],
    ['wechat-unbound', 'email'],
  ] as const)('%s by %s signs in as who has that, and from then on WeChat does', async (weChat, field) => {
    const emulator = createEmulator()
    const second = userOf('second')
    expect(await bind(emulator, weChat, field, second[field])).toEqual({ status: 200, body: SESSION })
    const { body } = await call(emulator, '/login/wechat', { body: { code: weChat } })
    expect(decodeJwt(String(body.id_token))).toMatchObject({ userName: 'second' })
    emulator.reset()
    expect(said(await call(emulator, '/login/wechat', { body: { code: weChat } }))).not.toBe('SUCCESS')
  })

  test('a mobile that is nobody’s makes a new account without a password where USER_REGISTER was said', async () => {
    const emulator = createEmulator()
    const { body } = await bind(emulator, 'wechat-new', 'mobile', '13900000000')
    expect(decodeJwt(String(body.id_token))).toMatchObject({
      userName: '13900000000',
      mobile: '13900000000',
      email: '',
    })
    const headers = { Authorization: `Bearer ${String(body.id_token)}` }
    expect((await call(emulator, '/pwd/check-exist', { headers })).body).toEqual({ is_set_pwd: false })
    expect((await call(emulator, '/pwd/change', { headers, body: { new_password: 'Changed-22' } })).status).toBe(200)
    expect(said(await login(emulator, '13900000000', 'Changed-22'))).toBe('SUCCESS')
    emulator.reset()
    expect(said(await call(emulator, '/pwd/check-exist', { headers }))).toBe('IDAAS.SDK.PARAM.0016')
  })

  test('and is refused where SOCIAL_BIND was', async () => {
    expect(said(await bind(createEmulator(), 'wechat-unbound', 'mobile', '13900000000'))).toBe('IDAAS.SDK.COMMON.1013')
  })

  test('a wrong code is refused, and the state_token is still good', async () => {
    const emulator = createEmulator()
    const headers = await halfSignedInByWeChat(emulator, 'wechat-new')
    const { mobile } = userOf('second')
    const send = async (verify_code: string) =>
      said(await call(emulator, '/social/bind', { headers, body: { mobile, verify_code } }))
    expect(await send('00000')).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(await send(await smsCode(emulator, mobile, 'BIND_MOBILE_SMS'))).toBe('SUCCESS')
  })

  test('to an account that is denied gives no session', async () => {
    const answer = await bind(createEmulator(), 'wechat-new', 'mobile', userOf('denied').mobile)
    expect(answer).toEqual({ status: 200, body: { status: 'ACCESS_DENIED' } })
  })

  test('a state_token is of one emulator, and reset() ends it', async () => {
    const emulator = createEmulator()
    const headers = { ...(await halfSignedIn(emulator, 'warn')), ...(await bearer(emulator)) }
    expect(said(await call(createEmulator(), '/pwd/skip-update', { headers }))).toBe('IDAAS.SDK.PARAM.0014')
    emulator.reset()
    expect(said(await call(emulator, '/pwd/skip-update', { headers }))).toBe('IDAAS.SDK.PARAM.0014')
  })
})

// The ways in besides `/login`: other names with a password, codes by SMS and e-mail, WeChat.
import { describe, expect, test } from 'vitest'
import { createEmulator, EMULATOR_PASSWORD, EMULATOR_SOCIAL_ACCOUNTS, EMULATOR_USERS } from 'react-ciam/testing'
import { call, emailCode, lastCode, login, refresh, said, smsCode, tokenOf } from './service-calls'

const [demo, second] = EMULATOR_USERS as [(typeof EMULATOR_USERS)[0], (typeof EMULATOR_USERS)[0]]
const mfa = EMULATOR_USERS.find(({ userName }) => userName === 'mfa')!

const SESSION = {
  session_token: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
  expire: 604_800,
  id_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
  status: 'SUCCESS',
}

describe('a password', () => {
  test.each([
    ['/login/auth', { user_name: demo.userName }],
    ['/login/auth', { user_name: demo.mobile }],
    ['/login/auth', { user_name: demo.email }],
    ['/login/auth', { user_name: '138 0000 0001' }],
    ['/login/auth', { user_name: 'DEMO@example.com' }],
    ['/login/mobile-pwd', { mobile: demo.mobile }],
    ['/login/mobile-pwd', { mobile: '13800000001' }],
  ])('%s with %o signs in, with a session that can be refreshed', async (path, body) => {
    const emulator = createEmulator()
    const answer = await call(emulator, path, { body: { ...body, password: EMULATOR_PASSWORD } })
    expect(answer).toEqual({ status: 200, body: SESSION })
    expect((await refresh(emulator, tokenOf(answer))).status).toBe(200)
    expect(emulator.ledger.entries()[0]).toMatchObject({ kind: 'login', session: 1, committed: true })
  })

  test.each([
    ['/login', { user_name: demo.mobile }],
    ['/login', { user_name: demo.email }],
    ['/login/mobile-pwd', { mobile: demo.userName }],
    ['/login/mobile-pwd', { mobile: '+1-13800000001' }],
  ])('%s with %o is refused as a wrong password is', async (path, body) => {
    const answer = await call(createEmulator(), path, { body: { ...body, password: EMULATOR_PASSWORD } })
    expect(said(answer)).toBe('IDAAS.SDK.LOGIN.1005')
  })

  test('the wrong ones of an account are counted together, by whichever name it is called', async () => {
    const emulator = createEmulator()
    const wrong = async (path: string, body: object) =>
      String((await call(emulator, path, { body: { ...body, password: 'wrong' } })).body.error_msg)
    expect(await wrong('/login', { user_name: 'demo' })).toMatch(/: 4$/)
    expect(await wrong('/login/auth', { user_name: demo.email })).toMatch(/: 3$/)
    expect(await wrong('/login/auth', { user_name: demo.mobile })).toMatch(/: 2$/)
    expect(await wrong('/login/mobile-pwd', { mobile: '13800000001' })).toMatch(/: 1$/)
    expect(await wrong('/login', { user_name: 'demo' })).toMatch(/locked/)
    expect(said(await call(emulator, '/login/mobile-pwd', { body: { mobile: demo.mobile, password: 'x' } }))).toBe(
      'IDAAS.SDK.LOGIN.1003',
    )
    expect((await login(emulator, 'second')).status).toBe(200)
  })
})

describe('a code', () => {
  test('by SMS signs in', async () => {
    const emulator = createEmulator()
    const verify_code = await smsCode(emulator, second.mobile, 'LOGIN_SMS')
    const body = { mobile: second.mobile, verify_code }
    expect(await call(emulator, '/login/mobile-verify-code', { body })).toEqual({ status: 200, body: SESSION })
  })

  test('by e-mail signs in', async () => {
    const emulator = createEmulator()
    const body = { email: second.email, verify_code: emailCode(emulator, second.email, 'LOGIN_EMS') }
    expect(await call(emulator, '/login/email-verify-code', { body })).toEqual({ status: 200, body: SESSION })
  })

  test('by e-mail needs the table’s `email`: the misspelt key of the page’s sample is not taken', async () => {
    const emulator = createEmulator()
    const body = { emial: second.email, verify_code: emailCode(emulator, second.email, 'LOGIN_EMS') }
    expect((await call(emulator, '/login/email-verify-code', { body })).body.error_msg).toBe('email cannot be empty')
  })

  test.each(['warn', 'expired'])('asks nothing of the password’s end: %s signs in', async (userName) => {
    const emulator = createEmulator()
    const { mobile } = EMULATOR_USERS.find((user) => user.userName === userName)!
    const body = { mobile, verify_code: await smsCode(emulator, mobile, 'LOGIN_SMS') }
    expect(said(await call(emulator, '/login/mobile-verify-code', { body }))).toBe('SUCCESS')
  })

  test('does not stand for the second factor, and lets nobody in who is denied', async () => {
    const emulator = createEmulator()
    const denied = EMULATOR_USERS.find(({ userName }) => userName === 'denied')!
    const signIn = async (mobile: string) => {
      const body = { mobile, verify_code: await smsCode(emulator, mobile, 'LOGIN_SMS') }
      return call(emulator, '/login/mobile-verify-code', { body })
    }
    expect(said(await signIn(mfa.mobile))).toBe('MFA_AUTH')
    expect(await signIn(denied.mobile)).toEqual({ status: 200, body: { status: 'ACCESS_DENIED' } })
  })

  test('of nobody’s mobile is refused although it is right', async () => {
    for (const [dialect, code] of [
      ['ciam', 'IDAAS.SDK.COMMON.1013'],
      ['eiam', 'SDK.COMMON.1013'],
    ] as const) {
      const emulator = createEmulator({ dialect })
      const body = { mobile: '13900000000', verify_code: await smsCode(emulator, '13900000000', 'LOGIN_SMS') }
      expect(said(await call(emulator, '/login/mobile-verify-code', { body }))).toBe(code)
    }
  })

  test('signs in while wrong passwords lock the account', async () => {
    const emulator = createEmulator()
    for (let count = 0; count < 5; count += 1) await login(emulator, 'demo', 'wrong')
    const body = { mobile: demo.mobile, verify_code: await smsCode(emulator, demo.mobile, 'LOGIN_SMS') }
    expect(said(await call(emulator, '/login/mobile-verify-code', { body }))).toBe('SUCCESS')
    expect(said(await login(emulator, 'demo'))).toBe('IDAAS.SDK.LOGIN.1003')
  })

  test('that is wrong is refused, uses nothing up, and counts nothing', async () => {
    const emulator = createEmulator()
    const verify_code = await smsCode(emulator, demo.mobile, 'LOGIN_SMS')
    const send = (code: string) =>
      call(emulator, '/login/mobile-verify-code', { body: { mobile: demo.mobile, verify_code: code } })
    for (let count = 0; count < 6; count += 1) expect(said(await send('wrong'))).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(said(await send(verify_code))).toBe('SUCCESS')
    expect(said(await send(verify_code))).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(lastCode(emulator)).toBe(verify_code)
  })
})

describe('WeChat', () => {
  const DATA = '{"socialBindOrRegisterFlow":["VERIFY_PHONE","VERIFY_EMAIL"]}'
  const send = (code: string, emulator = createEmulator()) => call(emulator, '/login/wechat', { body: { code } })

  test('the code of a bound account signs in', async () => {
    expect(await send('wechat-bound')).toEqual({ status: 200, body: SESSION })
  })

  test.each([
    ['wechat-new', 'USER_REGISTER'],
    ['wechat-unbound', ' SOCIAL_BIND'],
  ])('%s gets %j with a state_token and the ways on as JSON in a string', async (code, status) => {
    const state_token = expect.stringMatching(/^[A-Za-z0-9]{64}$/) as string
    expect(await send(code)).toEqual({ status: 200, body: { status, state_token, data: DATA } })
  })

  test('an unknown code is refused', async () => {
    expect(said(await send('nothing'))).toBe('IDAAS.SDK.LOGIN.1001')
    expect(said(await send('nothing', createEmulator({ dialect: 'eiam' })))).toBe('SDK.LOGIN.1001')
  })

  test('each code of the list does what the list says', async () => {
    for (const { code, status } of EMULATOR_SOCIAL_ACCOUNTS) expect(said(await send(code))).toBe(status)
  })
})

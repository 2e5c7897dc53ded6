// Sign-in by password: every outcome, the counter of wrong passwords, the lock.
import { describe, expect, test } from 'vitest'
import { createEmulator, EMULATOR_USERS } from 'react-ciam/testing'
import { answerOf, headersWith, login, LOGIN, ORIGIN, refresh, tokenOf } from './service-calls'

describe('a right password', () => {
  const emulator = createEmulator({ sessionLifetime: 432_000 })

  test('SUCCESS comes with a session that can be refreshed', async () => {
    const answer = await login(emulator, 'demo')
    expect(answer.body).toEqual({
      session_token: expect.stringMatching(/^[A-Za-z0-9]{32}$/) as string,
      expire: 432_000,
      id_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
      status: 'SUCCESS',
    })
    expect((await refresh(emulator, tokenOf(answer))).status).toBe(200)
  })

  test('PASSWORD_WARN comes with a state_token and the policy as JSON in a string', async () => {
    const { status, body } = await login(emulator, 'warn')
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['data', 'state_token', 'status'])
    expect(JSON.parse(String(body.data))).toMatchObject({ maxLength: 20, minLength: 8 })
    expect(body.status).toBe('PASSWORD_WARN')
  })

  test.each([
    ['expired', 'PASSWORD_EXPIRED'],
    ['mfa', 'MFA_AUTH'],
  ])('%s: %s comes with a state_token alone', async (userName, status) => {
    const state_token = expect.stringMatching(/^[A-Za-z0-9]{64}$/) as string
    expect(await login(emulator, userName)).toEqual({ status: 200, body: { status, state_token } })
  })

  test('ACCESS_DENIED comes with nothing', async () => {
    expect(await login(emulator, 'denied')).toEqual({ status: 200, body: { status: 'ACCESS_DENIED' } })
  })

  test('a built-in user’s name is Chinese', () => {
    expect(EMULATOR_USERS.some(({ name }) => /[\u4e00-\u9fff]/.test(name))).toBe(true)
  })
})

describe('a wrong password', () => {
  test.each([
    ['ciam', 'IDAAS.SDK.LOGIN.1005'],
    ['eiam', 'SDK.LOGIN.1005'],
  ] as const)('%s: %s, and the text counts down, in English and in Chinese', async (dialect, code) => {
    const emulator = createEmulator({ dialect })
    expect(await login(emulator, 'demo', 'wrong')).toEqual({
      status: 400,
      body: { error_code: code, error_msg: 'Incorrect user name or password, remaining login attempts: 4' },
    })
    expect(await login(emulator, 'demo', 'wrong', { 'X-L': 'zh' })).toEqual({
      status: 400,
      body: { error_code: code, error_msg: '用户名或密码错误,剩余登录尝试次数:3' },
    })
  })

  test('an unknown user is refused with the same words', async () => {
    const emulator = createEmulator()
    const [unknown, wrong] = [await login(emulator, 'nobody'), await login(emulator, 'demo', 'wrong')]
    expect(unknown).toEqual(wrong)
  })

  test('users are counted apart, and a right password clears the count', async () => {
    const emulator = createEmulator()
    await login(emulator, 'demo', 'wrong')
    expect((await login(emulator, 'second', 'wrong')).body.error_msg).toMatch(/: 4$/)
    await login(emulator, 'demo')
    expect((await login(emulator, 'demo', 'wrong')).body.error_msg).toMatch(/: 4$/)
  })
})

describe('the lock', () => {
  async function locked(dialect: 'ciam' | 'eiam') {
    const emulator = createEmulator({ dialect })
    for (let count = 0; count < 4; count += 1) await login(emulator, 'demo', 'wrong')
    return { emulator, fifth: await login(emulator, 'demo', 'wrong') }
  }

  test.each([
    ['ciam', 'IDAAS.SDK.LOGIN.1003'],
    ['eiam', 'SDK.LOGIN.1003'],
  ] as const)('%s: the fifth wrong password locks the account with %s', async (dialect, code) => {
    const { fifth } = await locked(dialect)
    expect(fifth.body.error_code).toBe(code)
  })

  test('a locked account refuses the right password too, and says for how long', async () => {
    const { emulator } = await locked('ciam')
    emulator.clock.advance(90_500)
    const inEnglish = await login(emulator, 'demo')
    expect(inEnglish.body.error_msg).toMatch(
      /^Too many attempts, the account is locked\. Try again in 8 minutes (29|30) seconds$/,
    )
    expect((await login(emulator, 'demo', undefined, { 'X-L': 'zh' })).body.error_msg).toMatch(
      /请在8分(29|30)秒后重试$/,
    )
  })

  test('it ends after ten minutes, and the count begins anew', async () => {
    const { emulator } = await locked('ciam')
    emulator.clock.advance(600_000)
    expect((await login(emulator, 'demo', 'wrong')).body.error_msg).toMatch(/: 4$/)
    expect((await login(emulator, 'demo')).body.status).toBe('SUCCESS')
  })
})

describe('a wrong request', () => {
  const emulator = createEmulator()
  const post = async (body: string, headers = headersWith({})) =>
    answerOf(await emulator.handle(new Request(ORIGIN + LOGIN, { method: 'POST', headers, body })))

  test.each([
    ['no user name', '{"password":"x"}', 'user_name cannot be empty'],
    ['no password', '{"user_name":"demo"}', 'password cannot be empty'],
    ['a password that is no text', '{"user_name":"demo","password":1}', 'password cannot be empty'],
    ['no JSON', 'user_name=demo', 'user_name cannot be empty'],
    ['JSON that is no object', 'null', 'user_name cannot be empty'],
  ])('%s: the missing field is named', async (_what, body, message) => {
    expect(await post(body)).toEqual({ status: 400, body: { error_code: 'IDAAS.SDK.COMMON.1001', error_msg: message } })
  })

  test('the service’s headers are wanted here too', async () => {
    const { body } = await post('{}', headersWith({ 'X-device-fingerprint': undefined }))
    expect(body.error_code).toBe('IDAAS.SDK.PARAM.0001')
  })
})

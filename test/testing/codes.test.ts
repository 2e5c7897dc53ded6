// Codes by SMS and e-mail.
import { describe, expect, test, vi } from 'vitest'
import { createEmulator, type EmulatorEmailType, type OutboxEntry } from 'react-ciam/testing'
import { call, callRequest, emailCode, lastCode, said, smsCode } from './service-calls'

const MOBILE = '+86-13800000001'
const LOGIN = '/login/mobile-verify-code'

describe('a code by SMS', () => {
  test('is answered with 200, a JSON content type and nothing, and arrives in the outbox', async () => {
    const emulator = createEmulator()
    const response = await emulator.handle(callRequest('/sms/send', { body: { mobile: MOBILE, type: 'LOGIN_SMS' } }))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect(await response.text()).toBe('')
    expect(emulator.outbox.entries()).toEqual([
      {
        to: MOBILE,
        type: 'LOGIN_SMS',
        code: expect.stringMatching(/^\d{6}$/) as string,
        time: expect.any(Number) as number,
      },
    ])
  })

  test.each([
    ['ciam', 'UPDATE_PWD_SMS', true],
    ['ciam', 'CHANGE_PWD_SMS', false],
    ['eiam', 'UPDATE_PWD_SMS', false],
    ['eiam', 'CHANGE_PWD_SMS', true],
    ['ciam', 'LOGIN_EMS', false],
    ['ciam', 'toString', false],
    ...['LOGIN_SMS', 'REGISTER_SMS', 'FORGET_PWD_SMS', 'UPDATE_MOBILE_SMS', 'BIND_MOBILE_SMS', 'MFA_AUTH_SMS'].flatMap(
      (type) => [['ciam', type, true] as const, ['eiam', type, true] as const],
    ),
  ] as const)('(%s) of the type %s is sent: %s', async (dialect, type, isSent) => {
    const emulator = createEmulator({ dialect })
    const answer = await call(emulator, '/sms/send', { body: { mobile: MOBILE, type } })
    expect(said(answer)).toBe(isSent ? 'undefined' : 'IDAAS.SDK.CAPTCHA.0006')
    expect(emulator.outbox.entries()).toHaveLength(isSent ? 1 : 0)
  })

  test('fits its type, its number, its five minutes, and only until the next', async () => {
    const emulator = createEmulator()
    const send = async (verify_code: string, mobile = MOBILE) =>
      said(await call(emulator, LOGIN, { body: { mobile, verify_code } }))
    expect(await send(await smsCode(emulator, MOBILE, 'BIND_MOBILE_SMS'))).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(await send(await smsCode(emulator, '13800000002', 'LOGIN_SMS'))).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(await send(lastCode(emulator), '+86-13800000002')).toBe('SUCCESS')
    const late = await smsCode(emulator, MOBILE, 'LOGIN_SMS')
    emulator.clock.advance(300_000)
    expect(await send(late)).toBe('IDAAS.SDK.CAPTCHA.0007')
    const code = await smsCode(emulator, MOBILE, 'LOGIN_SMS')
    emulator.clock.advance(299_000)
    expect(await send(code)).toBe('SUCCESS')
  })

  test('is no good once another was sent there for the same', async () => {
    const emulator = createEmulator()
    const first = await smsCode(emulator, MOBILE, 'LOGIN_SMS')
    let second = first
    for (let count = 0; count < 10 && second === first; count += 1)
      second = await smsCode(emulator, MOBILE, 'LOGIN_SMS')
    const send = async (verify_code: string) =>
      said(await call(emulator, LOGIN, { body: { mobile: MOBILE, verify_code } }))
    expect(await send(first)).toBe('IDAAS.SDK.CAPTCHA.0007')
    expect(await send(second)).toBe('SUCCESS')
  })
})

describe('the outbox', () => {
  test('tells its subscribers of each code until they leave, and one that throws harms nothing', async () => {
    const emulator = createEmulator()
    const heard: OutboxEntry[] = []
    const thrown: unknown[] = []
    const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(
      (task) =>
        void Promise.resolve()
          .then(task)
          .catch((error) => thrown.push(error)),
    )
    const leaveFailing = emulator.outbox.subscribe(() => {
      throw new Error('listener')
    })
    const leave = emulator.outbox.subscribe((entry) => heard.push(entry))
    expect((await call(emulator, '/sms/send', { body: { mobile: MOBILE, type: 'LOGIN_SMS' } })).status).toBe(200)
    queue.mockRestore()
    expect(thrown).toEqual([new Error('listener')])
    leaveFailing()
    leave()
    emailCode(emulator, 'demo@example.com', 'LOGIN_EMS')
    expect(heard).toEqual(emulator.outbox.entries().slice(0, 1))
  })

  test('cannot be changed from outside, and reset() empties it and ends its codes', async () => {
    const emulator = createEmulator()
    const verify_code = await smsCode(emulator, MOBILE, 'LOGIN_SMS')
    ;(emulator.outbox.entries() as OutboxEntry[]).pop()
    expect(emulator.outbox.entries()).toHaveLength(1)
    expect(Object.isFrozen(emulator.outbox.entries()[0])).toBe(true)
    emulator.reset()
    expect(emulator.outbox.entries()).toEqual([])
    expect(said(await call(emulator, LOGIN, { body: { mobile: MOBILE, verify_code } }))).toBe('IDAAS.SDK.CAPTCHA.0007')
  })

  test('keeps the last thousand', () => {
    const emulator = createEmulator()
    for (let count = 0; count <= 1_000; count += 1) emulator.sendEmailCode(`${count}@example.com`, 'LOGIN_EMS')
    expect(emulator.outbox.entries()).toHaveLength(1_000)
    expect(emulator.outbox.entries()[0]?.to).toBe('1@example.com')
  })

  test('a code by e-mail of an unknown type is refused, and the message lists the types', () => {
    const emulator = createEmulator()
    expect(() => emulator.sendEmailCode('demo@example.com', 'LOGIN_SMS' as EmulatorEmailType)).toThrow(
      new TypeError(
        'There is no code by e-mail "LOGIN_SMS". There are: LOGIN_EMS, MFA_AUTH_EMS, BIND_EMAIL_EMS, UPDATE_PWD_EMS.',
      ),
    )
    expect(emulator.outbox.entries()).toEqual([])
  })
})

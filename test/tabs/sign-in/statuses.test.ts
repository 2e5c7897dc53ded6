// Every status of a login reply that is no session yet, to each of its ends, in a real browser and over HTTP.
import { EMULATOR_PASSWORD as password, EMULATOR_USERS } from 'react-ciam/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { signInScene, type LateAct } from './scene'

const scene = signInScene()
const [demo, , , , mfa] = EMULATOR_USERS
const NEW = 'Lantern-2026'
const OTHER = 'Not-The-One-7'
const late = (name: 'code' | 'solution') => () => scene[name]()
const as = (userName: string): LateAct => ['signInWithPassword', { userName, password }]
const change = (oldPassword: string, newPassword: string): LateAct => ['changePassword', { oldPassword, newPassword }]
const paths = () => scene.calls().map(([, path]) => path)
const whoIsIn = () =>
  scene.tab.evaluate(() => (window.ciam.getSnapshot() as { claims?: { userName?: string } }).claims?.userName)

/** Each request that follows the first carries its state token, and no other does. */
const stateTokens = () => scene.service.sent.map(({ headers }) => headers['x-state-token'] ?? null)

beforeEach(() => scene.begin())

describe('PASSWORD_WARN', () => {
  test('tells the rules for a new password, and offers to skip, change and cancel', async () => {
    expect(await scene.act(as('warn'))).toMatchObject({
      status: 'password-warning',
      steps: ['skip', 'changePassword', 'cancel'],
      facts: { policy: { minLength: 8, maxLength: 20, regEx: expect.stringContaining('A-Za-z') as unknown } },
    })
    expect(await scene.act(['cancel'])).toMatchObject({ status: 'ready', problem: null })
  })

  test('skipped is signed in, by one GET with the state token', async () => {
    expect(await scene.act(as('warn'), ['skip'])).toMatchObject({ status: 'signed-in' })
    expect(scene.calls()).toEqual([
      ['POST', '/login', { user_name: 'warn', password }],
      ['GET', '/pwd/skip-update', null],
    ])
    expect(stateTokens()).toEqual([null, scene.service.sent[0]!.reply!.state_token])
    expect(await whoIsIn()).toBe('warn')
  })

  test('changed is signed in, and the new password is the one that counts', async () => {
    expect(await scene.act(as('warn'), change(password, NEW))).toMatchObject({ status: 'signed-in' })
    expect(scene.calls().at(-1)).toEqual(['POST', '/pwd/update', { old_password: password, new_password: NEW }])
    await scene.tab.evaluate(() => window.flow.begin())
    expect(await scene.act(as('warn'))).toMatchObject({ problem: { kind: 'wrong-credentials' } })
    const again: LateAct = ['signInWithPassword', { userName: 'warn', password: NEW }]
    expect(await scene.act(again)).toMatchObject({ status: 'signed-in' })
  })
})

describe.each([
  ['PASSWORD_WARN', 'warn', 'password-warning'],
  ['PASSWORD_EXPIRED', 'expired', 'password-expired'],
])('the password of %s', (_status, userName, status) => {
  test('that is typed wrong is counted once, and may be typed again', async () => {
    expect(await scene.act(as(userName), change(OTHER, NEW))).toMatchObject({
      status,
      problem: { kind: 'wrong-password', remainingAttempts: 4 },
    })
    expect(await scene.act(change(password, NEW))).toMatchObject({ status: 'signed-in' })
    expect(paths()).toEqual(['/login', '/pwd/update', '/pwd/update'])
    expect(new Set(stateTokens().slice(1)).size).toBe(1)
  })

  test('that keeps no rule is refused, and another one is taken', async () => {
    expect(await scene.act(as(userName), change(password, 'short-Lantern-of-many-letters'))).toMatchObject({
      status,
      problem: { kind: 'refused', serviceCode: 'IDAAS.SDK.COMMON.1002' },
    })
    expect(await scene.act(change(password, NEW))).toMatchObject({ status: 'signed-in' })
  })
})

test('PASSWORD_EXPIRED offers to change and cancel, and ends signed in', async () => {
  const expired = await scene.act(as('expired'))
  expect(expired).toMatchObject({ status: 'password-expired', steps: ['changePassword', 'cancel'] })
  expect(await scene.act(['cancel'])).toMatchObject({ status: 'ready' })
  expect(await scene.act(as('expired'), change(password, NEW))).toMatchObject({ status: 'signed-in' })
  expect(await whoIsIn()).toBe('expired')
})

describe('MFA_AUTH', () => {
  const steps = ['sendCode', 'enterCode', 'cancel']

  test.each([
    ['SMS', { mobile: mfa!.mobile }, '/mfa/sms', 'MFA_AUTH_SMS'],
    ['e-mail', { email: mfa!.email }, '/mfa/email', 'MFA_AUTH_EMS'],
  ])('is finished by a code by %s', async (_way, target, path, type) => {
    expect(await scene.act(as('mfa'))).toMatchObject({ status: 'second-factor', steps, facts: {} })
    const sent = await scene.act(['sendCode', target])
    expect(sent).toMatchObject({ status: 'code-sent', facts: { purpose: 'second-factor', target } })
    expect(scene.emulator.outbox.entries()).toMatchObject([{ type }])
    expect(await scene.act(['verify', scene.code])).toMatchObject({ status: 'signed-in' })
    expect(scene.calls().at(-1)).toEqual(['POST', path, { ...target, verify_code: scene.code().code }])
    expect(scene.emulator.ledger.entries().filter(({ kind }) => kind === 'step')).toHaveLength(1)
    expect(await whoIsIn()).toBe('mfa')
  })

  test('takes a captcha before the SMS, and another way after going back', async () => {
    await scene.begin({ captcha: true }, { captcha: true })
    const sent = await scene.act(as('mfa'), ['sendCode', { mobile: mfa!.mobile }], ['solve', late('solution')])
    expect(sent.status).toBe('code-sent')
    expect(await scene.act(['back'])).toMatchObject({ status: 'second-factor', steps })
    const told = await scene.act(['sendCode', { email: mfa!.email }], ['verify', late('code')])
    expect(told.status).toBe('signed-in')
    // The captcha and the SMS are no steps of the sign-in.
    expect(stateTokens().map(Boolean)).toEqual([false, false, false, false, true])
  })

  test('after a wrong code takes the right one; cancelled, it begins anew', async () => {
    await scene.act(as('mfa'), ['sendCode', { mobile: mfa!.mobile }])
    const { code } = scene.code()
    const wrong = await scene.act(['verify', { code: code === '000000' ? '111111' : '000000' }])
    expect(wrong).toMatchObject({ status: 'code-sent', problem: { kind: 'wrong-code' } })
    expect(await scene.act(['back'], ['cancel'])).toMatchObject({ status: 'ready', problem: null })
    expect(await scene.act(as('mfa'), ['enterCode', { mobile: mfa!.mobile }])).toMatchObject({ status: 'code-sent' })
    expect(await scene.act(['verify', { code }])).toMatchObject({ status: 'signed-in' })
  })

  test('comes after a code, too', async () => {
    const { mobile, email } = mfa!
    const told = await scene.act(['sendCode', { mobile }], ['verify', scene.code])
    expect(told).toMatchObject({ status: 'second-factor' })
    expect(await scene.act(['sendCode', { email }], ['verify', scene.code])).toMatchObject({ status: 'signed-in' })
  })
})

describe.each([
  ['USER_REGISTER', 'wechat-new'],
  ['SOCIAL_BIND', 'wechat-unbound'],
])('%s', (reason, code) => {
  const arrive: LateAct = ['signInWithWeChat', { code }]

  test.each([
    ['mobile number', { mobile: demo!.mobile }, 'BIND_MOBILE_SMS'],
    ['e-mail address', { email: demo!.email }, 'BIND_EMAIL_EMS'],
  ])('links an account by its %s, and the next time WeChat alone signs in', async (_way, target, type) => {
    const linking = await scene.act(arrive)
    expect(linking).toMatchObject({ status: 'account-link', facts: { reason, ways: ['mobile', 'email'] } })
    expect(linking.steps).toEqual(['sendCode', 'enterCode', 'cancel'])
    // As one page of the service has it, with a space before it.
    expect(scene.service.sent[0]!.reply!.status).toBe(reason === 'SOCIAL_BIND' ? ' SOCIAL_BIND' : reason)
    expect(await scene.act(['sendCode', target])).toMatchObject({ facts: { purpose: 'account-link' } })
    expect(scene.emulator.outbox.entries()).toMatchObject([{ type }])
    expect(await scene.act(['verify', scene.code])).toMatchObject({ status: 'signed-in' })
    expect(scene.calls().at(-1)).toEqual(['POST', '/social/bind', { ...target, verify_code: scene.code().code }])
    expect(await whoIsIn()).toBe('demo')
    await scene.tab.evaluate(() => window.flow.begin())
    expect(await scene.act(arrive)).toMatchObject({ status: 'signed-in' })
  })

  test('of who is new is an account of its own, or is refused with a way on', async () => {
    const told = await scene.act(arrive, ['sendCode', { email: 'new@example.com' }], ['verify', scene.code])
    const known = { status: 'code-sent', problem: { kind: 'unknown-account' }, steps: ['resend', 'verify', 'back'] }
    const refused = { ...known, steps: ['verify', 'back'] }
    expect(told).toMatchObject(reason === 'USER_REGISTER' ? { status: 'signed-in' } : refused)
  })

  test('cancelled begins anew', async () => {
    expect(await scene.act(arrive, ['enterCode', { mobile: demo!.mobile }], ['back'], ['cancel'])).toMatchObject({
      status: 'ready',
      problem: null,
    })
  })
})

describe('ACCESS_DENIED', () => {
  const denied = { status: 'denied', steps: ['restart'], problem: null }

  test('ends the way in, and leaves one for another account', async () => {
    expect(await scene.act(as('denied'))).toMatchObject(denied)
    expect(await scene.act(['restart'], as('demo'))).toMatchObject({ status: 'signed-in' })
  })

  test.each<[string, LateAct[], LateAct]>([
    ['/pwd/skip-update', [as('warn')], ['skip']],
    ['/pwd/update', [as('expired')], change(password, NEW)],
    ['/mfa/sms', [as('mfa'), ['enterCode', { mobile: mfa!.mobile }]], ['verify', { code: '246813' }]],
    [
      '/social/bind',
      [
        ['signInWithWeChat', { code: 'wechat-new' }],
        ['enterCode', demo!],
      ],
      ['verify', { code: '246813' }],
    ],
  ])('may come from %s, too', async (path, arrive, last) => {
    await scene.act(...arrive)
    scene.emulator.failCall(path, { kind: 'status', status: 'ACCESS_DENIED' })
    expect(await scene.act(last)).toMatchObject(denied)
    expect(await scene.act(['restart'])).toMatchObject({ status: 'ready' })
  })
})

describe('a status that is not known, or not whole', () => {
  test.each([
    ['SOMETHING_NEW', 'refused', 'SIGN_IN_INCOMPLETE'],
    ['success', 'refused', 'SIGN_IN_INCOMPLETE'],
    ['SUCCESS', 'unavailable', 'INVALID_RESPONSE'],
    [' MFA_AUTH ', 'unavailable', 'INVALID_RESPONSE'],
    ['PASSWORD_WARN', 'unavailable', 'INVALID_RESPONSE'],
  ] as const)('%j alone is no sign-in, and leaves the way in open', async (status, kind, code) => {
    scene.emulator.failCall('/login', { kind: 'status', status })
    const told = await scene.act(as('demo'))
    expect(told).toMatchObject({ status: 'ready', problem: { kind, code } })
    expect(told.steps).toContain('signInWithPassword')
    expect(paths()).toEqual(['/login'])
    expect(await scene.act(as('demo'))).toMatchObject({ status: 'signed-in' })
  })
})

describe('a half-finished sign-in', () => {
  test('that the service has forgotten begins anew, and says so', async () => {
    await scene.act(as('warn'))
    scene.emulator.clock.advance(601_000)
    expect(await scene.act(['skip'])).toMatchObject({
      status: 'ready',
      problem: { kind: 'step-over', serviceCode: 'IDAAS.SDK.PARAM.0014' },
    })
    expect(await scene.act(as('warn'), ['skip'])).toMatchObject({ status: 'signed-in' })
  })

  test('that takes longer than stepTimeout is forgotten, by itself', async () => {
    await scene.begin({ stepTimeout: 300 })
    await scene.act(as('mfa'))
    expect(await scene.waitFor('ready', 'step-over')).toMatchObject({ problem: { code: 'TIMEOUT' } })
    expect(paths()).toEqual(['/login'])
  })
})

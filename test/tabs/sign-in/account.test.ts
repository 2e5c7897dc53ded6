// Every call of a signed-in person's own account, in a real browser and over HTTP: what is sent for it, once; that an empty
// answer is a yes; every error code and every fault; and the id_token that the service does not take any more.
import { EMULATOR_PASSWORD as password, EMULATOR_USERS } from 'react-ciam/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CODES, faultOf, kindFor, statusOf } from './codes'
import { faultFor, FAULTS, kindsFor, YES, type Kind } from './faults'
import type { Act, Outcome } from './flow'
import { startRecordedService, type RecordedService } from './recorded-service'
import { signInScene } from './scene'

const scene = signInScene()
const REFRESH = '/sso/session-token/id-token'
const OVER = 'IDAAS.SDK.PARAM.0016'
const NEW = 'Lantern-2026'
const MOBILE = '+86-13900000009'
const { email } = EMULATOR_USERS[0]!
let elsewhere: RecordedService

beforeAll(async () => {
  elsewhere = await startRecordedService()
})
afterEach(() => {
  expect([...elsewhere.sent, ...elsewhere.preflights]).toEqual([])
})
afterAll(() => elsewhere?.close())

const account = async (name: string, input?: unknown): Promise<Outcome> =>
  (await scene.tab.evaluate((act) => window.flow.account(act), [name, input] as Act))[0]!
const calls = () => scene.calls().slice(1) // Behind the sign-in.
const paths = () => calls().map(([, path]) => path)
const lastCode = () => scene.code().code || '246813'

interface Row {
  readonly name: string
  readonly path: string
  /** What is handed in, and what is sent of it. */
  readonly given: () => [input: unknown, body: object | null]
  readonly value: unknown
}

const ROWS: readonly Row[] = [
  { name: 'hasPassword', path: '/pwd/check-exist', given: () => [undefined, null], value: true },
  {
    name: 'changePassword',
    path: '/pwd/change',
    given: () => [
      { oldPassword: password, newPassword: NEW },
      { old_password: password, new_password: NEW },
    ],
    value: null,
  },
  {
    name: 'changePasswordByEmail',
    path: '/pwd/update-by-email',
    given() {
      scene.emulator.sendEmailCode(email, 'UPDATE_PWD_EMS')
      const code = lastCode()
      return [
        { code: ` ${code} `, newPassword: NEW },
        { verify_code: code, password: NEW },
      ]
    },
    value: null,
  },
  {
    name: 'updateMobile',
    path: '/profile/update-mobile',
    given: () => [
      { mobile: MOBILE, code: lastCode() },
      { mobile: MOBILE, verify_code: lastCode() },
    ],
    value: null,
  },
  {
    name: 'updateProfile',
    path: '/profile/update',
    given: () => [
      { name: 'Lin', attr_gender: 'unknown' },
      { name: 'Lin', attr_gender: 'unknow' },
    ],
    value: null,
  },
  {
    name: 'unbindSocialAccount',
    path: '/social/unbind-account',
    given: () => [{ id: 'emulator-wechat-1' }, { id: 'emulator-wechat-1' }],
    value: null,
  },
]

beforeEach(async () => {
  await scene.begin()
  await scene.act(['signInWithPassword', { userName: 'demo', password }])
})

describe.each(ROWS)('$name', ({ name, path, given, value }) => {
  /** The new number's code is sent first, by a call of the account. */
  const prepare = async (): Promise<ReturnType<Row['given']>> => {
    if (name === 'updateMobile') {
      const request = { mobile: MOBILE, type: 'UPDATE_MOBILE_SMS' }
      expect(await account('sendSmsCode', request)).toEqual({ value: null })
      expect(scene.service.sent.pop()).toMatchObject({ path: '/sms/send', body: request })
    }
    return given()
  }
  const repeat = (input: unknown, count: number) =>
    scene.tab.evaluate(([act, times]) => window.flow.account(act, times), [[name, input] as Act, count] as const)

  test('is one request with the id_token', async () => {
    const [input, body] = await prepare()
    expect(await account(name, input)).toEqual({ value })
    expect(calls()).toEqual([[body ? 'POST' : 'GET', path, body]])
    const [login, call] = scene.service.sent
    expect(call!.headers).toMatchObject({ authorization: `Bearer ${String(login!.reply!.id_token)}` })
    for (const header of ['x-client-id', 'x-device-fingerprint', 'x-operating-sys-version', 'x-agent', 'content-type'])
      expect(call!.headers[header]).toBe(login!.headers[header])
  })

  test('with an id_token that has ended is refreshed once, and sent again', async () => {
    scene.emulator.clock.advance(301_000)
    const [input] = await prepare()
    expect(await account(name, input)).toEqual({ value })
    expect(paths()).toEqual([path, REFRESH, path])
  })

  test('whose id_token is refused again is not sent a third time', async () => {
    const [input] = await prepare()
    scene.emulator.failCall(path, [faultOf(OVER), faultOf(OVER)])
    const refused = { error: 'SERVICE_ERROR', kind: 'refused', serviceCode: OVER, httpStatus: 400 }
    expect(await account(name, input)).toEqual(refused)
    expect(paths()).toEqual([path, REFRESH, path])
  })

  test('tells each code by its kind, and is not sent again', async () => {
    const [input] = given()
    const codes = CODES.filter((code) => code !== OVER)
    scene.emulator.failCall(path, codes.map(faultOf))
    const told = await repeat(input, codes.length)
    const expected = codes.map((code) => ({
      error: expect.any(String) as unknown,
      kind: kindFor({ path, hasStateToken: false }, code),
      serviceCode: code,
      httpStatus: statusOf(code),
    }))
    expect(told).toEqual(expected)
    expect(paths()).toEqual(codes.map(() => path))
  })

  test('is unavailable without an answer of the service, and done with an empty one', async () => {
    const [input] = await prepare()
    const isYes = (kind: Kind) => value === null && YES.includes(kind)
    const kinds = kindsFor(path === '/pwd/check-exist').filter((kind) => !isYes(kind) || kind === 'empty-200')
    scene.emulator.failCall(
      path,
      kinds.map((kind) => faultFor(kind, path, elsewhere)),
    )
    const told = await repeat(input, kinds.length)
    const unavailable = (kind: Kind) => ({ error: FAULTS[kind], kind: 'unavailable' })
    expect(told).toMatchObject(kinds.map((kind) => (isYes(kind) ? { value: null } : unavailable(kind))))
    expect(paths()).toEqual(kinds.map(() => path))
  })

  test('of nobody sends nothing', async () => {
    await scene.tab.evaluate(() => window.ciam.signOut())
    expect(await account(name, given()[0])).toEqual({ error: 'SIGNED_OUT', kind: 'refused' })
    expect(paths()).toEqual([])
  })
})

test('no answer ends every call at three times requestTimeout', async () => {
  const tab = await scene.open({ requestTimeout: '400' })
  for (const { path } of ROWS) scene.emulator.failCall(path, 'hang')
  const acts = ROWS.map(({ name, given }): Act => [name, given()[0]])
  const told = await tab.evaluate((all) => Promise.all(all.map((act) => window.flow.account(act))), acts)
  expect(told).toEqual(ROWS.map(() => [{ error: 'TIMEOUT', kind: 'unavailable' }]))
  expect(paths().sort()).toEqual(ROWS.map(({ path }) => path).sort())
})

test('a session that is over ends with the call that finds it so', async () => {
  scene.emulator.reset()
  scene.emulator.clock.advance(301_000)
  expect(await account('hasPassword')).toMatchObject({ error: 'SERVICE_ERROR', serviceCode: OVER })
  expect(paths()).toEqual(['/pwd/check-exist', REFRESH])
  expect(await scene.waitFor('ready')).toMatchObject({ problem: null })
})

test.each([
  ['boolean', true],
  ['string', true],
] as const)('whether there is a password is told of a %s, too', async (isPasswordSetAs, value) => {
  scene.emulator.configure({ isPasswordSetAs })
  expect(await account('hasPassword')).toEqual({ value })
})

test('who has no password sets the first one without an old one, and signs in with it', async () => {
  await scene.begin()
  await scene.act(['signInWithWeChat', { code: 'wechat-new' }], ['sendCode', { email: 'new@example.com' }])
  await scene.act(['verify', scene.code])
  expect(await account('hasPassword')).toEqual({ value: false })
  expect(await account('changePassword', { newPassword: NEW })).toEqual({ value: null })
  expect(scene.calls().at(-1)).toEqual(['POST', '/pwd/change', { new_password: NEW }])
  await scene.tab.evaluate(() => window.flow.begin())
  const told = await scene.act(['signInWithPassword', { identifier: 'new@example.com', password: NEW }])
  expect(told).toMatchObject({ status: 'signed-in' })
})

test('a wrong old password is told with the attempts that are left', async () => {
  const wrong = await account('changePassword', { oldPassword: 'Not-The-One-7', newPassword: NEW })
  expect(wrong).toMatchObject({ kind: 'wrong-password', serviceCode: 'IDAAS.SDK.LOGIN.1005' })
  expect(paths()).toEqual(['/pwd/change'])
})

test('another mobile number: a puzzle, its solution, a code, the change', async () => {
  scene.emulator.configure({ captcha: true })
  const [puzzle] = await scene.tab.evaluate(() => window.flow.account(['getCaptcha']))
  const { token } = (puzzle as { value: { token: string } }).value
  const verified = await account('verifyCaptcha', { ...scene.solution(), token, sender: MOBILE })
  const { value: captchaToken } = verified as { value: string }
  expect(await account('sendSmsCode', { mobile: MOBILE, type: 'UPDATE_MOBILE_SMS', captchaToken })).toEqual({
    value: null,
  })
  expect(await account('updateMobile', { mobile: MOBILE, code: lastCode() })).toEqual({ value: null })
  expect(paths()).toEqual(['/captcha', '/captcha/verify', '/sms/send', '/profile/update-mobile'])
  expect(calls()[2]![2]).toEqual({ mobile: MOBILE, type: 'UPDATE_MOBILE_SMS', captcha_token: captchaToken })
  // What needs no session goes without the id_token.
  expect(scene.service.sent.map(({ headers }) => 'authorization' in headers)).toEqual([
    false,
    false,
    false,
    false,
    true,
  ])
  await scene.tab.evaluate(() => window.flow.begin())
  expect(await scene.act(['signInWithPassword', { mobile: MOBILE, password }])).toMatchObject({ status: 'signed-in' })
})

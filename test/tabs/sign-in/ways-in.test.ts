// Every way in, in a real browser and over HTTP: what is sent for it, once, and that it ends signed in.
import { EMULATOR_PASSWORD as password, EMULATOR_USERS } from 'react-ciam/testing'
import { describe, expect, test } from 'vitest'
import { signInScene, type LateAct } from './scene'

const scene = signInScene()
const { userName, mobile, email } = EMULATOR_USERS[0]!
const POINT = expect.stringMatching(/^\{"x":\d+,"y":5\.0\}$/) as unknown
const CODE = expect.stringMatching(/^\d{6}$/) as unknown
const TEXT = expect.stringMatching(/\S{32}/) as unknown

type Calls = [method: string, path: string, body: object | null][]

const CAPTCHA: Calls = [
  ['GET', '/captcha', null],
  ['POST', '/captcha/verify', { point_json: POINT, token: TEXT, sender: mobile }],
  ['POST', '/sms/send', { mobile, type: 'LOGIN_SMS', captcha_token: TEXT }],
]
const SMS: Calls = [['POST', '/sms/send', { mobile, type: 'LOGIN_SMS' }]]
const byPassword = (path: string, body: object): Calls => [['POST', path, { ...body, password }]]
const BY_SMS: Calls = [['POST', '/login/mobile-verify-code', { mobile, verify_code: CODE }]]
const BY_EMAIL: Calls = [['POST', '/login/email-verify-code', { email, verify_code: CODE }]]
const late = (name: 'code' | 'solution') => () => scene[name]()

const WAYS: [way: string, captcha: boolean, acts: LateAct[], calls: Calls][] = [
  [
    'a user name',
    false,
    [['signInWithPassword', { userName, password }]],
    byPassword('/login', { user_name: userName }),
  ],
  ...[userName, mobile, email].map((identifier): (typeof WAYS)[number] => [
    `the identifier ${identifier}`,
    false,
    [['signInWithPassword', { identifier, password }]],
    byPassword('/login/auth', { user_name: identifier }),
  ]),
  [
    'a mobile number',
    false,
    [['signInWithPassword', { mobile, password }]],
    byPassword('/login/mobile-pwd', { mobile }),
  ],
  [
    'a code by SMS',
    false,
    [
      ['sendCode', { mobile }],
      ['verify', late('code')],
    ],
    [...SMS, ...BY_SMS],
  ],
  [
    'a code by SMS after a captcha',
    true,
    [
      ['sendCode', { mobile }],
      ['solve', late('solution')],
      ['verify', late('code')],
    ],
    [...CAPTCHA, ...BY_SMS],
  ],
  [
    'a code by e-mail, which no captcha goes before',
    true,
    [
      ['sendCode', { email }],
      ['verify', late('code')],
    ],
    BY_EMAIL,
  ],
  [
    'WeChat',
    false,
    [['signInWithWeChat', { code: 'wechat-bound' }]],
    [['POST', '/login/wechat', { code: 'wechat-bound' }]],
  ],
]

describe.each(['ciam', 'eiam'] as const)('on a %s tenant', (dialect) => {
  test.each(WAYS)('%s', async (_way, captcha, acts, calls) => {
    await scene.begin({ captcha }, { captcha, dialect })
    const told = await scene.act(...acts)
    expect(told).toEqual({
      status: 'signed-in',
      isBusy: false,
      steps: [],
      facts: {},
      problem: null,
      page: 'signed-in 0',
    })
    expect(scene.calls()).toEqual(calls)
    const idToken = await scene.tab.evaluate(() => window.ciam.getIdToken())
    expect(idToken).toBe(scene.service.sent.at(-1)!.reply!.id_token)
    expect(await scene.tab.evaluate(() => window.ciam.getSnapshot())).toMatchObject({ claims: { userName } })
    expect(scene.emulator.ledger.entries().filter(({ session }) => session !== null)).toHaveLength(1)
  })
})

describe('a code', () => {
  test('is asked for again once the wait is over; only the newer one counts', async () => {
    await scene.begin({ resendAfter: 150 })
    const sent = await scene.act(['sendCode', { mobile }])
    const { code: first } = scene.code()
    expect([sent.status, sent.facts.resend, sent.steps]).toEqual(['code-sent', null, ['verify', 'back']])
    await scene.tab.waitForFunction(() => window.flow.tell().steps.includes('resend'))
    await scene.act(['resend'])
    const { code: second } = scene.code()
    if (first !== second) {
      expect(await scene.act(['verify', { code: first }])).toMatchObject({ problem: { kind: 'wrong-code' } })
    }
    expect(await scene.act(['verify', { code: ` ${second} ` }])).toMatchObject({ status: 'signed-in' })
    expect(scene.calls().filter(([, path]) => path === '/sms/send')).toHaveLength(2)
  })

  test('has a countdown on the page', async () => {
    await scene.begin()
    expect((await scene.act(['sendCode', { mobile }])).page).toMatch(/^code-sent (60|59)$/)
  })

  test('that came before, such as before a reload, is taken without another one', async () => {
    await scene.begin()
    await scene.act(['sendCode', { email }])
    await scene.tab.evaluate(() => window.flow.begin())
    const told = await scene.act(['enterCode', { email }], ['verify', scene.code])
    expect(told).toMatchObject({ status: 'signed-in' })
    expect(scene.calls()).toEqual(BY_EMAIL)
  })

  test('is asked for at another address after going back', async () => {
    await scene.begin()
    const told = await scene.act(['sendCode', { mobile }], ['back'], ['sendCode', { email }])
    expect(told).toMatchObject({ status: 'code-sent', facts: { target: { email }, purpose: 'sign-in' } })
    expect(await scene.act(['back'])).toMatchObject({ status: 'ready', problem: null })
    expect(scene.calls()).toEqual(SMS)
  })

  test('of an address that is nobody’s does not sign in', async () => {
    await scene.begin()
    const told = await scene.act(['sendCode', { mobile: '13900000009' }], ['verify', scene.code])
    expect(told).toMatchObject({ status: 'code-sent', problem: { kind: 'unknown-account' } })
  })
})

describe('a captcha', () => {
  const begin = () => scene.begin({ captcha: true }, { captcha: true })

  test('that does not fit makes room for another one, which does', async () => {
    await begin()
    const first = await scene.act(['sendCode', { mobile }])
    expect(first).toMatchObject({ status: 'captcha', steps: ['solve', 'renew', 'back'], facts: { target: { mobile } } })
    const second = await scene.act(['solve', () => ({ x: scene.solution().x - 20 })])
    expect(second).toMatchObject({ status: 'captcha', problem: { kind: 'captcha-failed' } })
    expect(second.facts.puzzle).not.toEqual(first.facts.puzzle)
    expect(await scene.act(['solve', scene.solution])).toMatchObject({ status: 'code-sent', problem: null })
    expect(scene.emulator.outbox.entries()).toHaveLength(1)
  })

  test('is renewed without an answer, taken as the app encrypted it, or left', async () => {
    await begin()
    await scene.act(['sendCode', { mobile }], ['renew'])
    const pointJson = JSON.stringify({ ...scene.solution(), y: 5 })
    expect(await scene.act(['solve', { pointJson }], ['back'])).toMatchObject({ status: 'ready' })
    expect(await scene.act(['sendCode', { mobile }], ['back'])).toMatchObject({ status: 'ready', problem: null })
    expect(scene.calls().map(([, path]) => path)).toEqual([
      '/captcha',
      '/captcha',
      '/captcha/verify',
      '/sms/send',
      '/captcha',
    ])
  })

  test('goes before another code, too', async () => {
    await scene.begin({ captcha: true, resendAfter: 0 }, { captcha: true })
    await scene.act(['sendCode', { mobile }], ['solve', scene.solution])
    expect(await scene.act(['resend'])).toMatchObject({ status: 'captcha' })
    expect(await scene.act(['back'])).toMatchObject({ status: 'code-sent' })
    const told = await scene.act(['resend'], ['solve', scene.solution], ['verify', scene.code])
    expect(told).toMatchObject({ status: 'signed-in' })
  })
})

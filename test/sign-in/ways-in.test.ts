// The ways in: which call each makes, with which body and headers, and that each ends in the client's session.
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import { createSignIn } from 'react-ciam/sign-in'
import { describe, expect, test, vi } from 'vitest'
import { createSignInScene, inState, json, lastCode } from './sign-in-scene'

const demo = EMULATOR_USERS[0]!

describe('with a password', () => {
  test.each([
    ['/login', { userName: 'demo' }, { user_name: 'demo' }],
    ['/login/auth', { identifier: demo.email }, { user_name: demo.email }],
    ['/login/auth', { identifier: demo.mobile }, { user_name: demo.mobile }],
    ['/login/mobile-pwd', { mobile: demo.mobile }, { mobile: demo.mobile }],
  ])('%s is called for %j', async (path, names, body) => {
    const { signIn, client, requests } = createSignInScene()
    const ready = inState(signIn, 'ready')
    const state = await ready.signInWithPassword({ ...names, password: EMULATOR_PASSWORD })
    expect(state).toEqual({ status: 'signed-in', isBusy: false, problem: null })
    expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', claims: { userName: 'demo' } })
    expect(requests).toMatchObject([{ path, method: 'POST', body: { ...body, password: EMULATOR_PASSWORD } }])
    expect(Object.keys(requests[0]!.body!).length).toBe(2)
  })

  test('the request has the service headers and no other, is not cached, follows no redirect and takes no cookie', async () => {
    const { signIn, client, requests } = createSignInScene()
    await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password: EMULATOR_PASSWORD })
    const wanted = Object.entries(await client.getServiceHeaders()).map(([name, value]) => [name.toLowerCase(), value])
    expect(requests[0]!.headers).toEqual(Object.fromEntries(wanted))
    expect(requests[0]!.init).toMatchObject({ redirect: 'error', credentials: 'omit', cache: 'no-store' })
  })

  test('a password goes out as it was typed, and what stands beside it without the spaces of a paste', async () => {
    const { signIn, requests } = createSignInScene()
    await inState(signIn, 'ready').signInWithPassword({ userName: ' demo\n', password: '  spaces are typed ' })
    expect(requests[0]!.body).toEqual({ user_name: 'demo', password: '  spaces are typed ' })
    await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password: ' ' })
    expect(requests[1]!.body).toEqual({ user_name: 'demo', password: ' ' })
  })
})

describe('with a code', () => {
  test('by SMS: sent for LOGIN_SMS, then verified', async () => {
    const { signIn, emulator, requests } = createSignInScene()
    const sent = inState(await inState(signIn, 'ready').sendCode({ mobile: demo.mobile }), 'code-sent')
    expect(sent).toMatchObject({ purpose: 'sign-in', target: { mobile: demo.mobile }, isBusy: false, problem: null })
    inState(await sent.verify({ code: ` ${lastCode(emulator)} ` }), 'signed-in')
    expect(requests).toMatchObject([
      { path: '/sms/send', body: { mobile: demo.mobile, type: 'LOGIN_SMS' } },
      { path: '/login/mobile-verify-code', body: { mobile: demo.mobile, verify_code: lastCode(emulator) } },
    ])
    expect(requests[0]!.body).not.toHaveProperty('captcha_token')
  })

  test('by e-mail: the app sends it, the service verifies it', async () => {
    const { signIn, emulator, requests } = createSignInScene()
    const sent = inState(await inState(signIn, 'ready').sendCode({ email: demo.email }), 'code-sent')
    expect(requests).toEqual([])
    expect(emulator.outbox.entries()).toMatchObject([{ to: demo.email, type: 'LOGIN_EMS' }])
    inState(await sent.verify({ code: lastCode(emulator) }), 'signed-in')
    expect(requests).toMatchObject([
      { path: '/login/email-verify-code', body: { email: demo.email, verify_code: lastCode(emulator) } },
    ])
  })

  test('by e-mail without sendEmailCode: nothing is sent, and the problem says what to hand in', async () => {
    const { client, requests } = createSignInScene()
    const state = inState(await inState(createSignIn(client), 'ready').sendCode({ email: demo.email }), 'ready')
    expect(state.problem).toMatchObject({ kind: 'input', error: { code: 'CONFIG' } })
    expect(state.problem!.error.message).toContain('sendEmailCode')
    expect(requests).toEqual([])
  })

  test.each([
    ['rejects', () => Promise.reject(new Error('The mail server is down.'))],
    [
      'throws',
      () => {
        throw new Error('Not set up.')
      },
    ],
  ])(
    'an app whose sendEmailCode %s leads to code-not-sent, and what it threw is not shown',
    async (_how, sendEmailCode) => {
      const { signIn } = createSignInScene({ signIn: { sendEmailCode } })
      const state = inState(await inState(signIn, 'ready').sendCode({ email: demo.email }), 'ready')
      expect(state.problem).toMatchObject({ kind: 'code-not-sent', error: { code: 'SERVICE_ERROR', retryable: false } })
      expect(String((state.problem!.error.cause as Error).message)).not.toMatch(/mail server|set up/)
    },
  )

  test('a sendEmailCode that hangs is given up at requestTimeout', async () => {
    const sendEmailCode = vi.fn(() => new Promise(() => {}))
    const { signIn } = createSignInScene({ client: { requestTimeout: 20 }, signIn: { sendEmailCode } })
    const state = inState(await inState(signIn, 'ready').sendCode({ email: demo.email }), 'ready')
    expect(state.problem).toMatchObject({ kind: 'unavailable', error: { code: 'TIMEOUT' } })
    expect(sendEmailCode).toHaveBeenCalledTimes(1)
  })

  test('a code that came before a reload is entered without sending another', async () => {
    const { signIn, emulator, requests } = createSignInScene()
    await inState(signIn, 'ready').sendCode({ mobile: demo.mobile })
    const { client } = createSignInScene({ client: { fetch: emulator.fetch } })
    const later = createSignIn(client)
    const entered = inState(await inState(later, 'ready').enterCode({ mobile: demo.mobile }), 'code-sent')
    expect(entered).toMatchObject({ resendAt: null, isBusy: false })
    expect(entered.resend).toBeTypeOf('function')
    inState(await entered.verify({ code: lastCode(emulator) }), 'signed-in')
    expect(requests).toHaveLength(1)
  })
})

test("with WeChat's code, which goes to /login/wechat", async () => {
  const { signIn, requests } = createSignInScene()
  inState(await inState(signIn, 'ready').signInWithWeChat({ code: 'wechat-bound' }), 'signed-in')
  expect(requests).toMatchObject([{ path: '/login/wechat', body: { code: 'wechat-bound' } }])
})

test('no call of a way in carries a state token or an id_token: none is half-finished yet', async () => {
  const { signIn, next, requests } = createSignInScene({ signIn: { captcha: true } })
  const no = () => json({ error_code: 'SDK.NEW' }, 400)
  const puzzle = () => json({ token: 't' })
  const ready = inState(signIn, 'ready')
  next.push(
    no,
    no,
    no,
    no,
    puzzle,
    () => json({ captcha_token: 'c' }),
    () => new Response(),
    no,
    no,
  )
  await ready.signInWithPassword({ userName: 'u', password: 'p' })
  await ready.signInWithPassword({ identifier: 'u', password: 'p' })
  await ready.signInWithPassword({ mobile: '138', password: 'p' })
  await ready.signInWithWeChat({ code: '1' })
  const sent = inState(await inState(await ready.sendCode({ mobile: '138' }), 'captcha').solve({ x: 1 }), 'code-sent')
  await sent.verify({ code: '1' })
  await inState(await inState(await sent.back(), 'ready').enterCode({ email: 'a@b.test' }), 'code-sent').verify({
    code: '1',
  })
  expect(requests.map(({ path }) => path)).toEqual([
    ...['/login', '/login/auth', '/login/mobile-pwd', '/login/wechat', '/captcha', '/captcha/verify', '/sms/send'],
    ...['/login/mobile-verify-code', '/login/email-verify-code'],
  ])
  for (const { headers } of requests) {
    expect(Object.keys(headers).filter((name) => /state|authorization|session/.test(name))).toEqual([])
  }
})

test('below a base URL with a path, and through a proxy path of the page', async () => {
  for (const [baseUrl, url] of [
    ['https://tenant.test/idaas', 'https://tenant.test/idaas/api/v2/sdk/login'],
    ['/ciam', `${location.origin}/ciam/api/v2/sdk/login`],
  ] as const) {
    const { signIn, requests } = createSignInScene({ client: { baseUrl } })
    await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password: EMULATOR_PASSWORD })
    expect(requests.map(({ path }) => path)).toEqual([url])
  }
})

test('nothing is sent, read or listened to by creating one, nor by asking for its state', async () => {
  const { signIn, requests, client } = createSignInScene()
  const subscribing = vi.spyOn(client, 'subscribe')
  createSignIn(client)
  expect(signIn.getState()).toBe(signIn.getState())
  expect(requests).toEqual([])
  expect(subscribing).not.toHaveBeenCalled()
})

test.each([
  ['captcha', 'yes'],
  ['resendAfter', -1],
  ['resendAfter', NaN],
  ['resendAfter', '60000'],
  ['resendAfter', null],
  ['resendAfter', 86_400_001],
  ['stepTimeout', 0],
  ['stepTimeout', '600000'],
  ['stepTimeout', 86_400_001],
  ['stepTimeout', Infinity],
  ['sendEmailCode', 'mail'],
])('the option %s: %s is CONFIG, which names it', (name, value) => {
  const { client } = createSignInScene()
  expect(() => createSignIn(client, { [name]: value })).toThrow(expect.objectContaining({ code: 'CONFIG' }))
  expect(() => createSignIn(client, { [name]: value })).toThrow(name)
})

test('what createCiamClient did not make is CONFIG', () => {
  expect(() => createSignIn({} as never)).toThrow(expect.objectContaining({ code: 'CONFIG' }))
})

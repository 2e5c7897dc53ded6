// Login replies that are no session yet: every status, the steps that each allows, and where they lead.
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import { describe, expect, test } from 'vitest'
import { createSignInScene, inState, json, lastCode, refusal, reply, type SignInScene } from './sign-in-scene'

const mfa = EMULATOR_USERS[4]!
const demo = EMULATOR_USERS[0]!
const withPassword = ({ signIn }: SignInScene, userName: string) =>
  inState(signIn, 'ready').signInWithPassword({ userName, password: EMULATOR_PASSWORD })
const stateTokens = ({ requests }: SignInScene) => requests.map(({ headers }) => headers['x-state-token'])

describe('PASSWORD_WARN', () => {
  test('gives the rules for a new password, and skip signs in with a GET that carries the state token', async () => {
    const scene = createSignInScene()
    const warning = inState(await withPassword(scene, 'warn'), 'password-warning')
    expect(warning.policy).toMatchObject({ minLength: 8, maxLength: 20, regEx: expect.any(String) as string })
    inState(await warning.skip(), 'signed-in')
    expect(scene.requests[1]).toMatchObject({ path: '/pwd/skip-update', method: 'GET', body: null })
    expect(scene.requests[1]!.headers['x-state-token']).toMatch(/./)
    expect(scene.requests[1]!.init).toMatchObject({ cache: 'no-store' })
  })

  test('a change of the password signs in, and the new one is the password from then on', async () => {
    const scene = createSignInScene()
    const warning = inState(await withPassword(scene, 'warn'), 'password-warning')
    const passwords = { oldPassword: EMULATOR_PASSWORD, newPassword: 'Another-2' }
    inState(await warning.changePassword(passwords), 'signed-in')
    expect(scene.requests[1]).toMatchObject({
      path: '/pwd/update',
      body: { old_password: EMULATOR_PASSWORD, new_password: 'Another-2' },
    })
    await scene.client.signOut()
    const ready = inState(scene.signIn, 'ready')
    inState(await ready.signInWithPassword({ userName: 'warn', password: 'Another-2' }), 'signed-in')
  })

  test.each([
    ['{"minLength":6}', { minLength: 6, maxLength: null, regEx: null }],
    ['{"minLength":"six","maxLength":null,"regEx":7,"more":[]}', null],
    ['{"minLength":1,"regEx":"."', null],
    ['[]', null],
    [undefined, null],
    [{ maxLength: 9 }, { minLength: null, maxLength: 9, regEx: null }],
  ])('of the rules %j only what has the form of the page is taken', async (data, policy) => {
    const scene = createSignInScene()
    scene.next.push(reply('PASSWORD_WARN', { state_token: 'StateToken', data }))
    expect(inState(await withPassword(scene, 'warn'), 'password-warning').policy).toEqual(policy)
  })
})

test('PASSWORD_EXPIRED: a new password signs in', async () => {
  const scene = createSignInScene()
  const expired = inState(await withPassword(scene, 'expired'), 'password-expired')
  expect(expired).not.toHaveProperty('skip')
  inState(await expired.changePassword({ oldPassword: EMULATOR_PASSWORD, newPassword: 'Another-2' }), 'signed-in')
})

test('PASSWORD_EXPIRED: a wrong old password is a problem of that state, with the attempts that are left', async () => {
  const scene = createSignInScene()
  const expired = inState(await withPassword(scene, 'expired'), 'password-expired')
  const after = await expired.changePassword({ oldPassword: 'no', newPassword: 'Another-2' })
  expect(inState(after, 'password-expired').problem).toMatchObject({ kind: 'wrong-password', remainingAttempts: 4 })
})

describe('MFA_AUTH', () => {
  test.each([
    ['mobile', { mobile: mfa.mobile }, '/mfa/sms', 'MFA_AUTH_SMS'],
    ['email', { email: mfa.email }, '/mfa/email', 'MFA_AUTH_EMS'],
  ])('a code to the %s signs in, with the state token on that call alone', async (_way, target, path, type) => {
    const scene = createSignInScene()
    const factor = inState(await withPassword(scene, 'mfa'), 'second-factor')
    const sent = inState(await factor.sendCode(target as never), 'code-sent')
    expect(sent).toMatchObject({ purpose: 'second-factor', target })
    expect(scene.emulator.outbox.entries()).toMatchObject([{ type }])
    inState(await sent.verify({ code: lastCode(scene.emulator) }), 'signed-in')
    const last = scene.requests.at(-1)!
    expect(last).toMatchObject({ path, body: { ...target, verify_code: lastCode(scene.emulator) } })
    expect(stateTokens(scene).filter(Boolean)).toHaveLength(1)
    expect(last.headers['x-state-token']).toMatch(/./)
  })

  test('back leads from the code to the second factor, and cancel from there to the beginning', async () => {
    const scene = createSignInScene()
    const factor = inState(await withPassword(scene, 'mfa'), 'second-factor')
    const sent = inState(await factor.enterCode({ mobile: mfa.mobile }), 'code-sent')
    const back = inState(await sent.back(), 'second-factor')
    expect(inState(await back.cancel(), 'ready').problem).toBeNull()
  })
})

describe.each([
  ['USER_REGISTER', 'wechat-new', '+86-13900000000'],
  ['SOCIAL_BIND', 'wechat-unbound', demo.mobile],
] as const)('%s', (reason, code, mobile) => {
  test('a code to the mobile binds the account, and signs in', async () => {
    const scene = createSignInScene()
    const link = inState(await inState(scene.signIn, 'ready').signInWithWeChat({ code }), 'account-link')
    expect(link).toMatchObject({ reason, ways: ['mobile', 'email'] })
    const sent = inState(await link.sendCode({ mobile }), 'code-sent')
    expect(sent.purpose).toBe('account-link')
    expect(scene.emulator.outbox.entries()).toMatchObject([{ type: 'BIND_MOBILE_SMS' }])
    inState(await sent.verify({ code: lastCode(scene.emulator) }), 'signed-in')
    expect(scene.requests.at(-1)).toMatchObject({
      path: '/social/bind',
      body: { mobile, verify_code: lastCode(scene.emulator) },
    })
  })
})

describe('the ways to link an account', () => {
  test.each([
    ['{"socialBindOrRegisterFlow":["VERIFY_PHONE"]}', ['mobile']],
    ['{"socialBindOrRegisterFlow":["VERIFY_EMAIL","MORE"]}', ['email']],
    ['{"socialBindOrRegisterFlow":[]}', ['mobile', 'email']],
    ['{"socialBindOrRegisterFlow":"VERIFY_PHONE"}', ['mobile', 'email']],
    ['no JSON', ['mobile', 'email']],
    [undefined, ['mobile', 'email']],
  ])('of %j are %j', async (data, ways) => {
    const scene = createSignInScene()
    scene.next.push(reply('SOCIAL_BIND', { state_token: 'StateToken', data }))
    const link = inState(await inState(scene.signIn, 'ready').signInWithWeChat({ code: 'any' }), 'account-link')
    expect(link.ways).toEqual(ways)
  })

  test('a way that the tenant does not take sends nothing', async () => {
    const scene = createSignInScene()
    const data = '{"socialBindOrRegisterFlow":["VERIFY_PHONE"]}'
    scene.next.push(reply('USER_REGISTER', { state_token: 'StateToken', data }))
    const link = inState(await inState(scene.signIn, 'ready').signInWithWeChat({ code: 'any' }), 'account-link')
    const after = inState(await link.sendCode({ email: demo.email }), 'account-link')
    expect(after.problem).toMatchObject({ kind: 'input' })
    expect(scene.emulator.outbox.entries()).toEqual([])
  })

  test('one by e-mail asks the app for a code of type BIND_EMAIL_EMS', async () => {
    const scene = createSignInScene()
    const link = inState(await inState(scene.signIn, 'ready').signInWithWeChat({ code: 'wechat-new' }), 'account-link')
    const sent = inState(await link.sendCode({ email: demo.email }), 'code-sent')
    expect(scene.emulator.outbox.entries()).toMatchObject([{ type: 'BIND_EMAIL_EMS' }])
    inState(await sent.verify({ code: lastCode(scene.emulator) }), 'signed-in')
  })
})

test('ACCESS_DENIED: restart leads to the beginning, and nothing else is offered', async () => {
  const scene = createSignInScene()
  const denied = inState(await withPassword(scene, 'denied'), 'denied')
  expect(Object.keys(denied).sort()).toEqual(['isBusy', 'problem', 'restart', 'status'])
  inState(await denied.restart(), 'ready')
})

test('ACCESS_DENIED in answer to a later step is the same', async () => {
  const scene = createSignInScene()
  const warning = inState(await withPassword(scene, 'warn'), 'password-warning')
  scene.next.push(reply('ACCESS_DENIED', {}))
  inState(await warning.skip(), 'denied')
})

test('a step may lead to the next half: the state token is then the newer one', async () => {
  const scene = createSignInScene()
  scene.next.push(reply('MFA_AUTH', { state_token: 'first' }), () => new Response())
  const factor = inState(await withPassword(scene, 'mfa'), 'second-factor')
  const sent = inState(await factor.sendCode({ mobile: mfa.mobile }), 'code-sent')
  scene.next.push(reply('PASSWORD_EXPIRED', { state_token: 'second' }), reply('ACCESS_DENIED', {}))
  const expired = inState(await sent.verify({ code: '1' }), 'password-expired')
  await expired.changePassword({ oldPassword: 'a', newPassword: 'b' })
  expect(stateTokens(scene)).toEqual([undefined, undefined, 'first', 'second'])
})

test.each([['PASSWORD_WARN'], ['PASSWORD_EXPIRED'], ['MFA_AUTH'], ['USER_REGISTER'], ['SOCIAL_BIND']])(
  '%s without a state token that can be sent is no answer of the service, and leads nowhere',
  async (status) => {
    for (const state_token of [undefined, '', null, 7, 'two words', 'line\nbreak']) {
      const scene = createSignInScene()
      scene.next.push(reply(status, { state_token }))
      const ready = inState(await withPassword(scene, 'demo'), 'ready')
      expect(ready.problem).toMatchObject({ kind: 'unavailable', error: { code: 'INVALID_RESPONSE' } })
    }
  },
)

test.each([
  ['NEW_STATUS', 'NEW_STATUS'],
  [' constructor ', 'constructor'],
  ['Bearer eyJhbGciOi.x', undefined],
])('the status %j, which no page names, stays where it is: refused', async (status, told) => {
  const scene = createSignInScene()
  scene.next.push(reply(status))
  const { problem } = inState(await withPassword(scene, 'demo'), 'ready')
  expect(problem).toMatchObject({ kind: 'refused', error: { code: 'SIGN_IN_INCOMPLETE' } })
  expect(problem!.error.status).toBe(told)
  expect(Object.getOwnPropertyNames(problem!.error)).not.toContain('stateToken')
})

test('an unknown status in a later state leaves that, with its steps and its state token', async () => {
  const scene = createSignInScene()
  const warning = inState(await withPassword(scene, 'warn'), 'password-warning')
  scene.next.push(reply('NEW_STATUS', {}))
  const after = inState(await warning.skip(), 'password-warning')
  expect(after.problem).toMatchObject({ kind: 'refused' })
  inState(await after.skip(), 'signed-in')
})

describe.each(['IDAAS.SDK.PARAM.0014', 'SDK.PARAM.0014', 'IDAAS.SDK.COMMON.1007', 'SDK.COMMON.1007'])('%s', (code) => {
  test('in answer to a call with a state token: back to the beginning, step-over', async () => {
    const scene = createSignInScene()
    const warning = inState(await withPassword(scene, 'warn'), 'password-warning')
    scene.next.push(refusal(code))
    const ready = inState(await warning.skip(), 'ready')
    expect(ready.problem).toMatchObject({ kind: 'step-over', error: { serviceCode: code } })
    inState(await withPassword(scene, 'demo'), 'signed-in')
    expect(stateTokens(scene).at(-1)).toBeUndefined()
  })

  test('in answer to any other call it is just refused', async () => {
    const scene = createSignInScene()
    scene.next.push(refusal(code))
    expect(inState(await withPassword(scene, 'demo'), 'ready').problem).toMatchObject({ kind: 'refused' })
  })
})

test('a session beside an error code is taken: no session is thrown away', async () => {
  const scene = createSignInScene()
  const login = await scene.emulator.login('demo')
  scene.next.push(() => json({ ...login, error_code: 'IDAAS.SDK.COM.0002' }))
  inState(await withPassword(scene, 'demo'), 'signed-in')
})

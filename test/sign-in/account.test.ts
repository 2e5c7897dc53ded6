// The calls of the own account: what each sends, empty answers, the one repeat, and the errors that they reject with.
import type { Account } from 'react-ciam/sign-in'
import { createAccount } from 'react-ciam/sign-in'
import { EMULATOR_PASSWORD, EMULATOR_USERS, expectNoTokenIn } from 'react-ciam/testing'
import { describe, expect, test, vi } from 'vitest'
import { createSignInScene, cut, inState, json, lastCode, refusal, type SceneOptions } from './sign-in-scene'

const demo = EMULATOR_USERS[0]!
const NEW = 'Another-2'

async function signedIn(options: SceneOptions = {}) {
  const scene = createSignInScene(options)
  await inState(scene.signIn, 'ready').signInWithPassword({ userName: 'demo', password: EMULATOR_PASSWORD })
  scene.requests.length = 0
  return { ...scene, account: createAccount(scene.client) }
}

test.each(['boolean', 'string'] as const)('hasPassword reads is_set_pwd as a %s', async (isPasswordSetAs) => {
  const { account, requests, client } = await signedIn({ emulator: { isPasswordSetAs } })
  expect(await account.hasPassword()).toBe(true)
  expect(requests).toMatchObject([{ path: '/pwd/check-exist', method: 'GET', body: null }])
  expect(requests[0]!.headers).toMatchObject({
    authorization: `Bearer ${await client.getIdToken()}`,
    'x-client-id': expect.any(String) as string,
    'content-type': 'application/json',
  })
  expect(requests[0]!.init).toMatchObject({ redirect: 'error', credentials: 'omit', cache: 'no-store' })
})

test.each([
  [false, false],
  ['false', false],
  [' True ', true],
])('is_set_pwd %j is %s', async (is_set_pwd, value) => {
  const { account, next } = await signedIn()
  next.push(() => json({ is_set_pwd }))
  expect(await account.hasPassword()).toBe(value)
})

test.each([{}, { is_set_pwd: 1 }, { is_set_pwd: null }, { is_set_pwd: 'yes' }])(
  '%j does not say whether there is a password: INVALID_RESPONSE',
  async (body) => {
    const { account, next } = await signedIn()
    next.push(() => json(body))
    await expect(account.hasPassword()).rejects.toMatchObject({ code: 'INVALID_RESPONSE', retryable: false })
  },
)

test('changePassword: 200 with an empty body is success, and the new password is the password', async () => {
  const { account, requests, client, signIn } = await signedIn()
  expect(await account.changePassword({ oldPassword: EMULATOR_PASSWORD, newPassword: NEW })).toBeUndefined()
  expect(requests).toMatchObject([
    { path: '/pwd/change', method: 'POST', body: { old_password: EMULATOR_PASSWORD, new_password: NEW } },
  ])
  await client.signOut()
  inState(await inState(signIn, 'ready').signInWithPassword({ userName: 'demo', password: NEW }), 'signed-in')
})

test('changePassword without an old one sends none', async () => {
  const { account, requests, next } = await signedIn()
  next.push(() => new Response())
  await account.changePassword({ newPassword: NEW })
  expect(requests[0]!.body).toEqual({ new_password: NEW })
})

test('changePasswordByEmail sends the code and the password', async () => {
  const { account, requests, emulator } = await signedIn()
  emulator.sendEmailCode(demo.email, 'UPDATE_PWD_EMS')
  await account.changePasswordByEmail({ code: lastCode(emulator), newPassword: NEW })
  expect(requests).toMatchObject([
    { path: '/pwd/update-by-email', body: { verify_code: lastCode(emulator), password: NEW } },
  ])
})

test('updateMobile: the code for the new number is sent after a puzzle, both without the id_token', async () => {
  const { account, requests, emulator } = await signedIn({ emulator: { captcha: true } })
  const mobile = '+86-13911111111'
  const puzzle = await account.getCaptcha()
  expect(Object.isFrozen(puzzle)).toBe(true)
  const { token, originalImageBase64 } = puzzle
  expect(originalImageBase64).toMatch(/^iVBOR/)
  const captchaToken = await account.verifyCaptcha({ x: emulator.captchaSolution(token)!, token, sender: mobile })
  await account.sendSmsCode({ mobile, type: 'UPDATE_MOBILE_SMS', captchaToken })
  await account.updateMobile({ mobile, code: lastCode(emulator) })
  expect(requests.map(({ path, headers }) => [path, 'authorization' in headers])).toEqual([
    ['/captcha', false],
    ['/captcha/verify', false],
    ['/sms/send', false],
    ['/profile/update-mobile', true],
  ])
  expect(requests[2]!.body).toEqual({ mobile, type: 'UPDATE_MOBILE_SMS', captcha_token: captchaToken })
  expect(requests[3]!.body).toEqual({ mobile, verify_code: lastCode(emulator) })
})

test('updateProfile sends the fields as they are, and an unknown gender as the service spells it', async () => {
  const { account, requests } = await signedIn()
  await account.updateProfile({ name: '新名字', attr_gender: 'unknown' })
  await account.updateProfile({ attr_gender: 'female', extension: { a: [1] } })
  expect(requests.map(({ path, body }) => [path, body])).toEqual([
    ['/profile/update', { name: '新名字', attr_gender: 'unknow' }],
    ['/profile/update', { attr_gender: 'female', extension: { a: [1] } }],
  ])
})

test('unbindSocialAccount sends the id of the bond', async () => {
  const { account, requests } = await signedIn()
  await account.unbindSocialAccount({ id: 'emulator-wechat-1' })
  expect(requests).toMatchObject([{ path: '/social/unbind-account', body: { id: 'emulator-wechat-1' } }])
})

describe('an id_token that the service does not take', () => {
  test('is refreshed, and the call is sent once more, with the new one', async () => {
    const { account, requests, next } = await signedIn()
    next.push(refusal('IDAAS.SDK.PARAM.0016'))
    expect(await account.hasPassword()).toBe(true)
    expect(requests.map(({ path }) => path)).toEqual([
      '/pwd/check-exist',
      '/sso/session-token/id-token',
      '/pwd/check-exist',
    ])
    expect(requests[2]!.headers.authorization).not.toBe(requests[0]!.headers.authorization)
  })

  test('a second time is the error', async () => {
    const { account, requests, next, emulator } = await signedIn()
    const refuse = refusal('IDAAS.SDK.PARAM.0016')
    next.push(
      refuse,
      ({ init }) => emulator.fetch('https://tenant.test/api/v2/sdk/sso/session-token/id-token', init),
      refuse,
    )
    await expect(account.changePassword({ newPassword: NEW })).rejects.toMatchObject({
      code: 'SERVICE_ERROR',
      serviceCode: 'IDAAS.SDK.PARAM.0016',
    })
    expect(requests).toHaveLength(3)
  })
})

test('any other refusal is not repeated, and keeps the session', async () => {
  const { account, requests, client } = await signedIn()
  await expect(account.changePassword({ oldPassword: 'wrong', newPassword: NEW })).rejects.toMatchObject({
    code: 'SERVICE_ERROR',
    serviceCode: 'IDAAS.SDK.LOGIN.1005',
    httpStatus: 400,
    retryable: false,
  })
  expect(requests).toHaveLength(1)
  expect(client.getSnapshot().status).toBe('signed-in')
})

test.each([
  ['cut-before', 'NETWORK'],
  ['cut-in-body', 'INVALID_RESPONSE'],
  ['hang', 'TIMEOUT'],
  ['html-200', 'INVALID_RESPONSE'],
  ['html-502', 'SERVICE_BUSY'],
  ['busy', 'SERVICE_BUSY'],
  ['redirect', 'NETWORK'],
] as const)('the fault %s rejects with %s, and nothing is sent again', async (fault, code) => {
  // A busy machine may need longer than that for an answer that does come.
  const { account, requests, emulator } = await signedIn(fault === 'hang' ? { client: { requestTimeout: 250 } } : {})
  emulator.failCall('/pwd/change', fault)
  await expect(account.changePassword({ oldPassword: EMULATOR_PASSWORD, newPassword: NEW })).rejects.toMatchObject({
    code,
    retryable: false,
  })
  expect(requests).toHaveLength(1)
})

test.each([
  ['cut', cut, 'NETWORK'],
  ['refused', refusal('IDAAS.SDK.CAPTCHA.0006'), 'SERVICE_ERROR'],
] as const)('a code that is %s rejects', async (_how, answer, code) => {
  const { account, next } = await signedIn()
  next.push(answer)
  await expect(account.sendSmsCode({ mobile: demo.mobile, type: 'UPDATE_PWD_SMS' })).rejects.toMatchObject({ code })
})

test('a wrong solution of a puzzle rejects with the code of the service', async () => {
  const { account } = await signedIn()
  const { token } = await account.getCaptcha()
  const solution = { x: -100, token, sender: demo.mobile }
  await expect(account.verifyCaptcha(solution)).rejects.toMatchObject({ serviceCode: 'IDAAS.SDK.CAPTCHA.0002' })
})

test('signed out, every call but those of a code rejects with SIGNED_OUT, and nothing is sent', async () => {
  const { account, client, requests } = await signedIn()
  await client.signOut()
  await expect(account.hasPassword()).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  await expect(account.changePassword({ newPassword: NEW })).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  expect(requests).toEqual([])
  await account.sendSmsCode({ mobile: demo.mobile, type: 'FORGET_PWD_SMS' })
})

const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic
test.each<[keyof Account, unknown]>([
  ['changePassword', { newPassword: '' }],
  ['changePassword', { oldPassword: 7, newPassword: 'x' }],
  ['changePassword', undefined],
  ['changePasswordByEmail', { code: ' ', newPassword: 'x' }],
  ['updateMobile', { mobile: 138, code: '1' }],
  ['updateProfile', null],
  ['updateProfile', { big: 1n }],
  ['unbindSocialAccount', { id: '' }],
  ['verifyCaptcha', { x: NaN, token: 't', sender: 's' }],
  ['verifyCaptcha', { x: 1, sender: 's' }],
  ['sendSmsCode', { mobile: '138' }],
])('%s rejects with CONFIG for what cannot be sent, and nothing is', async (name, input) => {
  const { account, requests } = await signedIn()
  const call = account[name] as (input: unknown) => Promise<unknown>
  await expect(call(input)).rejects.toMatchObject({ code: 'CONFIG' })
  if (name === 'updateProfile') await expect(call(cyclic)).rejects.toMatchObject({ code: 'CONFIG' })
  expect(requests).toEqual([])
})

test.each<keyof Account>([
  ...(['changePassword', 'changePasswordByEmail', 'updateMobile', 'updateProfile'] as const),
  ...(['unbindSocialAccount', 'verifyCaptcha', 'sendSmsCode'] as const),
])('%s rejects with CONFIG for a getter that throws, and quotes nothing of that', async (name) => {
  const { account, requests } = await signedIn()
  const handler = { get: () => throwing(), ownKeys: () => throwing() }
  const throwing = (): never => {
    throw new Error('a secret')
  }
  const call = account[name] as (input: unknown) => Promise<unknown>
  const error = await call(new Proxy({ attr_gender: 'unknown' }, handler)).catch((thrown: unknown) => thrown as Error)
  expect(error).toMatchObject({ code: 'CONFIG' })
  expect(error).not.toHaveProperty('cause')
  expect(String(error)).not.toContain('secret')
  expect(requests).toEqual([])
})

test('no error quotes a token, a password or what the service said', async () => {
  const { account, next, client } = await signedIn()
  const idToken = await client.getIdToken()
  next.push(refusal('SDK.X', `${NEW} ${idToken}`), () => Promise.reject(new TypeError(`${NEW} ${idToken}`)))
  for (let count = 0; count < 2; count += 1) {
    const error = await account.changePassword({ newPassword: NEW }).catch((thrown: unknown) => thrown as Error)
    expectNoTokenIn(error, { tokens: [idToken] })
    expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toContain(NEW)
  }
})

test('what createCiamClient did not make is CONFIG', () => {
  expect(() => createAccount({ fetch: vi.fn() } as never)).toThrow(expect.objectContaining({ code: 'CONFIG' }))
})

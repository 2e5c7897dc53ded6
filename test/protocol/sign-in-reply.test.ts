// The login reply: a session, a step that is missing, an error of the service, or something that is no reply at all.
import { describe, expect, it } from 'vitest'
import type { CiamError } from '../../src/protocol/errors'
import { readSignInReply } from '../../src/protocol/replies'
import { PAGE_ID_TOKEN, PAGE_SESSION_TOKEN, printed, thrownBy } from './samples'

const page = { session_token: PAGE_SESSION_TOKEN, expire: 432000, status: 'SUCCESS', id_token: PAGE_ID_TOKEN }
const errorOf = (reply: unknown): CiamError => thrownBy(() => readSignInReply(reply)) as CiamError

describe('a login reply that is a session', () => {
  it('gives what the page shows', () => {
    expect(readSignInReply(page)).toEqual({
      sessionToken: PAGE_SESSION_TOKEN,
      idToken: PAGE_ID_TOKEN,
      expiresIn: 432000,
    })
  })

  it.each([undefined, null, 'SUCCESS', ' SUCCESS', 'SUCCESS \n'])('has the status %j', (status) => {
    expect(readSignInReply({ ...page, status })).toMatchObject({ sessionToken: PAGE_SESSION_TOKEN })
  })

  it.each([undefined, null])('may have the id_token %j: the first refresh brings one', (id_token) => {
    expect(readSignInReply({ ...page, id_token })).toMatchObject({ sessionToken: PAGE_SESSION_TOKEN, idToken: null })
  })

  it.each([undefined, null, 0, -1, NaN, Infinity, '432000', {}])('has no known end if expire is %j', (expire) => {
    expect(readSignInReply({ ...page, expire })).toMatchObject({ sessionToken: PAGE_SESSION_TOKEN, expiresIn: null })
  })

  it('is one though an error code stands beside it', () => {
    expect(readSignInReply({ ...page, error_code: '0' })).toMatchObject({ sessionToken: PAGE_SESSION_TOKEN })
  })

  it('is not changed by reading it', () => {
    const frozen = Object.freeze({ ...page })
    expect(readSignInReply(frozen)).toEqual(readSignInReply(page))
  })
})

describe('a login reply with another status', () => {
  it.each(['PASSWORD_WARN', 'PASSWORD_EXPIRED', 'MFA_AUTH', ' SOCIAL_BIND', 'ACCESS_DENIED', 'success', 'NEW', ''])(
    '%j is no session yet, though it had tokens',
    (status) => {
      expect(errorOf({ ...page, status })).toMatchObject({
        code: 'SIGN_IN_INCOMPLETE',
        status: status.trim(),
        retryable: false,
      })
    },
  )

  it('carries what the next step needs where no log shows it', () => {
    const error = errorOf({
      status: 'PASSWORD_WARN',
      state_token: 'state-secret',
      data: '{"maxLength":20,"minLength":8}',
    })
    expect(error).toMatchObject({ stateToken: 'state-secret', data: { maxLength: 20, minLength: 8 } })
    expect(Object.keys(error)).not.toEqual(expect.arrayContaining(['stateToken']))
    expect(printed(error)).not.toMatch(/state-secret|maxLength/)
  })

  it.each([
    ['not json', 'not json'],
    ['', ''],
    ['null', 'null'],
    ['0', 0],
    [{ already: 'parsed' }, { already: 'parsed' }],
    [undefined, undefined],
    [null, null],
  ])('gives its data %j as %j', (data, given) => {
    expect(errorOf({ status: 'MFA_AUTH', data }).data).toEqual(given)
  })

  it('gives no state token that is no text', () => {
    expect(errorOf({ status: 'MFA_AUTH', state_token: 5 }).stateToken).toBeUndefined()
  })
})

describe('an error body instead of a login reply', () => {
  it.each([
    ['IDAAS.SDK.PARAM.0001', 'DEVICE_INFO_INCOMPLETE'],
    ['SDK.COMMON.1012', 'APP_NOT_REGISTERED'],
    ['IDAAS.SDK.COM.0002', 'SERVICE_BUSY'],
    ['SDK.LOGIN.1005', 'SERVICE_ERROR'],
  ])('%s is %s', (error_code, code) => {
    const error = errorOf({ error_code, error_msg: '用户名或密码错误,剩余登录尝试次数:8' })
    expect(error).toMatchObject({ code, serviceCode: error_code })
    expect(printed(error)).not.toContain('剩余')
  })
})

describe('what is no login reply', () => {
  class ThrowingReply {
    get session_token(): string {
      throw new Error('secret-in-getter')
    }
  }
  const throwing = Object.defineProperty({}, 'session_token', {
    enumerable: true,
    get() {
      throw new Error('secret-in-getter')
    },
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a string', JSON.stringify(page)],
    ['a number', 5],
    ['an array', [page]],
    ['nothing', {}],
    ['a Response', new Response(JSON.stringify(page))],
    ['a promise', Promise.resolve(page)],
    ['what axios resolves to', { data: page, status: 200, statusText: 'OK', headers: {} }],
    ['a reply with the status of a response', { ...page, status: 200 }],
    ['a getter that throws', throwing],
    ['a class whose getter throws', new ThrowingReply()],
    ['no session_token', { status: 'SUCCESS', id_token: PAGE_ID_TOKEN }],
    ['an empty session_token', { ...page, session_token: '' }],
    ['an illegal session_token', { ...page, session_token: 'a b' }],
    ['a session_token that is no text', { ...page, session_token: 5 }],
    ['an empty id_token', { ...page, id_token: '' }],
    ['an illegal id_token', { ...page, id_token: 'a\nb' }],
    ['an id_token that is no text', { ...page, id_token: 5 }],
    ['an id_token that is false', { ...page, id_token: false }],
  ])('%s is refused with what to pass', (_title, reply) => {
    const error = errorOf(reply)
    expect(error).toMatchObject({ code: 'INVALID_RESPONSE', retryable: false })
    expect(error.message).toMatch(/session_token.*response\.json\(\).*axios/)
    expect(printed(error)).not.toMatch(new RegExp(`${PAGE_SESSION_TOKEN}|${PAGE_ID_TOKEN}|secret-in-getter`))
  })
})

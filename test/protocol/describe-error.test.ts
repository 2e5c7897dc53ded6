// Sentences for people: one for every code, in both languages, in the service's words, without anything of the error.
import { describe, expect, it } from 'vitest'
import { describeError } from '../../src/protocol/describe-error'
import { CiamError, type CiamErrorCode } from '../../src/protocol/errors'

const codes: Record<CiamErrorCode, true> = {
  DEVICE_INFO_INCOMPLETE: true,
  CLIENT_ID_MISSING: true,
  APP_NOT_REGISTERED: true,
  SESSION_TOKEN_MISSING: true,
  SESSION_REJECTED: true,
  SERVICE_BUSY: true,
  NETWORK: true,
  TIMEOUT: true,
  INVALID_RESPONSE: true,
  SERVICE_ERROR: true,
  CLAIMS_INVALID: true,
  STORAGE: true,
  SIGNED_OUT: true,
  SIGN_IN_INCOMPLETE: true,
  RECORD_NEWER: true,
  CONFIG: true,
}
const all = Object.keys(codes) as CiamErrorCode[]
const sentence = (code: CiamErrorCode, language: 'zh' | 'en'): string =>
  describeError(new CiamError(code, 'x'), language)

describe('describeError', () => {
  it('has a sentence of its own for every code in both languages', () => {
    const general = [describeError(null, 'en'), describeError(null, 'zh')]
    const sentences = all.flatMap((code) => [sentence(code, 'en'), sentence(code, 'zh')]).concat(general)
    expect(new Set(sentences).size).toBe(2 * all.length + 2)
  })

  it.each(all)('speaks English and Chinese of %s', (code) => {
    expect(sentence(code, 'en')).toMatch(/^[A-Za-z][ -~]+\.$/)
    expect(sentence(code, 'zh')).toMatch(/\p{Script=Han}.*。$/u)
  })

  it.each([
    ['DEVICE_INFO_INCOMPLETE', 'Device information is incomplete', '设备信息不完整'],
    ['CLIENT_ID_MISSING', 'clientId cannot be empty', 'clientId不能为空'],
    ['APP_NOT_REGISTERED', 'The app is not registered', '应用未注册'],
    ['SESSION_TOKEN_MISSING', 'Session token cannot be empty', '会话令牌不能为空'],
    ['SESSION_REJECTED', 'Invalid or expired session token', '会话令牌无效或已过期'],
    ['SERVICE_BUSY', 'System busy', '系统繁忙'],
  ] as const)('says of %s what the page of the service says', (code, en, zh) => {
    expect(sentence(code, 'en')).toContain(en)
    expect(sentence(code, 'zh')).toContain(zh)
  })

  it.each([undefined, null, 'text', 5, {}, new Error('secret'), { code: 'CONFIG' }])(
    'has a general one for %o',
    (value) => {
      expect(describeError(value, 'en')).toBe('Something went wrong. Please try again later.')
      expect(describeError(value, 'zh')).toBe('出错了，请稍后再试。')
    },
  )

  it.each(['NEW_CODE', 'constructor', '__proto__', 'toString'])(
    'has the general one for a code %s of another version',
    (code) => {
      expect(describeError(new CiamError(code as CiamErrorCode, 'x'), 'en')).toBe(describeError(null, 'en'))
    },
  )

  it('tells nothing of the error but its code', () => {
    const error = new CiamError('SERVICE_ERROR', 'secret-token', { serviceCode: 'secret-code', cause: 'secret-cause' })
    expect(describeError(error, 'en')).not.toContain('secret')
  })
})

// The service's error codes and sentences, of both dialects and in both languages.
import type { EmulatorDialect } from './types'

/** What can be wrong with a request. */
export type Complaint =
  | 'device-incomplete'
  | 'client-id-missing'
  | 'app-unknown'
  | 'session-token-missing'
  | 'session-rejected'
  | 'busy'
  | 'id-token-rejected'
  | 'parameter-missing'
  | 'login-wrong'
  | 'login-locked'
  | 'state-token-missing'
  | 'state-token-rejected'
  | 'captcha-failed'
  | 'code-not-sent'
  | 'code-wrong'
  | 'format-wrong'
  | 'parameter-wrong'
  | 'user-unknown'
  | 'user-not-bound'
  | 'provider-failed'

interface Wording {
  status: number
  code: string
  /** `{0}` is filled in. */
  en: string
  zh: string
}

const wording = (code: string, en: string, zh: string, status = 400): Wording => ({ status, code, en, zh })

const DEVICE = ['Device information is incomplete', '设备信息不完整'] as const
const BUSY = ['System busy, please try again later', '系统繁忙,请稍后再试'] as const
const BLANK = ['{0} cannot be empty', '{0}不能为空'] as const
const WRONG = [
  'Incorrect user name or password, remaining login attempts: {0}',
  '用户名或密码错误,剩余登录尝试次数:{0}',
] as const
const LOCKED = [
  'Too many attempts, the account is locked. Try again in {0}',
  '尝试次数过多,账号已锁定,请在{0}后重试',
] as const

const STATE_TOKEN = ['State token is invalid or expired', '状态令牌无效或已过期'] as const
const FORMAT = ['{0} format is incorrect', '{0}格式不正确'] as const
const PARAMETER = ['{0} parameter error', '{0}参数错误'] as const
const UNKNOWN = ['The user was not found', '用户不存在'] as const
const NOT_BOUND = ['The user is not bound', '用户未绑定'] as const
const PROVIDER = ['Error calling {0}', '调用{0}出错'] as const

// The pages give the refresh endpoint's codes (CIAM) and the common table (EIAM). For a refused password only the EIAM
// code is known; the CIAM ones with LOGIN and COMMON follow the one CIAM page that shows an EIAM number behind its prefix.
const CIAM: Record<Complaint, Wording> = {
  'device-incomplete': wording('IDAAS.SDK.PARAM.0001', ...DEVICE),
  'client-id-missing': wording('IDAAS.SDK.PARAM.0002', 'clientId cannot be empty', 'clientId不能为空'),
  'app-unknown': wording(
    'IDAAS.SDK.PARAM.0003',
    'The app is not registered, please register the app first',
    '应用未注册,请先注册应用',
  ),
  'session-token-missing': wording('IDAAS.SDK.PARAM.0022', 'Session token cannot be empty', '会话令牌不能为空'),
  'session-rejected': wording('IDAAS.SDK.PARAM.0023', 'Invalid or expired session token', '会话令牌无效或已过期'),
  busy: wording('IDAAS.SDK.COM.0002', ...BUSY),
  'id-token-rejected': wording('IDAAS.SDK.PARAM.0016', 'IdToken is invalid or expired', 'IdToken无效或已过期'),
  'parameter-missing': wording('IDAAS.SDK.COMMON.1001', ...BLANK),
  'login-wrong': wording('IDAAS.SDK.LOGIN.1005', ...WRONG),
  'login-locked': wording('IDAAS.SDK.LOGIN.1003', ...LOCKED),
  'state-token-missing': wording('IDAAS.SDK.PARAM.0014', ...STATE_TOKEN), // No code of its own is known.
  'state-token-rejected': wording('IDAAS.SDK.PARAM.0014', ...STATE_TOKEN),
  'captcha-failed': wording('IDAAS.SDK.CAPTCHA.0002', 'Captcha verification failed', '验证码校验失败'),
  'code-not-sent': wording('IDAAS.SDK.CAPTCHA.0006', 'Failed to send the verification code', '验证码发送失败'),
  'code-wrong': wording('IDAAS.SDK.CAPTCHA.0007', 'The verification code is wrong', '验证码错误'),
  'format-wrong': wording('IDAAS.SDK.COMMON.1002', ...FORMAT),
  'parameter-wrong': wording('IDAAS.SDK.COMMON.1006', ...PARAMETER),
  'user-unknown': wording('IDAAS.SDK.COMMON.1013', ...UNKNOWN),
  'user-not-bound': wording('IDAAS.SDK.LOGIN.1002', ...NOT_BOUND),
  'provider-failed': wording('IDAAS.SDK.LOGIN.1001', ...PROVIDER),
}

const EIAM: Record<Complaint, Wording> = {
  'device-incomplete': wording('SDK.COMMON.1003', ...DEVICE),
  'client-id-missing': wording('SDK.COMMON.1001', ...BLANK),
  'app-unknown': wording(
    'SDK.COMMON.1012',
    'X-client-id is wrong, the app was not found',
    'X-client-id错误,未找到应用',
  ),
  'session-token-missing': wording('SDK.COMMON.1001', ...BLANK),
  'session-rejected': wording('SDK.COMMON.1005', 'The session has expired', '会话已过期'),
  busy: wording('SDK.COMMON.1008', ...BUSY, 500),
  'id-token-rejected': CIAM['id-token-rejected'],
  'parameter-missing': wording('SDK.COMMON.1001', ...BLANK),
  'login-wrong': wording('SDK.LOGIN.1005', ...WRONG),
  'login-locked': wording('SDK.LOGIN.1003', ...LOCKED),
  'state-token-missing': wording('SDK.COMMON.1001', ...BLANK),
  // The number that a CIAM page has for it, of EIAM's kind.
  'state-token-rejected': wording('SDK.COMMON.1007', ...PARAMETER),
  // No EIAM page with a code for these is known.
  'captcha-failed': CIAM['captcha-failed'],
  'code-not-sent': CIAM['code-not-sent'],
  'code-wrong': CIAM['code-wrong'],
  'format-wrong': wording('SDK.COMMON.1002', ...FORMAT),
  'parameter-wrong': wording('SDK.COMMON.1006', ...PARAMETER),
  'user-unknown': wording('SDK.COMMON.1013', ...UNKNOWN),
  'user-not-bound': wording('SDK.LOGIN.1002', ...NOT_BOUND),
  'provider-failed': wording('SDK.LOGIN.1001', ...PROVIDER),
}

/** The language of the messages: Chinese if X-L begins with `zh`, else English. */
export type Language = 'zh' | 'en'

export const languageOf = (headers: Headers): Language => (/^zh/i.test(headers.get('x-l') ?? '') ? 'zh' : 'en')

/** The service's answer to a complaint: the HTTP status and the JSON body. */
export interface ServiceError {
  status: number
  body: { error_code: string; error_msg: string }
}

export function toServiceError(
  dialect: EmulatorDialect,
  complaint: Complaint,
  language: Language,
  word = '',
): ServiceError {
  const { status, code, [language]: text } = (dialect === 'ciam' ? CIAM : EIAM)[complaint]
  return { status, body: { error_code: code, error_msg: text.replace('{0}', word) } }
}

/** How long a lock lasts, in words: the service says it only in the text. */
export function durationInWords(ms: number, language: Language): string {
  const seconds = Math.ceil(ms / 1000)
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60]
  return language === 'zh' ? `${minutes}分${rest}秒` : `${minutes} minutes ${rest} seconds`
}

/** The last part of an error code, as the ledger has it. */
export const shortCode = (error: ServiceError): string => error.body.error_code.split('.').at(-1) ?? ''

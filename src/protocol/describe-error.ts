// Sentences for people. A module of its own, so that an app that has its own sentences does not ship these.
import { type CiamErrorCode, isCiamError } from './errors'

const GENERAL = ['Something went wrong. Please try again later.', '出错了，请稍后再试。'] as const

// English and Chinese as in the table of the service's page "Refresh id_token"; the rest in the same words.
const SENTENCES: Record<CiamErrorCode, readonly [en: string, zh: string]> = {
  DEVICE_INFO_INCOMPLETE: ['Device information is incomplete.', '设备信息不完整。'],
  CLIENT_ID_MISSING: ['clientId cannot be empty.', 'clientId不能为空。'],
  APP_NOT_REGISTERED: ['The app is not registered, please register the app first.', '应用未注册，请先注册应用。'],
  SESSION_TOKEN_MISSING: ['Session token cannot be empty.', '会话令牌不能为空。'],
  SESSION_REJECTED: ['Invalid or expired session token. Please sign in again.', '会话令牌无效或已过期，请重新登录。'],
  SERVICE_BUSY: ['System busy, please try again later.', '系统繁忙，请稍后再试。'],
  NETWORK: ['The service cannot be reached. Please check the network connection.', '无法连接服务，请检查网络连接。'],
  TIMEOUT: ['The service did not answer in time. Please try again later.', '服务响应超时，请稍后再试。'],
  INVALID_RESPONSE: ['The service gave an invalid answer. Please try again later.', '服务返回的内容无效，请稍后再试。'],
  SERVICE_ERROR: [
    'The service refused the request. Please contact the administrator.',
    '服务拒绝了请求，请联系管理员。',
  ],
  CLAIMS_INVALID: ['The user information is incomplete or invalid.', '用户信息不完整或无效。'],
  STORAGE: [
    'The browser could not read or save the session. Please allow site data for this page.',
    '浏览器无法读取或保存会话，请允许此页面存储数据。',
  ],
  SIGNED_OUT: ['You are not signed in. Please sign in.', '您尚未登录，请登录。'],
  SIGN_IN_INCOMPLETE: [
    'The sign-in is not complete yet. Please continue with the next step.',
    '登录尚未完成，请继续下一步。',
  ],
  RECORD_NEWER: [
    'A newer version of this app is open in another tab. Please reload this page.',
    '其他标签页中已打开此应用的新版本，请刷新此页面。',
  ],
  CONFIG: ['The app is not set up correctly. Please contact the administrator.', '应用配置有误，请联系管理员。'],
}

/**
 * A sentence for a person, in the service's own terms. Holds nothing of the error but what its code says, so no token.
 *
 * @param error - a `CiamError`; any other value gets a general sentence.
 * @param language - `'zh'` for Chinese; English else.
 * @example
 * const { error } = useIdToken()
 * return error ? <p role="alert">{describeError(error, 'zh')}</p> : null
 */
export function describeError(error: unknown, language: 'zh' | 'en'): string {
  // An error of another version of the package may have a code that is not known here.
  const sentences: readonly string[] =
    (isCiamError(error) && Object.entries(SENTENCES).find(([code]) => code === error.code)?.[1]) || GENERAL
  return sentences[language === 'zh' ? 1 : 0] as string
}

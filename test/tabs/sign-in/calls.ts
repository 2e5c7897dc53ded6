// Every call of a sign-in: the steps up to it, and the step that makes it.
import { EMULATOR_PASSWORD as password, EMULATOR_USERS } from 'react-ciam/testing'
import type { Act } from './flow'

const { mobile, email } = EMULATOR_USERS[0]!
const { mobile: ownMobile, email: ownEmail } = EMULATOR_USERS[4]!
const as = (userName: string): Act => ['signInWithPassword', { userName, password }]
const verify: Act = ['verify', { code: '246813' }]
const change: Act = ['changePassword', { oldPassword: password, newPassword: 'Lantern-2026' }]

export interface FlowCall {
  /** Below the SDK's path. */
  readonly path: string
  readonly captcha: boolean
  /** The steps up to it. None is signed in. */
  readonly ahead: readonly Act[]
  /** Makes the call first, or alone. */
  readonly step: Act
  /** The state in which the step is. */
  readonly status: string
  /** Whether the call carries a state token. */
  readonly hasStateToken: boolean
  readonly isGet: boolean
}

const row = (path: string, status: string, ahead: readonly Act[], step: Act): FlowCall => ({
  path,
  captcha: path.startsWith('/captcha'),
  ahead,
  step,
  status,
  hasStateToken: /^\/(pwd|mfa|social)/.test(path),
  isGet: path === '/pwd/skip-update' || path === '/captcha',
})

export const FLOW_CALLS: readonly FlowCall[] = [
  row('/login', 'ready', [], as('demo')),
  row('/login/auth', 'ready', [], ['signInWithPassword', { identifier: 'demo', password }]),
  row('/login/mobile-pwd', 'ready', [], ['signInWithPassword', { mobile, password }]),
  row('/login/mobile-verify-code', 'code-sent', [['enterCode', { mobile }]], verify),
  row('/login/email-verify-code', 'code-sent', [['enterCode', { email }]], verify),
  row('/login/wechat', 'ready', [], ['signInWithWeChat', { code: 'wechat-bound' }]),
  row('/pwd/skip-update', 'password-warning', [as('warn')], ['skip']),
  row('/pwd/update', 'password-expired', [as('expired')], change),
  row('/mfa/sms', 'code-sent', [as('mfa'), ['enterCode', { mobile: ownMobile }]], verify),
  row('/mfa/email', 'code-sent', [as('mfa'), ['enterCode', { email: ownEmail }]], verify),
  row(
    '/social/bind',
    'code-sent',
    [
      ['signInWithWeChat', { code: 'wechat-new' }],
      ['enterCode', { mobile }],
    ],
    verify,
  ),
  row('/sms/send', 'ready', [], ['sendCode', { mobile }]),
  row('/captcha', 'ready', [], ['sendCode', { mobile }]),
  row('/captcha/verify', 'captcha', [['sendCode', { mobile }]], ['solve', { x: 1 }]),
]

// Every error code that the service's pages name, with either prefix, and the kind of problem that it stands for.
import type { CallFault } from 'react-ciam/testing'

/** By the code without its prefix; `refused` for all that are not here. */
const KINDS: Record<string, string> = {
  'COM.0002': 'unavailable',
  'COMMON.1008': 'unavailable',
  'LOGIN.1002': 'unknown-account',
  'LOGIN.1003': 'locked',
  'LOGIN.1005': 'wrong-credentials',
  'COMMON.1013': 'unknown-account',
  'CAPTCHA.0002': 'captcha-failed',
  'CAPTCHA.0006': 'code-not-sent',
  'CAPTCHA.0007': 'wrong-code',
}

const numbered = (area: string, ...numbers: number[]) =>
  numbers.map((number) => `${area}.${String(number).padStart(4, '0')}`)

export const CODES: readonly string[] = [
  ...numbered('PARAM', 1, 2, 3, 14, 16, 22, 23),
  ...numbered('COM', 2),
  ...numbered('CAPTCHA', 2, 6, 7),
  ...numbered('COMMON', 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014),
  ...numbered('LOGIN', 1001, 1002, 1003, 1004, 1005),
  'LOGIN.9999', // One that no page names.
].flatMap((code) => [`IDAAS.SDK.${code}`, `SDK.${code}`])

/** With them a state token is over, and with it the half-finished sign-in. */
export const STATE_OVER = CODES.filter((code) => /PARAM\.0014|COMMON\.1007/.test(code))

/** The one that has another HTTP status than 400. */
export const statusOf = (code: string): number => (code === 'SDK.COMMON.1008' ? 500 : 400)

export const faultOf = (code: string): CallFault => ({ kind: 'refused', code, status: statusOf(code) })

/** What the code stands for as the answer of a call. */
export function kindFor({ path, hasStateToken }: { path: string; hasStateToken: boolean }, code: string): string {
  if (hasStateToken && STATE_OVER.includes(code)) return 'step-over'
  const kind = KINDS[code.replace(/^(IDAAS\.)?SDK\./, '')] ?? 'refused'
  return kind === 'wrong-credentials' && path.startsWith('/pwd/') ? 'wrong-password' : kind
}

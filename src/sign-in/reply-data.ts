// What the service's replies hold besides tokens: password rules, ways to link an account, puzzles. A field of another
// form than the pages show is as good as none.
import { toFields } from '../protocol/fields'
import type { AccountLinkState, CaptchaPuzzle, PasswordPolicy } from './types'

const readText = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const readLength = (value: unknown): number | null =>
  Number.isFinite(value) && (value as number) >= 0 ? (value as number) : null

/** The rules for a new password; null where there are none to be read. */
export function readPolicy(data: unknown): PasswordPolicy | null {
  const fields = toFields(data)
  const policy: PasswordPolicy = {
    minLength: readLength(fields?.minLength),
    maxLength: readLength(fields?.maxLength),
    regEx: readText(fields?.regEx),
  }
  return Object.values(policy).some((value) => value !== null) ? Object.freeze(policy) : null
}

const BOTH: AccountLinkState['ways'] = Object.freeze(['mobile', 'email'] as const)

/** By what an account may be linked; both where the service names none that is known. */
export function readWays(data: unknown): AccountLinkState['ways'] {
  const named = toFields(data)?.socialBindOrRegisterFlow
  if (!Array.isArray(named)) return BOTH
  const ways = BOTH.filter((way) => named.includes(way === 'mobile' ? 'VERIFY_PHONE' : 'VERIFY_EMAIL'))
  return ways.length ? Object.freeze(ways) : BOTH
}

/** `data`: the reply of /captcha, most of whose fields are null. */
export function readPuzzle(data: unknown): CaptchaPuzzle {
  const fields = toFields(data)
  return Object.freeze({
    originalImageBase64: readText(fields?.originalImageBase64),
    jigsawImageBase64: readText(fields?.jigsawImageBase64),
    secretKey: readText(fields?.secretKey),
  })
}

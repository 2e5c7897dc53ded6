// What the service's replies hold besides tokens: password rules, ways to link an account, puzzles. A field of another
// form than the pages show is as good as none.
import * as z from 'zod/mini'
import type { AccountLinkState, CaptchaPuzzle, PasswordPolicy } from './types'

const text = z.catch(z.nullable(z.string()), null)
const count = z.catch(z.nullable(z.number()), null)

const policySchema = z.object({ minLength: count, maxLength: count, regEx: text })
const puzzleSchema = z.object({ originalImageBase64: text, jigsawImageBase64: text, secretKey: text })
const linkSchema = z.object({ socialBindOrRegisterFlow: z.array(z.unknown()) })

/** The rules for a new password; null where there are none to be read. */
export function readPolicy(data: unknown): PasswordPolicy | null {
  const { data: policy } = z.safeParse(policySchema, data)
  return policy && Object.values(policy).some((value) => value !== null) ? Object.freeze(policy) : null
}

const BOTH: AccountLinkState['ways'] = Object.freeze(['mobile', 'email'] as const)

/** By what an account may be linked; both where the service names none that is known. */
export function readWays(data: unknown): AccountLinkState['ways'] {
  const named = z.safeParse(linkSchema, data).data?.socialBindOrRegisterFlow ?? []
  const ways = BOTH.filter((way) => named.includes(way === 'mobile' ? 'VERIFY_PHONE' : 'VERIFY_EMAIL'))
  return ways.length ? Object.freeze(ways) : BOTH
}

/** `fields`: the reply of /captcha, most of whose fields are null. */
export function readPuzzle(fields: unknown): CaptchaPuzzle {
  return Object.freeze(z.parse(puzzleSchema, fields))
}

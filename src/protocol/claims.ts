// What an id_token says, for display: no signature is verified here. Nothing in this file throws.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { jwtDecode } from 'jwt-decode'
import { CiamError } from './errors'
import { type Fields, parseJson, toFields } from './fields'

/** Ms that a token is used for if it does not say: the service's default. */
const UNKNOWN_LIFETIME = 300_000
// Some 30,000 years: sums of such times are still dates.
const LONGEST_LIFETIME = 1e15

/**
 * The payload, null where the token cannot be decoded, and its lifetime in ms: from `iat` to `exp`, both by the
 * service's clock; 300,000 where these do not say.
 */
export function readIdToken(idToken: string): { payload: Record<string, unknown> | null; lifetime: number } {
  let payload: Fields | null = null
  try {
    payload = toFields(jwtDecode(idToken))
  } catch {
    // The samples in the service's own pages cannot be decoded either; the API behind decides what a token is worth.
  }
  const { exp, iat } = payload ?? {}
  const lifetime = Number.isFinite(exp) && Number.isFinite(iat) ? ((exp as number) - (iat as number)) * 1000 : 0
  return { payload, lifetime: lifetime > 0 ? Math.min(lifetime, LONGEST_LIFETIME) : UNKNOWN_LIFETIME }
}

/**
 * The claims of a payload: the user's fields at the top level in either of the two shapes (some tenants send them as a
 * JSON string under `api`), then through the app's schema. `CLAIMS_INVALID` names paths, never values. An own key
 * `__proto__` is removed, also from the payload that is handed in.
 */
export function readClaims(
  payload: Fields | null,
  schema?: StandardSchemaV1,
): { claims: unknown; error: CiamError | null } {
  if (!payload) return { claims: null, error: null }
  const fields = toFields(parseJson(payload.api))
  // Before they are merged: what a spread compiles to may assign, and assigning to `__proto__` sets the prototype.
  dropPrototypeKeys(payload, fields)
  const claims: Record<string, unknown> = { ...fields, ...payload }
  if (fields) delete claims.api
  return schema ? validate(schema, claims) : { claims, error: null }
}

/** In a loop: a token may nest deeper than the stack is. */
function dropPrototypeKeys(...values: unknown[]): void {
  while (values.length) {
    const value = values.pop()
    if (typeof value !== 'object' || !value) continue
    Reflect.deleteProperty(value, '__proto__')
    for (const inner of Object.values(value)) values.push(inner)
  }
}

function validate(schema: StandardSchemaV1, claims: unknown): { claims: unknown; error: CiamError | null } {
  let problem: string
  try {
    const result = schema['~standard'].validate(claims)
    if ('then' in result) {
      result.then(undefined, () => {}) // Nobody else will hear of its rejection.
      problem = 'is asynchronous'
    } else if (!result.issues) {
      return { claims: result.value, error: null }
    } else {
      problem = `refused the payload at: ${result.issues.slice(0, 9).map(pathOf).join(', ')}`
    }
  } catch {
    problem = 'threw' // What it threw may quote the payload.
  }
  const message = `The claims schema ${problem}. The id_token stays usable.`
  return { claims: null, error: new CiamError('CLAIMS_INVALID', message) }
}

const pathOf = ({ path }: StandardSchemaV1.Issue): string =>
  path?.map((part) => String(typeof part === 'object' ? part.key : part)).join('.') || 'the whole'

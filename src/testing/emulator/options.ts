// The options' defaults, and the check that every one given is what it should be.
import * as z from 'zod/mini'
import type { EmulatorOptions, ResolvedEmulatorOptions } from './types'
import { EMULATOR_CLIENT_ID } from './users'

const DEFAULTS: ResolvedEmulatorOptions = {
  clientId: EMULATOR_CLIENT_ID,
  rotation: 'off',
  graceSeconds: 10,
  idTokenLifetime: 300,
  sessionLifetime: 604_800,
  latency: 0,
  clockOffset: 0,
  dialect: 'ciam',
  bindFingerprint: false,
  claimsShape: null,
  apiRefusal: '401',
  captcha: false,
  isPasswordSetAs: 'boolean',
  tabOf: () => null,
}

const oneOf = (...allowed: string[]) => z.enum(allowed, `one of ${allowed.join(', ')}`)

const numberFrom = (lowest: number, highest: number, unit: string) => {
  const wanted = `a number of ${unit} from ${lowest} to ${highest}`
  return z.number(wanted).check(z.minimum(lowest, wanted), z.maximum(highest, wanted))
}

// Ten years, and the longest wait that a timer can take.
const SECONDS = numberFrom(0, 315_360_000, 'seconds')
const WAIT = numberFrom(0, 2_147_483_647, 'milliseconds')
const TEXT = 'a text that is not empty'

/** What each option must be, as the end of a sentence that says so. */
const RULES: Record<keyof EmulatorOptions, z.ZodMiniType> = {
  clientId: z.string(TEXT).check(z.regex(/\S/, TEXT)),
  rotation: oneOf('off', 'on', 'grace', 'revoke'),
  graceSeconds: SECONDS,
  idTokenLifetime: SECONDS,
  sessionLifetime: SECONDS,
  latency: WAIT,
  clockOffset: numberFrom(-315_360_000_000, 315_360_000_000, 'milliseconds'),
  dialect: oneOf('ciam', 'eiam'),
  bindFingerprint: z.boolean('true or false'),
  claimsShape: oneOf('top-level', 'api'),
  apiRefusal: oneOf('401', '400'),
  captcha: z.boolean('true or false'),
  isPasswordSetAs: oneOf('boolean', 'string'),
  tabOf: z.custom((value) => typeof value === 'function', 'a function that takes the request'),
}

/** The options over a base. Throws a `TypeError` that names the first wrong one; an undefined one counts as not given. */
export function resolveOptions(
  options: EmulatorOptions = {},
  base: ResolvedEmulatorOptions = DEFAULTS,
): ResolvedEmulatorOptions {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('The emulator takes its options as an object.')
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) {
    if (!Object.hasOwn(RULES, name)) {
      throw new TypeError(`The emulator has no option "${name}". It has: ${Object.keys(RULES).join(', ')}.`)
    }
    const { error } = RULES[name as keyof EmulatorOptions].safeParse(value)
    if (error) throw new TypeError(`The emulator's option "${name}" must be ${error.issues[0]?.message}.`)
  }
  return { ...base, ...Object.fromEntries(given) }
}

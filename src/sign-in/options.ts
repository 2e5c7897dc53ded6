// Checks the options of a sign-in and fills in the defaults.
import { CiamError } from '../protocol/errors'
import type { SignInOptions } from './sign-in-types'

export interface SignInSettings {
  readonly captcha: boolean
  readonly resendAfter: number
  readonly stepTimeout: number
  readonly sendEmailCode: SignInOptions['sendEmailCode']
}

// Timers end at 2^31-1 ms; a day is long enough for a sign-in.
const LONGEST = 86_400_000

export function resolveSettings(given: SignInOptions | undefined): SignInSettings {
  check(given === undefined || (typeof given === 'object' && given !== null), 'options', 'an object')
  const { captcha = true, resendAfter = 60_000, stepTimeout = 600_000, sendEmailCode } = given ?? {}
  check(typeof captcha === 'boolean', 'captcha', 'true or false')
  check(isWithin(resendAfter, 0), 'resendAfter', `ms from 0 to ${LONGEST}`)
  check(isWithin(stepTimeout, 1), 'stepTimeout', `ms from 1 to ${LONGEST}`)
  check(sendEmailCode === undefined || typeof sendEmailCode === 'function', 'sendEmailCode', 'a function')
  return { captcha, resendAfter, stepTimeout, sendEmailCode }
}

const isWithin = (ms: unknown, least: number): boolean => typeof ms === 'number' && ms >= least && ms <= LONGEST

function check(isRight: boolean, name: string, wanted: string): void {
  if (!isRight) throw new CiamError('CONFIG', `createSignIn: ${name} must be ${wanted}.`)
}

// Errors: the guard narrows, and the code is a union that a switch can go through.
import { describeError, isCiamError, type CiamError, type CiamErrorCode } from 'react-ciam'
import { same, type Equal, type Expect, type HoldsNoAny, type IsAny } from '../expect'

export type Errors = [
  Expect<Equal<CiamError['code'], CiamErrorCode>>,
  Expect<Equal<IsAny<CiamErrorCode>, false>>,
  Expect<Equal<Extract<CiamErrorCode, 'SIGNED_OUT' | 'NETWORK' | 'NONE_SUCH'>, 'SIGNED_OUT' | 'NETWORK'>>,
  Expect<Equal<string extends CiamErrorCode ? true : false, false>>,
  Expect<HoldsNoAny<CiamError>>,
  Expect<Equal<ReturnType<typeof describeError>, string>>,
]

export function read(error: unknown, other: string | CiamError) {
  // @ts-expect-error -- not known to be one
  void error.code
  const known: [unknown, unknown] = [isCiamError(error) && error.code, isCiamError(other) || other.length]
  if (!isCiamError(error)) return known
  same<CiamError>()(error)
  // @ts-expect-error -- there is no such code
  void (error.code === 'SIGNED_IN')
  // @ts-expect-error -- there is no such language
  describeError(error, 'fr')
  return known
}

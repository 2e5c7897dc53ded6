// What the page remembers from step to step: which way was chosen, and where a code went. Never a password or a code.
import type { SignInProblem } from 'react-ciam/sign-in'

export type Way = 'password' | 'mobile' | 'email'
export type CodeWay = Exclude<Way, 'password'>

export interface Memory {
  readonly way: Way
  readonly codeWay: CodeWay
  readonly userName: string
  readonly mobile: string
  readonly email: string
  /** A problem of another tab than the one that is open now. */
  readonly dismissed: SignInProblem | null
}

export const NOTHING_YET: Memory = {
  way: 'password',
  codeWay: 'mobile',
  userName: '',
  mobile: '',
  email: '',
  dismissed: null,
}

/** What every step gets. */
export interface StepProps {
  /** The state's, unless it was dismissed. */
  readonly problem: SignInProblem | null
  readonly memory: Memory
  readonly remember: (changes: Partial<Memory>) => void
}

// What a test and the page of app/sign-in.tsx say to each other.
import type { SignInOptions } from 'react-ciam/sign-in'

/** A step of a state, or a call of the account, and what it is given. */
export type Act = readonly [name: string, input?: unknown]

/** What went wrong. */
export interface ToldProblem {
  readonly kind: string
  readonly remainingAttempts: number | null
  readonly lockedUntil: number | null
  readonly code: string
  readonly serviceCode?: string
  readonly httpStatus?: number
}

/** A state, as far as a test can be told. */
export interface Told {
  readonly status: string
  readonly isBusy: boolean
  /** The names of the steps that it has. */
  readonly steps: string[]
  /** Its other fields. */
  readonly facts: Record<string, unknown>
  readonly problem: ToldProblem | null
  /** What the page shows: the status, the seconds of the countdown, and the problem's sentence. */
  readonly page: string
}

/** What came of a call of the account. */
export type Outcome =
  | { readonly value: unknown }
  | { readonly error: string; readonly kind: string; readonly serviceCode?: string; readonly httpStatus?: number }

/** What the page does for a test. */
export interface Flow {
  /** Signs out, and shows another sign-in. */
  begin(options?: Pick<SignInOptions, 'captcha' | 'resendAfter' | 'stepTimeout'>): Promise<void>
  tell(): Told
  /** Throws where the state has no such step. */
  act(act: Act): Promise<Told>
  /** The same step again and again. */
  repeat(act: Act, count: number): Promise<Told[]>
  /** Makes sign-ins of their own, and does some steps of each. */
  prepare(ahead: readonly { captcha: boolean; ahead: readonly Act[] }[]): Promise<void>
  /** A step of each of them, all at once. */
  finish(acts: readonly Act[]): Promise<Told[]>
  /** Begins a step and does not wait. */
  start(act: Act): void
  /** The same call again and again. */
  account(act: Act, count?: number): Promise<Outcome[]>
  globalSignOutUrl(redirectUrl: string): string
  /** The state and its problem as texts, to look for secrets in. */
  texts(): string[]
}

declare global {
  interface Window {
    flow: Flow
    /** What was written to the console, failed unseen, or was said to other tabs. */
    heard: { console: string[]; failed: string[]; posted: string[] }
  }
}

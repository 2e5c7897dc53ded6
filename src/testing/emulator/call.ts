// What a call of the service is here: its row in the table, what its answer is made from, and what an answer may be.
import type { Account } from './accounts'
import type { EmulatorDesk } from './desk'
import type { Complaint, Language } from './messages'
import type { EmulatedSession } from './sessions'
import type { HalfSignIn, StatePurpose } from './state-tokens'
import type { LedgerEntry } from './types'

/** A call as its page has it: every one wants the common headers. */
interface Row {
  /** The end of the path. */
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly kind: LedgerEntry['kind']
  /** What it is for, as the end of a sentence. */
  readonly purpose: string
  /** The fields of the body that must be there; of an inner list, one is enough. */
  readonly fields: readonly (string | readonly string[])[]
}

export interface PlainCall extends Row {
  readonly header: null
  answer(input: CallInput): CallResult
}

export interface StepCall extends Row {
  readonly header: 'X-state-token'
  /** What the state_token must be for. */
  readonly purposes: readonly StatePurpose[]
  answer(input: StepInput): CallResult
}

export interface SelfServiceCall extends Row {
  readonly header: 'Authorization'
  answer(input: SelfServiceInput): CallResult
}

export type EmulatedCall = PlainCall | StepCall | SelfServiceCall

/** What an answer is made from, once headers and fields are found good. */
export interface CallInput {
  readonly desk: EmulatorDesk
  /** The body's fields as they came. */
  readonly body: Readonly<Record<string, unknown>>
  /** A field of the body; empty where it is missing, or no text. */
  text(name: string): string
  readonly fingerprint: string | null
  readonly language: Language
}

export interface StepInput extends CallInput {
  readonly halfSignIn: HalfSignIn
}

export interface SelfServiceInput extends CallInput {
  /** Whose id_token it is. */
  readonly account: Account
}

/** What became of a call. Decided at once; what has to be waited for, the signing of an id_token, comes after it. */
export type CallResult =
  | { readonly refused: Complaint; readonly word?: string }
  /** A sign-in that is done. */
  | { readonly session: EmulatedSession }
  /** A status without a session. */
  | { readonly status: string; readonly body: Readonly<Record<string, unknown>> }
  /** Anything else; without a body, the answer is 200 and empty. */
  | { readonly body: Readonly<Record<string, unknown>> | null }

/** Done, and nothing to say. */
export const DONE: CallResult = { body: null }

/** The service's page: a new password's rules. */
export const PASSWORD_POLICY = { maxLength: 20, minLength: 8, regEx: '^(?=.*\\d)(?=.*[A-Za-z]).*$' }

// The public types of the emulator's sign-in side: what arrives as a code, and the faults of calls other than the refresh.

/** What a code by SMS is for: CIAM has `UPDATE_PWD_SMS` where EIAM has `CHANGE_PWD_SMS`. */
export type EmulatorSmsType =
  | 'LOGIN_SMS'
  | 'REGISTER_SMS'
  | 'FORGET_PWD_SMS'
  | 'UPDATE_PWD_SMS'
  | 'CHANGE_PWD_SMS'
  | 'UPDATE_MOBILE_SMS'
  | 'BIND_MOBILE_SMS'
  | 'MFA_AUTH_SMS'

/** What a code by e-mail is for: the names that the service's pages give. */
export type EmulatorEmailType = 'LOGIN_EMS' | 'MFA_AUTH_EMS' | 'BIND_EMAIL_EMS' | 'UPDATE_PWD_EMS'

/** A code that was "sent". Immutable. */
export interface OutboxEntry {
  /** The mobile number or e-mail address, as it was asked for. */
  readonly to: string
  /** What it is good for, and for nothing else. */
  readonly type: EmulatorSmsType | EmulatorEmailType
  /** Six digits. Good once, for five minutes by the service's clock, and only until the next of its type to its address. */
  readonly code: string
  /** Epoch ms by this device's clock. */
  readonly time: number
}

/** The codes that were "sent": what a person would find in the phone or the mailbox. */
export interface EmulatorOutbox {
  /** Oldest first, up to the last 1,000. */
  entries(): readonly OutboxEntry[]
  /** Calls the listener with each new one; returns the unsubscribe function. */
  subscribe(listener: (entry: OutboxEntry) => void): () => void
}

/** The faults of `failCall` that need no details: those of `Fault` that concern no token. */
export type SimpleCallFault =
  | 'cut-before'
  | 'cut-after'
  | 'cut-in-body'
  | 'hang'
  | '500'
  | 'html-502'
  | 'html-200'
  | 'empty-200'
  | 'busy'
  | 'redirect'
  | 'no-cors'

/**
 * One thing that goes wrong with one request of a call other than the refresh: as in the table of `Fault`, where "refresh
 * done" is here "the call took effect". Two more, which take no effect:
 *
 * - `{ kind: 'refused', code }`: the service's error with that code, HTTP 400 unless `status` says otherwise.
 * - `{ kind: 'status', status }`: HTTP 200 with that `status` and nothing else, such as `ACCESS_DENIED`, or one that no page names.
 */
export type CallFault =
  | SimpleCallFault
  | { kind: SimpleCallFault; committed?: boolean }
  | { kind: 'redirect'; location: string; committed?: boolean }
  | { kind: '429'; retryAfter?: number | string | Date; committed?: boolean }
  | { kind: 'refused'; code: string; status?: number }
  | { kind: 'status'; status: string }

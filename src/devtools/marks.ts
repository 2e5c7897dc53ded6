// What the devtools note of a client: one mark a moment, with no token in any of them.
import type { CiamErrorCode, SignedOutReason } from '../index'

/** What happened, besides when and where. */
export type Happening =
  | { readonly kind: 'opened' }
  | { readonly kind: 'restored' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'signed-out'; readonly reason: SignedOutReason }
  /** The refresh lock: asked for, had, given back; or not had in time. `flight` ties those of one turn together. */
  | { readonly kind: 'lock-wanted' | 'lock-held' | 'lock-freed' | 'lock-missed'; readonly flight: number }
  | { readonly kind: 'request-sent' }
  /** `status` is null where no answer came. */
  | { readonly kind: 'answered'; readonly status: number | null }
  /** The record is in storage; `rotated`: with another session_token. */
  | { readonly kind: 'written'; readonly rotated: boolean }
  | { readonly kind: 'refreshed'; readonly rotated: boolean; readonly durationMs: number }
  /** Another tab's refresh was taken over. */
  | { readonly kind: 'adopted'; readonly rotated: boolean }
  | { readonly kind: 'refresh-failed'; readonly code: CiamErrorCode; readonly willRetryInMs: number | null }
  | { readonly kind: 'storage-failed'; readonly code: CiamErrorCode; readonly operation: 'read' | 'write' | 'remove' }

/** The name of a mark. */
export type MarkKind = Happening['kind']

/** A moment in a tab. */
export type Mark = Happening & {
  /** The tab's random id. */
  readonly tab: string
  /** Counts from 1 in each tab. */
  readonly number: number
  /** Epoch ms by this device's wall clock, which all tabs share. */
  readonly at: number
  /** The token's hash after it (12 hexadecimal digits, leads back to none); null while nobody is signed in. */
  readonly token: string | null
}

const KINDS: Record<MarkKind, (field: Partial<Record<string, unknown>>) => boolean> = {
  opened: () => true,
  restored: () => true,
  'signed-in': () => true,
  'signed-out': ({ reason }) => isName(reason),
  'lock-wanted': ({ flight }) => isNumber(flight),
  'lock-held': ({ flight }) => isNumber(flight),
  'lock-freed': ({ flight }) => isNumber(flight),
  'lock-missed': ({ flight }) => isNumber(flight),
  'request-sent': () => true,
  answered: ({ status }) => status === null || isNumber(status),
  written: ({ rotated }) => isFlag(rotated),
  refreshed: ({ rotated, durationMs }) => isFlag(rotated) && isNumber(durationMs),
  adopted: ({ rotated }) => isFlag(rotated),
  'refresh-failed': ({ code, willRetryInMs }) => isName(code) && (willRetryInMs === null || isNumber(willRetryInMs)),
  'storage-failed': ({ code, operation }) => isName(code) && isName(operation),
}

const isNumber = (value: unknown): boolean => Number.isFinite(value)
const isFlag = (value: unknown): boolean => typeof value === 'boolean'
const isName = (value: unknown): boolean => typeof value === 'string' && /^[\w-]{1,40}$/.test(value)

/** Whether something that came from another tab is a mark. */
export function isMark(value: unknown): value is Mark {
  if (typeof value !== 'object' || value === null) return false
  const mark = value as Partial<Record<string, unknown>>
  const { kind, tab, number, at, token } = mark
  if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind) || !KINDS[kind as MarkKind](mark)) return false
  const isPlaced = isName(tab) && isNumber(number) && isNumber(at)
  return isPlaced && (token === null || (typeof token === 'string' && /^[\da-f]{12}$/.test(token)))
}

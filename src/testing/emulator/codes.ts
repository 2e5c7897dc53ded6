// The codes by SMS and e-mail: the outbox that tests read in the person's place, and the check of what was typed.
import { toAddressKey } from './addresses'
import { notifyAll } from './notify'
import { randomText } from './secrets'
import { createShortLived } from './short-lived'
import type { EmulatorEmailType, EmulatorOutbox, EmulatorSmsType, OutboxEntry } from './sign-in-types'
import type { EmulatorDialect } from './types'

export type CodeType = EmulatorSmsType | EmulatorEmailType

const EMAIL_TYPES: readonly string[] = ['LOGIN_EMS', 'MFA_AUTH_EMS', 'BIND_EMAIL_EMS', 'UPDATE_PWD_EMS']

const SMS_TYPES: readonly string[] = [
  'LOGIN_SMS',
  'REGISTER_SMS',
  'FORGET_PWD_SMS',
  'UPDATE_MOBILE_SMS',
  'BIND_MOBILE_SMS',
  'MFA_AUTH_SMS',
]

/**
 * Whether the dialect knows the type. Apart from the change of a password, both know all: EIAM's list of types is not
 * whole, and for CIAM no page about a second factor is known.
 */
export const isSmsType = (type: string, dialect: EmulatorDialect): type is EmulatorSmsType =>
  SMS_TYPES.includes(type) || type === (dialect === 'ciam' ? 'UPDATE_PWD_SMS' : 'CHANGE_PWD_SMS')

export const isEmailType = (type: string): type is EmulatorEmailType => EMAIL_TYPES.includes(type)

/** For a message about a wrong one. */
export const emailTypesInWords = (): string => EMAIL_TYPES.join(', ')

export interface CodeDesk {
  outbox: EmulatorOutbox
  /** Makes a code. The one of the same type that was sent there before is good no more. */
  send(to: string, type: CodeType): void
  /** Whether that code was sent there for that; uses it up if so. A wrong one may be followed by the right one. */
  take(to: string, type: CodeType, code: string): boolean
  reset(): void
}

/** Ms. The service's pages do not say how long. */
const CODE_LIFE = 300_000

const LIMIT = 1_000

export function createCodeDesk(now: () => number): CodeDesk {
  const good = createShortLived<string>(now, CODE_LIFE)
  const listeners = new Set<(entry: OutboxEntry) => void>()
  let entries: OutboxEntry[] = []
  const keyOf = (to: string, type: CodeType) => `${type} ${toAddressKey(to)}`
  return {
    outbox: {
      entries: () => [...entries],
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    send(to, type) {
      const entry = Object.freeze({ to, type, code: randomText(6, '0123456789'), time: Date.now() })
      good.set(keyOf(to, type), entry.code)
      entries = [...entries, entry].slice(-LIMIT)
      notifyAll(listeners, entry)
    },
    take(to, type, code) {
      const isRight = good.get(keyOf(to, type)) === code
      if (isRight) good.end(keyOf(to, type))
      return isRight
    },
    reset() {
      good.clear()
      entries = []
    },
  }
}

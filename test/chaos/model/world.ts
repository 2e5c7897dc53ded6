// What a run is made of: the weather (which faults may happen) and the script (what people and the browser do).

export type Rotation = 'off' | 'on' | 'grace' | 'revoke'

/** Each fault happens only where its name is set. */
export interface Weather {
  readonly rotation: Rotation
  /** Ms. */
  readonly idTokenLife: number
  readonly sessionLife: number
  /** Web Locks, or one queue in each page. */
  readonly hasLocks: boolean
  /** Whether waiters get a lock in the order in which they asked, or in any. */
  readonly isLockFair: boolean
  /** `sync`: like webStorage. `async`: every call is waited for. */
  readonly storage: 'sync' | 'async'
  /** Whether `getItem` may see an old value of another page's write. */
  readonly hasLag: boolean
  readonly hasGetLatest: boolean
  /** `getLatest` sometimes knows no more than `getItem`: a fence that does not work. */
  readonly fenceFaults: boolean
  readonly storageFaults: boolean
  /** Request or reply lost, HTML, half a JSON, an answer after the time limit, or none at all. */
  readonly lostAnswers: boolean
  /** Busy, 429, 500. */
  readonly busyService: boolean
  readonly lostAnnouncements: boolean
  readonly lateTimers: boolean
  /** Two clients in each page. */
  readonly hasTwins: boolean
  /** Acts of the script that count only where their group is on. */
  readonly kills: boolean
  readonly freezes: boolean
  readonly clockTrouble: boolean
  readonly signs: boolean
  readonly clears: boolean
  readonly networkLoss: boolean
  readonly serviceEnds: boolean
}

export type Act =
  | 'ask' // getIdToken()
  | 'force'
  | 'abort' // getIdToken({ signal }), aborted soon
  | 'sign-in' // also a change of account
  | 'sign-out'
  | 'keep-fresh' // or no more
  | 'open' // a page in place of a killed one
  | 'reload'
  | 'kill'
  | 'doom' // the page is closed, and opened again, while its next request is at the service
  | 'end' // the service ends the session of itself
  | 'freeze'
  | 'thaw'
  | 'hide'
  | 'show'
  | 'focus'
  | 'offline' // the device
  | 'online'
  | 'clear' // somebody clears storage
  | 'jump' // the device's wall clock
  | 'sleep' // the device, with its monotonic clock

/** The groups that are off in a weather leave their acts out of the script. */
export function isAllowed(act: Act, weather: Weather): boolean {
  switch (act) {
    case 'doom':
    case 'kill':
    case 'reload':
      return weather.kills
    case 'freeze':
    case 'sleep':
      return weather.freezes
    case 'jump':
      return weather.clockTrouble
    case 'sign-in':
    case 'sign-out':
      return weather.signs
    case 'end':
      return weather.serviceEnds
    case 'clear':
      return weather.clears
    case 'offline':
      return weather.networkLoss
    default:
      return true
  }
}

export interface ScriptStep {
  /** Ms after the step before. */
  readonly after: number
  readonly page: number
  readonly act: Act
}

export interface World {
  readonly seed: number
  readonly pages: number
  readonly weather: Weather
  readonly script: readonly ScriptStep[]
}

/** Whether what is read in the lock is the newest write of any page. */
export const isOrdered = ({ hasLag, hasGetLatest, fenceFaults }: Weather): boolean =>
  !hasLag || (hasGetLatest && !fenceFaults)

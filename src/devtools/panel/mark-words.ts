// A mark in words.
import { CiamError, describeError } from '../../index'
import type { TabSeen } from '../inspector'
import type { Mark } from '../marks'
import { toClock, toDuration } from '../moments'

/** `this tab`, `tab 2` */
export const labelOf = (tab: TabSeen | undefined): string =>
  tab ? (tab.isThis ? 'this tab' : `tab ${tab.number}`) : 'another tab'

export interface MarkWords {
  readonly title: string
  readonly detail: string
  readonly isBad: boolean
}

const rotatedWords = (rotated: boolean): string => (rotated ? 'new session_token' : 'session_token unchanged')
const sentenceOf = (mark: Extract<Mark, { code: unknown }>): string =>
  `${mark.code}: ${describeError(new CiamError(mark.code, ''), 'en')}`

export function wordsOf(mark: Mark): MarkWords {
  const good = (title: string, detail = ''): MarkWords => ({ title, detail, isBad: false })
  const bad = (title: string, detail = ''): MarkWords => ({ title, detail, isBad: true })
  switch (mark.kind) {
    case 'opened':
      return good('Devtools began to watch')
    case 'restored':
      return good('Restored from storage', 'no request')
    case 'signed-in':
      return good('Signed in')
    case 'signed-out':
      return mark.reason === 'signed-out' ? good('Signed out') : bad('Session ended', mark.reason)
    case 'lock-wanted':
      return good('Asked for the lock')
    case 'lock-held':
      return good('Got the lock')
    case 'lock-freed':
      return good('Gave the lock back')
    case 'lock-missed':
      return bad('Did not get the lock in time')
    case 'request-sent':
      return good('Sent a refresh request')
    case 'answered':
      return answerWords(mark.status)
    case 'written':
      return good('Saved', mark.rotated ? 'new session_token' : 'not rotated')
    case 'refreshed':
      return good('Refreshed', `${rotatedWords(mark.rotated)}, took ${toDuration(mark.durationMs)}`)
    case 'adopted':
      return good("Took over another tab's refresh", `${rotatedWords(mark.rotated)}, no request`)
    case 'refresh-failed':
      return bad('Refresh failed', `${sentenceOf(mark)} ${retryWords(mark.at, mark.willRetryInMs)}`)
    case 'storage-failed':
      return bad(`Storage failed to ${mark.operation}`, sentenceOf(mark))
  }
}

function answerWords(status: number | null): MarkWords {
  if (status === null) return { title: 'No answer came', detail: '', isBad: true }
  return { title: `Answered with ${status}`, detail: '', isBad: status < 200 || status >= 300 }
}

const retryWords = (at: number, willRetryInMs: number | null): string =>
  willRetryInMs === null
    ? 'Not tried again until somebody asks.'
    : `Next attempt allowed after ${toDuration(willRetryInMs)}, at ${toClock(at + willRetryInMs)}.`

const STEPS: readonly Mark['kind'][] = [
  'opened',
  'lock-wanted',
  'lock-held',
  'lock-freed',
  'request-sent',
  'answered',
  'written',
]

/** Whether a mark is a step of something whose outcome is a mark of its own. */
export const isStep = ({ kind }: Mark): boolean => STEPS.includes(kind)

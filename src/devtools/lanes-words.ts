// The lanes picture in a sentence, for those who do not see it.
import type { Lane } from './lanes'
import type { MarkKind } from './marks'
import { toCount } from './moments'

/** `2 tabs. This tab: 1 request, saved 1 result with a new session_token. Tab 2: took over 1 result, no request.` */
export function describeLanes(lanes: readonly Lane[], labels: (tab: string) => string): string {
  if (lanes.length === 0) return 'Nothing has happened yet.'
  const tabs = lanes.map((lane) => `${capitalized(labels(lane.tab))}: ${describeLane(lane)}.`)
  return [`${toCount(lanes.length, 'tab')}.`, ...tabs].join(' ')
}

function describeLane({ waits, requests, points }: Lane): string {
  const count = (kind: MarkKind, rotated?: boolean) =>
    points.filter(({ mark }) => mark.kind === kind && (rotated === undefined || isRotated(mark) === rotated)).length
  const unanswered = requests.filter(({ status, until }) => status === null && until !== null).length
  const inFlight = requests.filter(({ until }) => until === null).length
  const parts = [
    count('signed-in') > 0 && 'signed in',
    waits.length > 0 && `waited for the lock ${times(waits.length)}`,
    requests.length > 0 ? toCount(requests.length, 'request') : 'no request',
    unanswered > 0 && `${toCount(unanswered, 'request')} without an answer`,
    inFlight > 0 && `${toCount(inFlight, 'request')} still under way`,
    count('written', true) > 0 && `saved a new session_token ${times(count('written', true))}`,
    count('written', false) > 0 && `saved without rotation ${times(count('written', false))}`,
    count('adopted') > 0 && `took over ${toCount(count('adopted'), 'result')} of another tab`,
    count('refresh-failed') > 0 && `${toCount(count('refresh-failed'), 'failed refresh').replace('hs', 'hes')}`,
    count('storage-failed') > 0 && `storage failed ${times(count('storage-failed'))}`,
    count('signed-out') > 0 && 'signed out',
  ]
  return parts.filter(Boolean).join(', ')
}

const isRotated = (mark: object): boolean => 'rotated' in mark && mark.rotated === true
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)
const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

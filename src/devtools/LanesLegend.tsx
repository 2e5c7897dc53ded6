// What the symbols of the lanes picture mean: those that are in it.
import type { ReactElement } from 'react'
import { LaneSymbol, symbolOf, type SymbolName } from './LaneSymbol'
import type { Lane } from './lanes'

const MEANINGS: readonly (readonly [name: SymbolName, meaning: string])[] = [
  ['wait', 'waits for the lock'],
  ['hold', 'holds the lock'],
  ['request', 'request, with the status of its answer'],
  ['unanswered', 'request without an answer'],
  ['rotated', 'saved, new session_token'],
  ['written', 'saved, not rotated'],
  ['adopted', 'took over what another tab saved'],
  ['failed', 'failed'],
  ['restored', 'read from storage'],
  ['signed-in', 'signed in'],
  ['signed-out', 'signed out'],
]

export function LanesLegend({ lanes }: { lanes: readonly Lane[] }): ReactElement {
  const used = new Set<SymbolName | null>()
  for (const { waits, holds, requests, points } of lanes) {
    if (waits.length > 0) used.add('wait')
    if (holds.length > 0) used.add('hold')
    for (const { status, until } of requests) used.add(status === null && until !== null ? 'unanswered' : 'request')
    for (const { mark } of points) used.add(symbolOf(mark))
  }
  return (
    <ul aria-label="Legend">
      {MEANINGS.filter(([name]) => used.has(name)).map(([name, meaning]) => (
        <li key={name}>
          <svg width={26} height={22} viewBox="-13 -11 26 22" aria-hidden="true">
            <LaneSymbol name={name} x={0} y={0} />
          </svg>
          {meaning}
        </li>
      ))}
    </ul>
  )
}

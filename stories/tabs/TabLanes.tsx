// The lanes picture of all tabs, by the marks of their inspectors.
import type { ReactElement } from 'react'
import { toLanes, type Lane, type Span } from '../../src/devtools/lanes'
import { LANES_STYLE } from '../../src/devtools/lanes-style'
import { LanesPicture } from '../../src/devtools/LanesPicture'
import { useNow } from '../../src/devtools/useNow'
import { themeOfPage } from '../devtools/theme-of-page'
import { useValue } from '../scene/useValue'
import type { TabWords } from './tab-words'
import type { TabsBench } from './tabs-bench'

export function TabLanes({ bench, said }: { bench: TabsBench; said: TabWords }): ReactElement {
  const marks = useValue(bench.marks)
  const known = useValue(bench.known)
  const from = marks[0]?.at ?? 0
  const last = marks.at(-1)?.at ?? from
  const lanes = toLanes(marks, from, last)
    .map((lane) => endWith(lane, known.get(lane.tab)?.closedAt ?? null))
    .sort((one, other) => numberOf(one) - numberOf(other))
  // The picture grows while something is under way, and stands still otherwise.
  const isUnderWay = lanes.some(isBusy)
  const now = useNow(isUnderWay ? PERIOD : null)

  function numberOf({ tab }: Pick<Lane, 'tab'>): number {
    return known.get(tab)?.number ?? 0
  }

  return (
    <section className="panel lanes" aria-labelledby="lanes">
      <h2 id="lanes">{said.lanes}</h2>
      <style>{LANES_STYLE}</style>
      <LanesPicture
        lanes={lanes}
        from={from}
        until={isUnderWay ? Math.max(now, last) : last}
        labels={(tab) => said.tab(numberOf({ tab }))}
        theme={themeOfPage()}
      />
    </section>
  )
}

const PERIOD = 250

/** What was under way in a tab that was closed, ended with it. */
function endWith(lane: Lane, closedAt: number | null): Lane {
  if (closedAt === null) return lane
  const end = <Part extends Span>(part: Part): Part => (part.until === null ? { ...part, until: closedAt } : part)
  return { ...lane, waits: lane.waits.map(end), holds: lane.holds.map(end), requests: lane.requests.map(end) }
}

const isBusy = ({ waits, holds, requests }: Lane): boolean =>
  [...waits, ...holds, ...requests].some(({ until }) => until === null)

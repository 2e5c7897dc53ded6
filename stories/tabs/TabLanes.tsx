// The lanes picture of all tabs, by the marks of their inspectors.
import type { ReactElement } from 'react'
import { toLanes, type Lane, type Span } from '../../src/devtools/lanes'
import { LANES_STYLE } from '../../src/devtools/lanes-style'
import { LanesPicture } from '../../src/devtools/LanesPicture'
import { themeOfPage } from '../devtools/theme-of-page'
import { useNow } from '../scene/useNow'
import { useValue } from '../scene/useValue'
import type { TabWords } from './tab-words'
import type { TabsBench } from './tabs-bench'

export function TabLanes({ bench, said }: { bench: TabsBench; said: TabWords }): ReactElement {
  const marks = useValue(bench.marks)
  const known = useValue(bench.known)
  const now = useNow()
  const from = marks[0]?.at ?? now
  const lanes = toLanes(marks, from, now)
    .map((lane) => endWith(lane, known.get(lane.tab)?.closedAt ?? null))
    .sort((one, other) => numberOf(one) - numberOf(other))
  // The picture stands still while nothing is under way.
  const until = lanes.some(isBusy) ? now : (marks.at(-1)?.at ?? now)

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
        until={until}
        labels={(tab) => said.tab(numberOf({ tab }))}
        theme={themeOfPage()}
      />
    </section>
  )
}

/** What was under way in a tab that was closed, ended with it. */
function endWith(lane: Lane, closedAt: number | null): Lane {
  if (closedAt === null) return lane
  const end = <Part extends Span>(part: Part): Part => (part.until === null ? { ...part, until: closedAt } : part)
  return { ...lane, waits: lane.waits.map(end), holds: lane.holds.map(end), requests: lane.requests.map(end) }
}

const isBusy = ({ waits, holds, requests }: Lane): boolean =>
  [...waits, ...holds, ...requests].some(({ until }) => until === null)

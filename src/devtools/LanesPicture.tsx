// The lanes picture: one lane a tab, time from left to right, and in it who waited for the lock, who held it, what was asked
// and answered, who wrote, and who took a result over without a request.
import { useId, type ReactElement } from 'react'
import { LanePoints } from './LanePoints'
import { LaneRow } from './LaneRow'
import { createLayout, type LanesLayout } from './lanes-layout'
import { LanesLegend } from './LanesLegend'
import type { Lane } from './lanes'
import { CUT, type Stretch } from './lanes-scale'
import { describeLanes } from './lanes-words'
import type { DevtoolsTheme } from './theme'
import { toClock, toDuration } from './moments'
import { useWidth } from './useWidth'

/** The props of `<LanesPicture>`. */
export interface LanesPictureProps {
  /** From top to bottom. */
  lanes: readonly Lane[]
  /** Epoch ms: what was before is left off. */
  from: number
  /** Epoch ms: what is still going on is drawn up to here. */
  until: number
  /** The name of a tab. */
  labels: (tab: string) => string
  /** Default `'system'`. */
  theme?: DevtoolsTheme
}

/**
 * The picture with its legend, as wide as its parent. It needs the style sheet `LANES_STYLE` somewhere on the page, or in
 * the shadow root that it is in. Times in which nothing happened are cut out; where not everything has room, the newest stays.
 *
 * @example
 * <>
 *   <style>{LANES_STYLE}</style>
 *   <LanesPicture lanes={toLanes(marks, from, until)} from={from} until={until} labels={(tab) => `tab ${tab}`} />
 * </>
 */
export function LanesPicture({ lanes, from, until, labels, theme = 'system' }: LanesPictureProps): ReactElement {
  const id = useId()
  const [width, measure] = useWidth<HTMLElement>(640)
  const layout = createLayout(lanes, [from, until], width)
  const { stretches } = layout.scale
  const first = stretches[0]
  const last = stretches.at(-1)
  return (
    <figure className="ciam-lanes" data-theme={theme} ref={measure}>
      {first && last ? (
        <svg
          width={width}
          height={layout.height}
          viewBox={`0 0 ${width} ${layout.height}`}
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-text`}
        >
          <title id={`${id}-title`}>{`Refreshes by tab, ${toClock(first.from)} to ${toClock(last.until)}`}</title>
          <desc id={`${id}-text`}>{describeLanes(lanes, labels)}</desc>
          {stretches.map((stretch) => (
            <StretchGround key={stretch.from} stretch={stretch} layout={layout} />
          ))}
          {stretches.slice(1).map((stretch, index) => (
            <CutMark key={stretch.from} before={stretches[index]} after={stretch} layout={layout} />
          ))}
          {lanes.map((lane, row) => (
            <LaneRow key={lane.tab} lane={lane} label={labels(lane.tab)} row={row} layout={layout} />
          ))}
          <Links lanes={lanes} layout={layout} />
          {lanes.map((lane, row) => (
            <LanePoints key={lane.tab} lane={lane} row={row} layout={layout} />
          ))}
        </svg>
      ) : (
        <p className="nothing">Nothing has happened yet: a refresh will show up here.</p>
      )}
      {layout.scale.omitted > 0 && <p className="earlier">Earlier marks have no room here; the list has them all.</p>}
      <LanesLegend lanes={lanes} />
    </figure>
  )
}

/** The ground of a stretch of time, with its beginning and its length below. */
function StretchGround({ stretch, layout }: { stretch: Stretch; layout: LanesLayout }): ReactElement {
  const { x, width, from, until } = stretch
  return (
    <g>
      <rect className="ground" x={x} y={layout.top} width={width} height={layout.bottom - layout.top} rx={6} />
      <text x={x + 2} y={layout.bottom + 16}>
        {toClock(from)}
      </text>
      {until > from && (
        <text x={x + 2} y={layout.bottom + 30} className="soft">
          {`for ${toDuration(until - from)}`}
        </text>
      )}
    </g>
  )
}

interface CutMarkProps {
  before: Stretch | undefined
  after: Stretch
  layout: LanesLayout
}

/** Dots through each lane where time was cut out, and for how long below. */
function CutMark({ before, after, layout }: CutMarkProps): ReactElement {
  const left = after.x - CUT
  return (
    <g>
      {layout.rows.map(({ lockY }) => (
        <path key={lockY} className="cut" d={`M${left + 10} ${lockY}H${after.x - 8}`} />
      ))}
      {before && (
        <text x={left + CUT / 2} y={layout.bottom + 16} textAnchor="middle" className="soft">
          {toDuration(after.from - before.until)}
        </text>
      )}
    </g>
  )
}

/** A link comes from above, clear of the bars. */
const LINK_ABOVE = 13

/** From each write to those who took it over. */
function Links({ lanes, layout }: { lanes: readonly Lane[]; layout: LanesLayout }): ReactElement {
  return (
    <g>
      {layout.links(lanes).map(({ key, from, to }) => (
        <path key={key} className="link" d={`M${from.x} ${from.y}V${to.y - LINK_ABOVE}H${to.x}V${to.y}`} />
      ))}
    </g>
  )
}

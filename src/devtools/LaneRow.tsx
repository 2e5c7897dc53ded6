// The lower layer of a lane: the tab's name, the bars of its waits and holds, the arrows of its requests.
import type { ReactElement } from 'react'
import { hatch } from './LaneSymbol'
import type { Lane, RequestSpan } from './lanes'
import type { LanesLayout } from './lanes-layout'

interface LaneRowProps {
  lane: Lane
  /** The name of the tab. */
  label: string
  row: number
  layout: LanesLayout
}

const REQUEST_ABOVE = 18

export function LaneRow({ lane, label, row, layout }: LaneRowProps): ReactElement | null {
  const place = layout.rows[row]
  if (!place) return null
  const { labelX, labelY, lockY } = place
  return (
    <g>
      <text x={labelX} y={labelY} className="label">
        {label}
      </text>
      {layout.scale.stretches.map(({ from, x, width }) => (
        <path key={from} className="rail" d={`M${x} ${lockY}h${width}`} />
      ))}
      {layout.place(lane.waits).map(({ span, x, width }) => (
        <g key={span.from}>
          <rect className="wait-box" x={x} y={lockY - 3.5} width={width} height={7} rx={1} />
          <path className="wait-hatch" d={hatch(x, lockY - 3.5, width, 7)} />
        </g>
      ))}
      {layout.place(lane.holds).map(({ span, x, width }) => (
        <rect key={span.from} className="hold" x={x} y={lockY - 5} width={width} height={10} rx={2} />
      ))}
      {layout.place(lane.requests).map(({ span, x, width }) => (
        <RequestArrow key={span.from} {...{ span, x, width }} y={lockY - REQUEST_ABOVE} right={layout.right} />
      ))}
    </g>
  )
}

interface RequestArrowProps {
  span: RequestSpan
  x: number
  width: number
  y: number
  /** The right edge of the picture. */
  right: number
}

function RequestArrow({ span, x, width, y, right }: RequestArrowProps): ReactElement {
  const end = x + width
  const isOpen = span.until === null
  const isLost = !isOpen && span.status === null
  const isRefused = span.status !== null && (span.status < 200 || span.status >= 300)
  const word = isOpen ? '…' : isLost ? '' : String(span.status)
  const isAtEdge = end + 30 > right
  return (
    <g>
      <path className="request" d={`M${x} ${y - 4}V${y + 4}`} />
      <path className="request" data-open={isOpen || isLost ? '' : undefined} d={`M${x} ${y}H${end}`} />
      {isLost && <path className="cross" d={`M${end - 4} ${y - 4}l8 8m0 -8l-8 8`} />}
      {!isOpen && !isLost && <path className="request" d={`M${end - 4} ${y - 4}L${end} ${y}L${end - 4} ${y + 4}`} />}
      <text
        x={isAtEdge ? end - 8 : end + 6}
        y={isAtEdge ? y - 5 : y + 4}
        textAnchor={isAtEdge ? 'end' : 'start'}
        className={isRefused ? 'code bad' : 'code'}
      >
        {word}
      </text>
    </g>
  )
}

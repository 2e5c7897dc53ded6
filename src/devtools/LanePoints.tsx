// The upper layer of a lane: the symbols of what has no length, above the links that cross the bars.
import type { ReactElement } from 'react'
import { LaneSymbol, symbolOf } from './LaneSymbol'
import type { Lane, Point } from './lanes'
import type { LanesLayout } from './lanes-layout'

interface LanePointsProps {
  lane: Lane
  row: number
  layout: LanesLayout
}

const CODE_BELOW = 19

export function LanePoints({ lane, row, layout }: LanePointsProps): ReactElement {
  return (
    <g>
      {lane.points.map((point) => (
        <PointMark key={point.mark.number} point={point} row={row} layout={layout} />
      ))}
    </g>
  )
}

function PointMark({ point, row, layout }: { point: Point; row: number; layout: LanesLayout }): ReactElement | null {
  const { mark, at } = point
  const symbol = symbolOf(mark)
  const x = layout.scale.toX(at)
  const y = layout.rows[row]?.lockY
  if (!symbol || x === null || y === undefined) return null
  const isFarRight = x > layout.right - 90
  return (
    <>
      <LaneSymbol name={symbol} x={x} y={y} />
      {'code' in mark && (
        <text
          x={isFarRight ? x + 6 : x - 5}
          y={y + CODE_BELOW}
          textAnchor={isFarRight ? 'end' : 'start'}
          className="code bad"
        >
          {mark.code}
        </text>
      )}
    </>
  )
}

// Where everything of the lanes picture lies: rows, the time scale, and the links from a write to those who took it over.
import type { Lane, Span } from './lanes'
import { createTimeScale, type TimeScale } from './lanes-scale'

/** The middle of a lane's three heights: requests above, the lock and the symbols here, error codes below. Px. */
export interface Row {
  readonly labelX: number
  readonly labelY: number
  readonly lockY: number
}

interface Place {
  readonly x: number
  readonly y: number
}

export interface Link {
  readonly key: string
  readonly from: Place
  readonly to: Place
}

/** A span with its left end and its width in px. */
export interface Placed<SomeSpan extends Span> {
  readonly span: SomeSpan
  readonly x: number
  readonly width: number
}

export interface LanesLayout {
  readonly rows: readonly Row[]
  /** Of the lanes; the times are below. */
  readonly top: number
  readonly bottom: number
  readonly height: number
  readonly right: number
  readonly scale: TimeScale
  links(lanes: readonly Lane[]): readonly Link[]
  /** Those that are, at least in part, in a time that is drawn. */
  place<SomeSpan extends Span>(spans: readonly SomeSpan[]): readonly Placed<SomeSpan>[]
}

/** Below this width a lane's name stands above it. */
const NARROW = 460
const LABELS = 76
const TIMES = 36

export function createLayout(
  lanes: readonly Lane[],
  times: readonly [from: number, until: number],
  width: number,
): LanesLayout {
  const isNarrow = width < NARROW
  const rowHeight = isNarrow ? 72 : 54
  const lockAt = isNarrow ? 49 : 31
  const left = isNarrow ? 0 : LABELS
  const rows = lanes.map((_lane, index) => ({
    labelX: isNarrow ? 8 : 0,
    labelY: index * rowHeight + (isNarrow ? 16 : lockAt + 4),
    lockY: index * rowHeight + lockAt,
  }))
  const scale = createTimeScale(lanes, times, [left, width])
  const bottom = lanes.length * rowHeight
  return {
    rows,
    top: 0,
    bottom,
    height: bottom + TIMES,
    right: width,
    scale,
    links: (drawn) => linksOf(drawn, rows, scale),
    place: (spans) => spans.flatMap((span) => placed(span, times[1], scale)),
  }
}

function linksOf(lanes: readonly Lane[], rows: readonly Row[], scale: TimeScale): Link[] {
  const place = (tab: string, at: number): Place | null => {
    const x = scale.toX(at)
    const row = rows[lanes.findIndex((lane) => lane.tab === tab)]
    return x !== null && row ? { x, y: row.lockY } : null
  }
  return lanes.flatMap(({ tab, points }) =>
    points.flatMap(({ at, mark, source }) => {
      const from = source ? place(source.tab, source.at) : null
      const to = place(tab, at)
      return from && to ? [{ key: `${tab} ${mark.number}`, from, to }] : []
    }),
  )
}

const NARROWEST = 3

/** A span lies in one stretch as a whole, unless its ends are not on show. */
function placed<SomeSpan extends Span>(span: SomeSpan, now: number, { stretches, toX }: TimeScale): Placed<SomeSpan>[] {
  const until = Math.min(now, span.until ?? now)
  const stretch = stretches.find((one) => span.from <= one.until && until >= one.from)
  if (!stretch) return []
  const x = toX(Math.max(span.from, stretch.from))
  const end = toX(Math.min(until, stretch.until))
  return x === null || end === null ? [] : [{ span, x, width: Math.max(NARROWEST, end - x) }]
}

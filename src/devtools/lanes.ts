// From marks to lanes: which tab waited for the lock, held it, asked the service, wrote, and which took over the result.
import type { Mark } from './marks'

/** What one tab did. Times are epoch ms. */
export interface Lane {
  readonly tab: string
  readonly waits: readonly Span[]
  readonly holds: readonly Span[]
  readonly requests: readonly RequestSpan[]
  /** What has no length, oldest first. */
  readonly points: readonly Point[]
}

/** `until` null: still going on. */
export interface Span {
  readonly from: number
  readonly until: number | null
}

export interface RequestSpan extends Span {
  /** The HTTP status; null where no answer came, or none yet. */
  readonly status: number | null
}

export interface Point {
  readonly at: number
  readonly mark: Mark
  /** Of an adoption: the write that was taken over, as far as it is known. */
  readonly source?: { readonly tab: string; readonly at: number }
}

type Draft = { from: number; until: number | null }

interface DraftLane {
  readonly tab: string
  readonly waits: Draft[]
  readonly holds: Draft[]
  readonly requests: (Draft & { status: number | null })[]
  readonly points: Point[]
  /** Flights that wait or hold, by number. */
  readonly waiting: Map<number, Draft>
  readonly holding: Map<number, Draft>
}

/**
 * The lanes of the marks, one a tab in the order in which they first did something; only what touches the time from
 * `from` to `until`. `marks` are oldest first. Marks of the same tab are in its own order, whatever the clock did.
 */
export function toLanes(marks: readonly Mark[], from: number, until: number): readonly Lane[] {
  const lanes = new Map<string, DraftLane>()
  for (const mark of marks) {
    const lane = lanes.get(mark.tab) ?? emptyLane(mark.tab)
    lanes.set(mark.tab, lane)
    place(mark, lane, marks)
  }
  const touches = (span: Span): boolean => span.from <= until && (span.until ?? until) >= from
  return [...lanes.values()].map(({ tab, waits, holds, requests, points }) => ({
    tab,
    waits: waits.filter(touches),
    holds: holds.filter(touches),
    requests: requests.filter(touches),
    points: points.filter(({ at }) => at >= from && at <= until),
  }))
}

const emptyLane = (tab: string): DraftLane => ({
  tab,
  waits: [],
  holds: [],
  requests: [],
  points: [],
  waiting: new Map(),
  holding: new Map(),
})

function place(mark: Mark, lane: DraftLane, marks: readonly Mark[]): void {
  const { at } = mark
  switch (mark.kind) {
    case 'lock-wanted':
      return begin(lane.waits, lane.waiting, mark.flight, at)
    case 'lock-held':
      end(lane.waiting, mark.flight, at)
      return begin(lane.holds, lane.holding, mark.flight, at)
    case 'lock-freed':
      return end(lane.holding, mark.flight, at)
    case 'lock-missed':
      return end(lane.waiting, mark.flight, at)
    case 'request-sent':
      return void lane.requests.push({ from: at, until: null, status: null })
    case 'answered': {
      const open = lane.requests.find((request) => request.until === null)
      if (open) Object.assign(open, { until: at, status: mark.status })
      return
    }
    case 'adopted': {
      const source = sourceOf(mark, marks)
      return void lane.points.push(source ? { at, mark, source } : { at, mark })
    }
    default:
      lane.points.push({ at, mark })
  }
}

function begin(spans: Draft[], open: Map<number, Draft>, flight: number, at: number): void {
  const span: Draft = { from: at, until: null }
  spans.push(span)
  open.set(flight, span)
}

function end(open: Map<number, Draft>, flight: number, at: number): void {
  const span = open.get(flight)
  if (span) span.until = Math.max(at, span.from)
  open.delete(flight)
}

/** The last write of another tab that left the token which the adopter has. */
function sourceOf(adopted: Mark, marks: readonly Mark[]): { tab: string; at: number } | undefined {
  const isSource = ({ kind, tab, token, at }: Mark): boolean =>
    kind === 'written' && tab !== adopted.tab && token === adopted.token && at <= adopted.at
  const write = marks.filter(isSource).at(-1)
  return write && { tab: write.tab, at: write.at }
}

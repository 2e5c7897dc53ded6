// The time scale of the lanes picture. A refresh lasts a moment and the next one is minutes away, so time is drawn in
// stretches: where nothing happened it is cut out, and the cut says how long it was.
import { symbolOf } from './LaneSymbol'
import type { Lane } from './lanes'

/** A time without a cut, drawn to a scale of its own. Times in epoch ms, the rest in px. */
export interface Stretch {
  readonly from: number
  readonly until: number
  readonly x: number
  readonly width: number
}

export interface TimeScale {
  readonly stretches: readonly Stretch[]
  /** How many earlier stretches had no room. */
  readonly omitted: number
  /** Where a moment lies; null where it was cut out or left off. */
  toX(at: number): number | null
}

/** A pause from here on is cut out. Ms. */
const LONGEST_PAUSE = 400
const NARROWEST = 88
/** Room on both sides of a stretch, so that a symbol at its end stays clear of the cut. */
const MARGIN = 12
/** How wide a cut is. */
export const CUT = 54

/** `left` and `right`: the px between which time runs. */
export function createTimeScale(
  lanes: readonly Lane[],
  [from, until]: readonly [from: number, until: number],
  [left, right]: readonly [left: number, right: number],
): TimeScale {
  const busy = busyTimes(lanes, from, until)
  const room = Math.max(1, Math.floor((right - left + CUT) / (NARROWEST + CUT)))
  const shown = busy.slice(-room)
  const stretches = layOut(shown, left, right)
  return {
    stretches,
    omitted: busy.length - shown.length,
    toX(at) {
      const stretch = stretches.find((one) => at >= one.from && at <= one.until)
      if (!stretch) return null
      const length = stretch.until - stretch.from
      const share = length > 0 ? (at - stretch.from) / length : 0.5
      return stretch.x + MARGIN + share * (stretch.width - 2 * MARGIN)
    },
  }
}

type Time = [from: number, until: number]

/** When something went on, with pauses that are short enough to be drawn. */
function busyTimes(lanes: readonly Lane[], from: number, until: number): Time[] {
  const times = lanes
    .flatMap(({ waits, holds, requests, points }): Time[] => [
      ...[...waits, ...holds, ...requests].map((span): Time => [span.from, span.until ?? until]),
      ...points.filter(({ mark }) => symbolOf(mark)).map(({ at }): Time => [at, at]),
    ])
    .filter((time) => time[1] >= from && time[0] <= until)
    .map((time): Time => [Math.max(from, time[0]), Math.min(until, time[1])])
    .sort((one, other) => one[0] - other[0])
  const merged: Time[] = []
  for (const time of times) {
    const last = merged.at(-1)
    if (last && time[0] - last[1] < LONGEST_PAUSE) last[1] = Math.max(last[1], time[1])
    else merged.push([...time])
  }
  return merged
}

/** A long stretch gets more room than a short one, though not in proportion: short ones are what one looks at. */
function layOut(times: readonly Time[], left: number, right: number): Stretch[] {
  const free = Math.max(0, right - left - (times.length - 1) * CUT - times.length * NARROWEST)
  const weights = times.map(([from, until]) => Math.sqrt(until - from))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let x = left
  return times.map(([from, until], index) => {
    const share = total > 0 ? (weights[index] ?? 0) / total : 1 / times.length
    const stretch = { from, until, x, width: NARROWEST + free * share }
    x += stretch.width + CUT
    return stretch
  })
}

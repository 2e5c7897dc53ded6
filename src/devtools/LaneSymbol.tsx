// The symbols of the lanes picture: told apart by shape first, by colour second.
import type { ReactElement } from 'react'
import type { Mark } from './marks'

/** What has a symbol of its own. */
export type SymbolName =
  | 'wait'
  | 'hold'
  | 'request'
  | 'unanswered'
  | 'written'
  | 'rotated'
  | 'adopted'
  | 'failed'
  | 'signed-in'
  | 'signed-out'
  | 'restored'

/** The symbol of a mark; null for what the bars and arrows already tell. */
export function symbolOf(mark: Mark): SymbolName | null {
  switch (mark.kind) {
    case 'written':
      return mark.rotated ? 'rotated' : 'written'
    case 'refresh-failed':
    case 'storage-failed':
      return 'failed'
    case 'adopted':
    case 'signed-in':
    case 'signed-out':
    case 'restored':
      return mark.kind
    default:
      return null
  }
}

/** The slanted lines of a bar, without a pattern that would need an id. */
export function hatch(x: number, y: number, width: number, height: number): string {
  const lines: string[] = []
  for (let at = 0; at < width; at += 4) {
    const run = Math.min(height, width - at)
    lines.push(`M${round(x + at)} ${round(y + height)}l${round(run)} ${round(-run)}`)
  }
  return lines.join('')
}

const round = (value: number): number => Math.round(value * 10) / 10

/** One symbol, its centre at `x`, `y`. */
export function LaneSymbol({ name, x, y }: { name: SymbolName; x: number; y: number }): ReactElement {
  return <g transform={`translate(${round(x)} ${round(y)})`}>{SYMBOLS[name]}</g>
}

const CROSS = 'M-4.5 -4.5l9 9m0 -9l-9 9'
const DIAMOND = 'M0 -6.5L6.5 0L0 6.5L-6.5 0Z'

const SYMBOLS: Record<SymbolName, ReactElement> = {
  wait: (
    <>
      <rect className="wait-box" x={-10} y={-3.5} width={20} height={7} rx={1} />
      <path className="wait-hatch" d={hatch(-10, -3.5, 20, 7)} />
    </>
  ),
  hold: <rect className="hold" x={-10} y={-5} width={20} height={10} rx={2} />,
  request: <path className="request" d="M-10 -4V4M-10 0H9M5 -4L9 0L5 4" />,
  unanswered: (
    <>
      <path className="request" data-open="" d="M-10 -4V4M-10 0H4" />
      <path className="cross" d="M3 -4l8 8m0 -8l-8 8" />
    </>
  ),
  written: <path className="solid" d={DIAMOND} />,
  rotated: (
    <>
      <circle className="hollow" r={9} />
      <path className="solid" d="M0 -5L5 0L0 5L-5 0Z" />
    </>
  ),
  adopted: <path className="solid" d="M-6.5 -5.5H6.5L0 6Z" />,
  failed: (
    <>
      <path className="cross-under" d={CROSS} />
      <path className="cross" d={CROSS} />
    </>
  ),
  'signed-in': (
    <>
      <circle className="solid" r={7} />
      <path className="inside" d="M-3.5 0h7M0 -3.5v7" />
    </>
  ),
  'signed-out': (
    <>
      <circle className="hollow" r={6.5} />
      <path className="stroke" d="M-3 0h6" />
    </>
  ),
  restored: <path className="hollow" d={DIAMOND} />,
}

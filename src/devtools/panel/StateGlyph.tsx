// A session's state as a shape, told apart without its colour. What it means stands beside it as text.
import type { ReactElement } from 'react'
import type { GlanceState } from './glance'

export function StateGlyph({ state }: { state: GlanceState }): ReactElement {
  return (
    <svg className="glyph" data-state={state} width={18} height={18} viewBox="-9 -9 18 18" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  )
}

const SHAPES: Record<GlanceState, ReactElement> = {
  'signed-in': (
    <>
      <circle className="full" r={8} />
      <path className="cut-out" d="M-3.6 0.2L-1 2.8L3.8 -2.6" />
    </>
  ),
  refreshing: (
    <g className="turning">
      <path className="line" d="M6.2 -2.6A6.7 6.7 0 1 0 6.7 0.4" />
      <path className="full" d="M8.2 -6.4V-1.2H3Z" />
    </g>
  ),
  error: (
    <>
      <path className="full" d="M0 -8L8.4 7H-8.4Z" />
      <path className="cut-out" d="M0 -3.2V1.8M0 4.3V4.4" />
    </>
  ),
  'signed-out': (
    <>
      <circle className="line" r={7} />
      <path className="line" d="M-3.2 0H3.2" />
    </>
  ),
  restoring: <circle className="line" r={7} strokeDasharray="2.4 3" />,
}

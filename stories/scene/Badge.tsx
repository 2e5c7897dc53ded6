// A word on a coloured ground: a status at a glance.
import type { ReactElement, ReactNode } from 'react'

export type Tone = 'good' | 'busy' | 'bad' | 'quiet'

export function Badge({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
  return (
    <span className="badge" data-tone={tone}>
      {children}
    </span>
  )
}

// A part of the panel, with its heading.
import { useId, type ReactElement, type ReactNode } from 'react'

interface SectionProps {
  title: string
  /** Shown at the end of the heading's line. */
  aside?: ReactNode
  children: ReactNode
}

export function Section({ title, aside, children }: SectionProps): ReactElement {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className="section-head">
        <h3 id={id}>{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  )
}

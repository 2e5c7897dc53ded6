// A card: a titled region of a story's page.
import { useId, type ReactElement, type ReactNode } from 'react'

interface CardProps {
  title: string
  /** Across the whole page. */
  isWide?: boolean
  /** At the end of the title's line, such as a badge. */
  aside?: ReactNode
  children?: ReactNode
}

/** Found by its title: `canvas.getByRole('region', { name: title })`. */
export function Card({ title, isWide = false, aside, children }: CardProps): ReactElement {
  const id = useId()
  return (
    <section className="panel card" data-wide={isWide} aria-labelledby={id}>
      <div className="row spread">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

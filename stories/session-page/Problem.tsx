// What went wrong, in the page's language.
import type { ReactElement, ReactNode } from 'react'
import { ErrorNote } from '../scene/ErrorNote'
import { useBench } from './useBench'

interface ProblemProps {
  error: unknown
  /** Shown beside the codes. */
  children?: ReactNode
}

export function Problem({ error, children }: ProblemProps): ReactElement {
  return (
    <ErrorNote error={error} spoken={useBench().spoken}>
      {children}
    </ErrorNote>
  )
}

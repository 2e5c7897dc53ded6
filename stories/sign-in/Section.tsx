// A section of the account page: a heading, and what came of the last call, told once.
import { useId, type ReactElement, type ReactNode } from 'react'
import { AlertContext } from './refusal'
import type { Outcome } from './useTask'

interface SectionProps {
  title: string
  outcome: Outcome | null
  children?: ReactNode
}

export function Section({ title, outcome, children }: SectionProps): ReactElement {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p className="problem" role="alert" id={`${id}-problem`}>
        {outcome?.isDone === false && outcome.sentence}
      </p>
      <AlertContext.Provider value={`${id}-problem`}>{children}</AlertContext.Provider>
      <p className="done" role="status">
        {outcome?.isDone && outcome.sentence}
      </p>
    </section>
  )
}

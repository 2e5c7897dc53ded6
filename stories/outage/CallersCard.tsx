// Many callers that ask for a token at once, and what they were told.
import { useState, type ReactElement } from 'react'
import { isCiamError, useCiamClient } from 'react-ciam'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import { useScene } from '../scene/useScene'
import { outageWords } from './words'

interface CallersCardProps {
  count: number
}

const numbers = new Intl.NumberFormat('en')

/** The card is the region `words.callers`; its button is `words.ask('1,000')`. */
export function CallersCard({ count }: CallersCardProps): ReactElement {
  const { spoken } = useScene()
  const client = useCiamClient()
  const said = outageWords[spoken]
  const [answers, setAnswers] = useState<ReadonlyMap<string, number>>(new Map())

  async function ask(): Promise<void> {
    const calls = Array.from({ length: count }, () => client.getIdToken().then(() => 'token', codeOf))
    const told = new Map<string, number>()
    for (const answer of await Promise.all(calls)) told.set(answer, (told.get(answer) ?? 0) + 1)
    setAnswers(told)
  }

  return (
    <Card title={said.callers}>
      <p className="hint">{said.callersHint}</p>
      <dl className="facts" aria-live="polite">
        {[...answers].map(([answer, times]) => (
          <div key={answer}>
            <dt>{answer === 'token' ? said.got : <code>{answer}</code>}</dt>
            <dd>{numbers.format(times)}</dd>
          </div>
        ))}
      </dl>
      <div className="row">
        <Action act={ask}>{said.ask(numbers.format(count))}</Action>
      </div>
    </Card>
  )
}

const codeOf = (error: unknown): string => (isCiamError(error) ? error.code : 'error')

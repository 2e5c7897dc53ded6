// Calls of an API through client.fetch, and what the caller got.
import { useState, type ReactElement, type ReactNode } from 'react'
import { useAuthFetch } from 'react-ciam'
import { SAMPLE_API_PATH } from 'react-ciam/testing'
import { Action } from '../scene/Action'
import { Badge } from '../scene/Badge'
import { Card } from '../scene/Card'
import { ErrorNote } from '../scene/ErrorNote'
import { useScene } from '../scene/useScene'
import { authFetchWords } from './words'
import './auth-fetch.css'

type Outcome = { readonly status: number; readonly body: string } | { readonly error: unknown }

interface ApiCardProps {
  /** How many calls a press of the button makes. */
  count?: number
  /** Default: the emulator's sample API. */
  url?: string
  /** Made anew for each call; by the button's name, where there is more than one. */
  inits?: Readonly<Record<string, () => RequestInit>>
}

/** The card is the region `words.api`; its button is `words.call(count)`, or a name of `inits`. */
export function ApiCard({ count = 1, url, inits }: ApiCardProps): ReactElement {
  const { baseUrl, spoken } = useScene()
  const said = authFetchWords[spoken]
  const authFetch = useAuthFetch()
  const [outcomes, setOutcomes] = useState<readonly Outcome[]>([])

  async function call(init: RequestInit = {}): Promise<void> {
    const one = async (): Promise<Outcome> => {
      try {
        const response = await authFetch(url ?? baseUrl + SAMPLE_API_PATH, init)
        return { status: response.status, body: JSON.stringify(await response.json(), null, 2) }
      } catch (error) {
        return { error }
      }
    }
    setOutcomes(await Promise.all(Array.from({ length: count }, one)))
  }

  return (
    <Card title={said.api}>
      <p className="call-line">
        <code>client.fetch({JSON.stringify(new URL(url ?? SAMPLE_API_PATH, baseUrl).href.replace(baseUrl, ''))})</code>
      </p>
      <div className="row">
        {inits ? (
          Object.entries(inits).map(([name, init]) => (
            <Action key={name} act={() => call(init())}>
              {name}
            </Action>
          ))
        ) : (
          <Action isPrimary act={() => call()}>
            {said.call(count)}
          </Action>
        )}
      </div>
      <div aria-live="polite" className="outcomes">
        {outcomes.length === 0 && <p className="soft">{said.callsEmpty}</p>}
        {outcomes.length === 1 && outcomes[0] && <OutcomeShown outcome={outcomes[0]} label={said.api} />}
        {outcomes.length > 1 && (
          <p className="row">
            {outcomes.map((outcome, index) => (
              <StatusBadge key={index} outcome={outcome}>
                {said.refusedHere}
              </StatusBadge>
            ))}
          </p>
        )}
      </div>
    </Card>
  )
}

function StatusBadge({ outcome, children }: { outcome: Outcome; children?: ReactNode }): ReactElement {
  if ('error' in outcome) return <Badge tone="bad">{children}</Badge>
  return <Badge tone={outcome.status < 400 ? 'good' : 'bad'}>{outcome.status}</Badge>
}

function OutcomeShown({ outcome, label }: { outcome: Outcome; label: string }): ReactElement {
  const { spoken } = useScene()
  if ('error' in outcome) return <ErrorNote error={outcome.error} spoken={spoken} />
  return (
    <figure className="answer">
      <figcaption>
        <StatusBadge outcome={outcome} />
      </figcaption>
      <pre tabIndex={0} role="group" aria-label={label}>
        {outcome.body}
      </pre>
    </figure>
  )
}

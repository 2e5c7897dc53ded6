// The id_token as a component has it: its status, whose it is, how long it lives, and a button to refresh it.
import { useId, type ReactElement } from 'react'
import { useIdToken } from 'react-ciam'
import { shortHash } from 'react-ciam/testing'
import { Action } from './Action'
import { Badge, type Tone } from './Badge'
import { Card } from './Card'
import { REFRESH_BEFORE } from './create-scene'
import { ErrorNote } from './ErrorNote'
import { LifeBar } from './LifeBar'
import { lifeOf } from './moments'
import { TokenMark } from './TokenMark'
import { useScene } from './useScene'

const TONES = { pending: 'busy', ready: 'good', error: 'bad', 'signed-out': 'quiet' } satisfies Record<string, Tone>

/** The card is the region `said.idToken`; its button is `said.refresh`. */
export function TokenCard(): ReactElement {
  const { said, spoken } = useScene()
  const { status, idToken, claims, expiresAt, isRefreshing, error, refresh } = useIdToken()
  const id = useId()
  const life = lifeOf(claims)
  return (
    <Card title={said.idToken} aside={<Badge tone={TONES[status]}>{said.statuses[status]}</Badge>}>
      <p className="token-line">
        {idToken === null ? <span className="soft">{said.noToken}</span> : <TokenMark hash={shortHash(idToken)} />}
        {claims?.userName && <span className="soft">{claims.userName}</span>}
      </p>
      <span id={id} hidden>
        {said.life}
      </span>
      {expiresAt !== null && status !== 'signed-out' ? (
        <LifeBar
          endsAt={expiresAt}
          life={life}
          ahead={Math.min(REFRESH_BEFORE, life / 4)}
          isRefreshing={isRefreshing}
          labelledBy={id}
          said={said}
        />
      ) : (
        <div className="bar resting" />
      )}
      {error && status !== 'signed-out' && <ErrorNote error={error} spoken={spoken} />}
      {status !== 'signed-out' && (
        <div className="row">
          {/* Why it failed is in `error`. */}
          <Action act={refresh}>{said.refresh}</Action>
        </div>
      )}
    </Card>
  )
}

// The life of the id_token as a bar, with what the last refresh failed by.
import type { ReactElement } from 'react'
import { useIdToken } from 'react-ciam'
import { LifeBar } from '../scene/LifeBar'
import { lifeOf } from '../scene/moments'
import { useValue } from '../scene/useValue'
import { REFRESH_BEFORE } from './bench'
import { NextAttempt } from './NextAttempt'
import { Problem } from './Problem'
import { useBench } from './useBench'

export function TokenLife(): ReactElement {
  const { said, timeline } = useBench()
  const { status, expiresAt, claims, isRefreshing, error } = useIdToken()
  const last = useValue(timeline).find(({ kind }) => kind === 'refresh-failed')
  const life = lifeOf(claims)
  return (
    <section className="panel life" aria-labelledby="life">
      <h2 id="life">{said.life}</h2>
      {expiresAt === null || status === 'signed-out' ? (
        <Resting />
      ) : (
        <LifeBar
          endsAt={expiresAt}
          life={life}
          ahead={Math.min(REFRESH_BEFORE, life / 4)}
          isRefreshing={isRefreshing}
          labelledBy="life"
          said={said}
        />
      )}
      {error && status !== 'signed-out' && (
        <Problem error={error}>
          {last?.kind === 'refresh-failed' && <NextAttempt at={last.at} willRetryInMs={last.detail.willRetryInMs} />}
        </Problem>
      )}
    </section>
  )
}

function Resting(): ReactElement {
  const { said } = useBench()
  return (
    <>
      <p className="countdown resting">{said.noToken}</p>
      <div className="bar resting" />
    </>
  )
}

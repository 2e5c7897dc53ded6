// The life of the id_token as a bar: how much of it has passed, where the refresh is due, where it ends.
import type { CSSProperties, ReactElement } from 'react'
import { useIdToken } from 'react-ciam'
import { REFRESH_BEFORE } from './bench'
import { toCountdown, toTime } from './moments'
import { NextAttempt } from './NextAttempt'
import { Problem } from './Problem'
import { useBench } from './useBench'
import { useNow } from './useNow'
import { useValue } from './useValue'

/** Ms that the client gives a token whose own times cannot be read. */
const UNKNOWN_LIFE = 300_000

export function TokenLife(): ReactElement {
  const { said, timeline } = useBench()
  const { status, expiresAt, claims, isRefreshing, error } = useIdToken()
  const last = useValue(timeline).find(({ kind }) => kind === 'refresh-failed')
  const life = claims?.exp && claims.iat ? (claims.exp - claims.iat) * 1000 : UNKNOWN_LIFE
  return (
    <section className="panel life" aria-labelledby="life">
      <h2 id="life">{said.life}</h2>
      {expiresAt === null || status === 'signed-out' ? (
        <Resting />
      ) : (
        <Running endsAt={expiresAt} life={life} isRefreshing={isRefreshing} />
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

function Running({
  endsAt,
  life,
  isRefreshing,
}: {
  endsAt: number
  life: number
  isRefreshing: boolean
}): ReactElement {
  const { said } = useBench()
  const now = useNow()
  const left = Math.max(0, endsAt - now)
  const ahead = Math.min(REFRESH_BEFORE, life / 4)
  const dueIn = left - ahead
  const share = (ms: number): number => Math.min(1, Math.max(0, 1 - ms / life))
  const note = isRefreshing ? said.refreshing : dueIn > 0 ? said.refreshIn(toCountdown(dueIn, said)) : ''
  const state = left === 0 ? 'ended' : dueIn <= 0 ? 'due' : 'fresh'
  return (
    <>
      <p className="countdown" data-state={state}>
        <strong>{left > 0 ? toCountdown(left, said) : said.ended}</strong>
        {left > 0 && <span>{said.left}</span>}
        <span className="countdown-note">{note}</span>
      </p>
      <div
        className="bar"
        data-state={state}
        data-refreshing={isRefreshing}
        role="meter"
        aria-labelledby="life"
        aria-valuemin={0}
        aria-valuemax={Math.round(life / 1000)}
        aria-valuenow={Math.round(left / 1000)}
        aria-valuetext={`${toCountdown(left, said)} ${said.left}`}
        style={{ '--passed': share(left), '--refresh': share(ahead) } as CSSProperties}
      >
        <span className="bar-passed" />
        <span className="bar-ahead" />
        <span className="bar-mark" />
      </div>
      <dl className="bar-legend" style={{ '--refresh': share(ahead) } as CSSProperties}>
        <Moment word={said.issued} at={endsAt - life} />
        <Moment word={said.refreshPoint} at={endsAt - ahead} isMark />
        <Moment word={said.ends} at={endsAt} />
      </dl>
    </>
  )
}

function Moment({ word, at, isMark = false }: { word: string; at: number; isMark?: boolean }): ReactElement {
  return (
    <div className={isMark ? 'mark' : undefined}>
      <dt>{word}</dt>
      <dd>
        <time dateTime={new Date(at).toISOString()}>{toTime(at)}</time>
      </dd>
    </div>
  )
}

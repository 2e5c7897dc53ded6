// The life of an id_token as a bar: how much of it has passed, where the refresh is due, where it ends.
import type { CSSProperties, ReactElement } from 'react'
import { toCountdown, toTime } from './moments'
import type { SceneWords } from './scene-words'
import { useNow } from './useNow'

export type LifeBarWords = Pick<
  SceneWords,
  'seconds' | 'left' | 'ended' | 'refreshIn' | 'refreshing' | 'issued' | 'refreshPoint' | 'ends'
>

interface LifeBarProps {
  /** Epoch ms. */
  endsAt: number
  /** Ms. */
  life: number
  /** Ms ahead of the end at which a refresh is due. */
  ahead: number
  isRefreshing: boolean
  /** The id of the element that names it. */
  labelledBy: string
  said: LifeBarWords
}

export function LifeBar({ endsAt, life, ahead, isRefreshing, labelledBy, said }: LifeBarProps): ReactElement {
  const now = useNow()
  const left = Math.max(0, endsAt - now)
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
        aria-labelledby={labelledBy}
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

// The id_token's life as a bar: what has passed, where the refresh is due, where it ends.
import type { CSSProperties, ReactElement } from 'react'
import type { Inspector } from '../inspector'
import { toCountdown, toSpokenCountdown } from '../moments'
import { useNow } from '../useNow'
import { useReadable } from '../useReadable'
import { Moment } from './Moment'
import { Section } from './Section'

export function TokenLife({ inspector }: { inspector: Inspector }): ReactElement {
  const now = useNow(1_000)
  useReadable(inspector.marks) // Each tells that there may be another token now.
  const life = inspector.tokenLife()
  return (
    <Section title="Life of the id_token">
      {life ? <Running life={life} now={now} /> : <p className="countdown resting">No id_token</p>}
    </Section>
  )
}

type Life = NonNullable<ReturnType<Inspector['tokenLife']>>

function Running({ life, now }: { life: Life; now: number }): ReactElement {
  const { sentAt, endsAt, refreshAt } = life
  const length = Math.max(1, endsAt - sentAt)
  const left = Math.min(length, Math.max(0, endsAt - now))
  const dueIn = refreshAt - now
  const state = left === 0 ? 'ended' : dueIn <= 0 ? 'due' : 'fresh'
  const note = { ended: 'a refresh is due', due: 'a refresh is due', fresh: `refresh due in ${toCountdown(dueIn)}` }[
    state
  ]
  const share = (at: number): number => Math.min(1, Math.max(0, (at - sentAt) / length))
  const style = { '--passed': 1 - left / length, '--due': share(refreshAt) } as CSSProperties
  return (
    <div className="life" data-state={state} style={style}>
      <p className="countdown">
        <strong>{left > 0 ? toCountdown(left) : 'ended'}</strong>
        {left > 0 && <span>left</span>}
        <span className="countdown-note">{note}</span>
      </p>
      <div
        className="bar"
        role="meter"
        aria-label="Time left of the id_token"
        aria-valuemin={0}
        aria-valuemax={Math.round(length / 1000)}
        aria-valuenow={Math.round(left / 1000)}
        aria-valuetext={left > 0 ? `${toSpokenCountdown(left)} left, ${note}` : `ended, ${note}`}
      >
        <span className="bar-ahead" />
        <span className="bar-passed" />
        <span className="bar-mark" />
      </div>
      <dl className="bar-legend">
        <Tick word="received" at={sentAt} />
        <Tick word="refresh" at={refreshAt} />
        <Tick word="ends" at={endsAt} />
      </dl>
    </div>
  )
}

function Tick({ word, at }: { word: string; at: number }): ReactElement {
  return (
    <div>
      <dt>{word}</dt>
      <dd>
        <Moment at={at} />
      </dd>
    </div>
  )
}

// What the client told of its session, newest first.
import type { ReactElement } from 'react'
import { describeError } from 'react-ciam'
import { Card } from './Card'
import { toCountdown, toTime } from './moments'
import type { SceneWords } from './scene-words'
import type { Happening } from './timeline'
import { TokenMark } from './TokenMark'
import { useScene } from './useScene'
import { useValue } from './useValue'

/** The card is the region `said.events`. */
export function EventList(): ReactElement {
  const { said, timeline } = useScene()
  const happenings = useValue(timeline)
  return (
    <Card title={said.events}>
      {happenings.length === 0 ? (
        <p className="soft">{said.eventsEmpty}</p>
      ) : (
        <ol className="scroll events" tabIndex={0} aria-label={said.events}>
          {happenings.map((happening) => (
            <li key={happening.id} data-kind={happening.kind}>
              <time dateTime={new Date(happening.at).toISOString()}>{toTime(happening.at)}</time>
              <span className="what">{titleOf(happening, said)}</span>
              <span className="detail">
                <Detail happening={happening} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

function titleOf({ kind, detail }: Happening, said: SceneWords): string {
  if (kind === 'refreshed' && detail.adopted) return said.happened.adopted
  if (kind === 'signed-out' && detail.reason !== 'signed-out') return said.happened.ended
  return said.happened[kind]
}

function Detail({ happening }: { happening: Happening }): ReactElement | null {
  const { said, spoken } = useScene()
  const { kind, detail, sessionToken } = happening
  const mark = sessionToken && <TokenMark hash={sessionToken} />
  switch (kind) {
    case 'refreshed':
      return (
        <>
          {detail.rotated ? said.rotated : said.unchanged} {mark}
          {!detail.adopted && <span>{said.took(String(Math.round(detail.durationMs)))}</span>}
        </>
      )
    case 'refresh-failed':
      return (
        <>
          {describeError(detail.error, spoken)} <code>{detail.error.code}</code>
          <span>
            {detail.willRetryInMs === null ? said.noRetry : said.retryIn(toCountdown(detail.willRetryInMs, said))}
          </span>
        </>
      )
    case 'signed-out':
      return <>{said.reasons[detail.reason]}</>
    case 'storage-failed':
      return (
        <>
          {describeError(detail.error, spoken)} <code>{detail.error.code}</code>
        </>
      )
    case 'restored':
    case 'signed-in':
      return <>{mark}</>
  }
}

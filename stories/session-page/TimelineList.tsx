// The timeline: refreshes and rotations, whose they were, what failed and when the next attempt is allowed.
import type { ReactElement } from 'react'
import { describeError } from 'react-ciam'
import { toCountdown, toTime } from '../scene/moments'
import { NextAttempt } from './NextAttempt'
import type { Happening } from '../scene/timeline'
import { TokenMark } from '../scene/TokenMark'
import { useBench } from './useBench'
import { useValue } from '../scene/useValue'
import type { Words } from './words'

export function TimelineList(): ReactElement {
  const { said, timeline } = useBench()
  const happenings = useValue(timeline)
  return (
    <section className="panel timeline" aria-labelledby="timeline">
      <h2 id="timeline">{said.timeline}</h2>
      {happenings.length === 0 ? (
        <p className="empty">{said.timelineEmpty}</p>
      ) : (
        <ol className="scroll events" tabIndex={0} aria-labelledby="timeline">
          {happenings.map((happening, index) => (
            <li key={happening.id} data-kind={happening.kind}>
              <time dateTime={new Date(happening.at).toISOString()}>{toTime(happening.at)}</time>
              <span className="what">{titleOf(happening, said)}</span>
              <Detail happening={happening} isLatest={index === 0} />
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}

function titleOf({ kind, detail }: Happening, said: Words): string {
  if (kind === 'refreshed' && detail.adopted) return said.happened.adopted
  if (kind === 'signed-out' && detail.reason !== 'signed-out') return said.happened.ended
  return said.happened[kind]
}

/** `isLatest`: nothing has happened since. */
function Detail({ happening, isLatest }: { happening: Happening; isLatest: boolean }): ReactElement {
  const { said, spoken } = useBench()
  const { kind, detail, at, sessionToken } = happening
  const mark = sessionToken && <TokenMark hash={sessionToken} />
  switch (kind) {
    case 'refreshed':
      return (
        <span className="detail">
          {detail.rotated ? said.rotated : said.unchanged} {mark}
          {!detail.adopted && <span>{said.took(String(Math.round(detail.durationMs)))}</span>}
        </span>
      )
    case 'refresh-failed':
      return (
        <span className="detail">
          {describeError(detail.error, spoken)} <code>{detail.error.code}</code>
          {isLatest && (
            <span>
              <NextAttempt at={at} willRetryInMs={detail.willRetryInMs} />
            </span>
          )}
          {!isLatest && detail.willRetryInMs !== null && (
            <span>{said.attemptAfter(toCountdown(detail.willRetryInMs, said))}</span>
          )}
        </span>
      )
    case 'signed-out':
      return <span className="detail">{said.reasons[detail.reason]}</span>
    case 'storage-failed':
      return <span className="detail">{describeError(detail.error, spoken)}</span>
    case 'restored':
      return (
        <span className="detail">
          {said.noRequest} {mark}
        </span>
      )
    case 'signed-in':
      return <span className="detail">{mark}</span>
  }
}

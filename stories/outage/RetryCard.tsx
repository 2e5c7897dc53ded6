// When the client tries again after a failure, and how often it has failed.
import type { ReactElement } from 'react'
import { Badge } from '../scene/Badge'
import { Card } from '../scene/Card'
import { toCountdown } from '../scene/moments'
import { useNow } from '../scene/useNow'
import { useScene } from '../scene/useScene'
import { useValue } from '../scene/useValue'
import { outageWords } from './words'

/** The card is the region `words.retry`. */
export function RetryCard(): ReactElement {
  const { timeline, said, spoken } = useScene()
  const own = outageWords[spoken]
  const happenings = useValue(timeline)
  const now = useNow()
  const [last] = happenings
  const failures = happenings.findIndex(({ kind }) => kind !== 'refresh-failed')
  const count = failures < 0 ? happenings.length : failures
  if (last?.kind !== 'refresh-failed') {
    return (
      <Card title={own.retry}>
        <p className="soft">{own.noAttempt}</p>
      </Card>
    )
  }
  const { willRetryInMs } = last.detail
  const left = willRetryInMs === null ? null : last.at + willRetryInMs - now
  return (
    <Card title={own.retry} aside={<Badge tone="bad">{own.failures(count)}</Badge>}>
      <p className="countdown">
        <strong>{left === null ? '–' : left > 0 ? toCountdown(left, said) : own.attemptNow}</strong>
      </p>
      {left === null && <p className="hint">{said.noRetry}</p>}
    </Card>
  )
}

// When the next refresh is allowed after one that failed.
import type { ReactElement } from 'react'
import { toCountdown } from '../scene/moments'
import { useBench } from './useBench'
import { useNow } from '../scene/useNow'

/** `at`: epoch ms of the failure. */
export function NextAttempt({ at, willRetryInMs }: { at: number; willRetryInMs: number | null }): ReactElement {
  const { said } = useBench()
  const now = useNow()
  if (willRetryInMs === null) return <>{said.noAttempt}</>
  const wait = at + willRetryInMs - now
  return <>{wait > 0 ? said.nextAttempt(toCountdown(wait, said)) : said.attemptAllowed}</>
}

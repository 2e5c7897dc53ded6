// The session as the application sees it.
import type { ReactElement } from 'react'
import type { CiamClient, SessionSnapshot } from '../../index'
import { toCountdown } from '../moments'
import { useNow } from '../useNow'
import type { Fact } from './Facts'
import { Facts } from './Facts'
import { Moment } from './Moment'
import { Problem } from './Problem'
import { Section } from './Section'
import { useSnapshot } from './useSnapshot'

export function Session({ client }: { client: CiamClient<unknown> }): ReactElement {
  const snapshot = useSnapshot(client)
  return (
    <Section title="Session">
      <Facts facts={factsOf(snapshot)} />
      {snapshot.error && (
        <div className="error">
          <Problem error={snapshot.error} />
        </div>
      )}
    </Section>
  )
}

function factsOf(snapshot: SessionSnapshot<unknown>): Fact[] {
  const status: Fact = ['status', <code>{snapshot.status}</code>]
  switch (snapshot.status) {
    case 'restoring':
      return [status]
    case 'signed-out':
      return [status, ['reason', <code>{snapshot.reason}</code>]]
    case 'signed-in':
      return [
        status,
        ['isRefreshing', <code>{String(snapshot.isRefreshing)}</code>],
        ['sessionKey', <code>{snapshot.sessionKey}</code>],
        [
          'sessionExpiresAt',
          snapshot.sessionExpiresAt === null ? (
            'not said by the service'
          ) : (
            <SessionEnd at={snapshot.sessionExpiresAt} />
          ),
        ],
        ['error', snapshot.error === null && 'none'],
      ]
  }
}

function SessionEnd({ at }: { at: number }): ReactElement {
  const left = at - useNow(1_000)
  return (
    <>
      <Moment at={at} form="day" /> <span className="soft">{left > 0 ? `${toCountdown(left)} left` : 'past'}</span>
    </>
  )
}

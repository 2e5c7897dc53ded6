// The session as a component has it: who is signed in or why nobody is, and the buttons to change that.
import type { ReactElement } from 'react'
import { describeError, useClaims, useSession } from 'react-ciam'
import { Action } from './Action'
import { Badge, type Tone } from './Badge'
import { Card } from './Card'
import { toDay } from './moments'
import { useScene } from './useScene'

const TONES = { restoring: 'busy', 'signed-in': 'good', 'signed-out': 'quiet' } satisfies Record<string, Tone>

/** The card is the region `said.session`; its buttons are `said.signIn` and `said.signOut`. */
export function SessionCard(): ReactElement {
  const { said, signIn } = useScene()
  const { status, signOut } = useSession(({ status, signOut }) => ({ status, signOut }))
  return (
    <Card title={said.session} aside={<Badge tone={TONES[status]}>{said.sessionStatuses[status]}</Badge>}>
      {status === 'signed-in' ? <Person /> : <Reason />}
      {status !== 'restoring' && (
        <div className="row">
          {status === 'signed-in' ? (
            <Action act={signOut}>{said.signOut}</Action>
          ) : (
            <Action isPrimary act={() => signIn()}>
              {said.signIn}
            </Action>
          )}
        </div>
      )}
    </Card>
  )
}

function Person(): ReactElement {
  const { said } = useScene()
  const user = useClaims(({ name, userName, email }) => ({ name, userName, email }))
  const endsAt = useSession((session) => (session.status === 'signed-in' ? session.sessionExpiresAt : null))
  return (
    <>
      <p className="person">
        <strong>{user?.name ?? said.noClaims}</strong>
        <span>{user?.userName}</span>
        <span>{user?.email}</span>
      </p>
      {endsAt !== null && (
        <p className="hint">
          {said.sessionEnds} <time dateTime={new Date(endsAt).toISOString()}>{toDay(endsAt)}</time>
        </p>
      )}
    </>
  )
}

/** Why nobody is signed in, or not yet. */
function Reason(): ReactElement {
  const { said, spoken } = useScene()
  const session = useSession()
  if (session.status !== 'signed-out') {
    return <p>{session.error ? describeError(session.error, spoken) : said.restoring}</p>
  }
  return (
    <>
      <p>{said.reasons[session.reason]}</p>
      {session.error && <p className="hint">{describeError(session.error, spoken)}</p>}
    </>
  )
}

// One error, from every side: its code, what the service said, what becomes of the session, and the sentences for people.
import { useEffect, useState, type ReactElement, type ReactNode } from 'react'
import { describeError, isCiamError, useSession, type CiamError, type SessionSnapshot } from 'react-ciam'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import type { Scene } from '../scene/create-scene'
import { toCountdown } from '../scene/moments'
import { useScene } from '../scene/useScene'
import { words } from './words'

/** What is to be known of an error besides itself. */
interface Told {
  readonly error: CiamError
  /** `write`: a write that failed is tried again, though nobody's call is. Ms: of a refresh, when the next is allowed. */
  readonly triesAgain: 'write' | 'until-asked' | boolean | number
}

export type Retry = 'yes' | 'yesIn' | 'no' | 'untilAsked' | 'theWrite'

/** By what the client told of its own accord where it told anything, else by the error alone. */
const toRetry = ({ triesAgain }: Told): Retry => {
  if (typeof triesAgain === 'number') return 'yesIn'
  if (triesAgain === 'write') return 'theWrite'
  if (triesAgain === 'until-asked') return 'untilAsked'
  return triesAgain ? 'yes' : 'no'
}

const toSession = (session: SessionSnapshot) => {
  if (session.status === 'restoring') return 'unread'
  if (session.status === 'signed-in') return 'kept'
  return session.error ? 'ended' : 'nobody'
}

interface ErrorCardProps {
  provoke: (scene: Scene) => unknown
}

/** The card is the region `words[spoken].code`; its rows are told apart by `data-row`. */
export function ErrorCard({ provoke }: ErrorCardProps): ReactElement {
  const scene = useScene()
  const { spoken, client } = scene
  const said = words[spoken]
  const [told, setTold] = useState<Told | null>(null)
  // Of a session that is there, or of one that could not be read.
  const error = useSession((session) => session.error)

  useEffect(() => {
    const endings = [
      client.on('refresh-failed', ({ error, willRetryInMs }) =>
        setTold({ error, triesAgain: willRetryInMs ?? (error.code === 'SESSION_REJECTED' ? false : 'until-asked') }),
      ),
      client.on('storage-failed', ({ error, operation }) =>
        setTold({ error, triesAgain: operation === 'write' ? 'write' : error.retryable }),
      ),
    ]
    return () => endings.forEach((end) => end())
  }, [client])

  const onError = (caught: unknown): void => {
    if (isCiamError(caught))
      setTold((before) =>
        before?.error.code === caught.code ? before : { error: caught, triesAgain: caught.retryable },
      )
  }
  const shown = told ?? (error && { error, triesAgain: error.retryable })
  return (
    <Card title={said.code} isWide>
      {shown ? <Facts told={shown} /> : <p className="soft">{said.nothing}</p>}
      <div className="row">
        <Action isPrimary act={() => provoke(scene)} onError={onError}>
          {said.provoke}
        </Action>
      </div>
    </Card>
  )
}

function Facts({ told }: { told: Told }): ReactElement {
  const { said: shared, spoken } = useScene()
  const session = useSession(toSession)
  const said = words[spoken]
  const { error } = told
  const retry = toRetry(told)
  return (
    <>
      <p className="error-code">
        <code>{error.code}</code>
      </p>
      <dl className="facts">
        <Row name="serviceCode">{error.serviceCode ? <code>{error.serviceCode}</code> : '–'}</Row>
        <Row name="httpStatus">{error.httpStatus ?? '–'}</Row>
        <Row name="session">{said[session]}</Row>
        <Row name="triesAgain">
          {retry === 'yesIn' ? said.yesIn(toCountdown(told.triesAgain as number, shared)) : said[retry]}
        </Row>
        <Row name="forPeople">
          <span lang="en">{describeError(error, 'en')}</span>
          <br />
          <span lang="zh">{describeError(error, 'zh')}</span>
        </Row>
        <Row name="forDevelopers">
          <span lang="en">{error.message}</span>
        </Row>
      </dl>
    </>
  )
}

type RowName = 'serviceCode' | 'httpStatus' | 'session' | 'triesAgain' | 'forPeople' | 'forDevelopers'

function Row({ name, children }: { name: RowName; children: ReactNode }): ReactElement {
  const { spoken } = useScene()
  return (
    <div data-row={name}>
      <dt>{words[spoken][name]}</dt>
      <dd>{children}</dd>
    </div>
  )
}

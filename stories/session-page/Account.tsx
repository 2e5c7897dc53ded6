// Who is signed in, and what they can do with the session.
import { useState, type ReactElement } from 'react'
import { useAuthFetch, useClaims, useIdToken, useSession } from 'react-ciam'
import { SAMPLE_API_PATH } from 'react-ciam/testing'
import { toDay } from '../scene/moments'
import { Problem } from './Problem'
import { useBench } from './useBench'

type Answer = { status: number; durationMs: number; body: string } | { error: unknown }

export function Account(): ReactElement {
  const { said, service } = useBench()
  const { refresh } = useIdToken()
  const { signOut, sessionExpiresAt } = useSession((session) => ({
    signOut: session.signOut,
    sessionExpiresAt: session.status === 'signed-in' ? session.sessionExpiresAt : null,
  }))
  const user = useClaims(({ name, userName, email }) => ({ name, userName, email }))
  const [signOutError, setSignOutError] = useState<unknown>(null)

  // Why a refresh failed is told by the bar and by the timeline.
  const refreshNow = () => void refresh().catch(() => undefined)

  return (
    <section className="panel account" aria-labelledby="account">
      <h2 id="account">{said.account}</h2>
      <p className="person">
        <strong>{user?.name ?? '…'}</strong>
        <span>{user?.userName}</span>
        <span>{user?.email}</span>
      </p>
      {sessionExpiresAt !== null && (
        <p className="hint">
          {said.sessionEnds} <time dateTime={new Date(sessionExpiresAt).toISOString()}>{toDay(sessionExpiresAt)}</time>
        </p>
      )}
      <ApiCall />
      <div className="row">
        <button onClick={refreshNow}>{said.refreshNow}</button>
        <button onClick={() => void signOut().catch(setSignOutError)}>{said.signOut}</button>
        {service.kind === 'server' && <button onClick={() => location.reload()}>{said.reload}</button>}
      </div>
      {service.kind === 'server' && <p className="hint">{said.reloadHint}</p>}
      {signOutError !== null && <Problem error={signOutError} />}
    </section>
  )
}

function ApiCall(): ReactElement {
  const { said, service } = useBench()
  const authFetch = useAuthFetch()
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function call(): Promise<void> {
    setBusy(true)
    const start = performance.now()
    try {
      const response = await authFetch(service.baseUrl + SAMPLE_API_PATH)
      const body = JSON.stringify(await response.json(), null, 2)
      setAnswer({ status: response.status, durationMs: Math.round(performance.now() - start), body })
    } catch (error) {
      setAnswer({ error })
    }
    setBusy(false)
  }

  return (
    <>
      <button className="primary" disabled={isBusy} onClick={() => void call()}>
        {said.callApi}
      </button>
      <p className="hint">{said.apiHint}</p>
      {answer && 'error' in answer && <Problem error={answer.error} />}
      {answer && 'body' in answer && (
        <figure className="answer" aria-live="polite">
          <figcaption>
            {said.apiAnswer}: <strong>{answer.status}</strong>, {said.took(String(answer.durationMs))}
          </figcaption>
          <pre tabIndex={0} role="region" aria-label={said.apiAnswer}>
            {answer.body}
          </pre>
        </figure>
      )}
    </>
  )
}

// Where a person signs in as one of the emulator's users.
import { useState, type ReactElement, type SyntheticEvent } from 'react'
import { describeError, useSession } from 'react-ciam'
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import { signInByPassword, type SignInOutcome } from './password-sign-in'
import { Problem } from './Problem'
import { useBench } from './useBench'

export function SignInForm(): ReactElement {
  const bench = useBench()
  const { said } = bench
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function submit(event: SyntheticEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setOutcome(await signInByPassword(bench, fields.get('user') as string, fields.get('password') as string))
    setBusy(false)
  }

  return (
    <section className="panel sign-in" aria-labelledby="sign-in">
      <h2 id="sign-in">{said.signIn}</h2>
      <Reason />
      <form onSubmit={(event) => void submit(event)}>
        <label>
          <span>{said.user}</span>
          <select name="user" autoComplete="username">
            {EMULATOR_USERS.map(({ userName, status }) => (
              <option key={userName} value={userName}>
                {userName} · {said.users[status]}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>{said.password}</span>
          <input
            name="password"
            type="password"
            required
            autoComplete="current-password"
            defaultValue={EMULATOR_PASSWORD}
            aria-describedby="password-hint"
          />
        </label>
        <p className="hint" id="password-hint">
          {said.passwordHint(EMULATOR_PASSWORD)}
        </p>
        <button className="primary" disabled={isBusy}>
          {said.signIn}
        </button>
      </form>
      {outcome && <Outcome outcome={outcome} />}
    </section>
  )
}

/** Why nobody is signed in. */
function Reason(): ReactElement {
  const { said, spoken } = useBench()
  const session = useSession()
  if (session.status !== 'signed-out') return <p className="reason">{said.restoring}</p>
  const { reason, error } = session
  return (
    <div className="reason" data-reason={reason} role="status">
      <p>{said.reasons[reason]}</p>
      {error && <p className="hint">{describeError(error, spoken)}</p>}
    </div>
  )
}

function Outcome({ outcome }: { outcome: SignInOutcome }): ReactElement | null {
  const { said, spoken } = useBench()
  switch (outcome.kind) {
    case 'signed-in':
      return null
    case 'failed':
      return <Problem error={outcome.error} />
    case 'refused':
      return (
        <div className="problem" role="alert">
          <p>{outcome.message}</p>
          <p className="codes">
            <code>{outcome.code}</code>
          </p>
        </div>
      )
    case 'incomplete':
      return (
        <div className="problem" data-tone="notice" role="alert">
          <p>{describeError(outcome.error, spoken)}</p>
          <p className="codes">
            <code>{outcome.status}</code>
          </p>
          <p className="hint">{said.nextStep[outcome.status]}</p>
        </div>
      )
  }
}

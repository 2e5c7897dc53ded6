// Recipe: the smallest form that signs in with a password, and says what it has no form for.
// #region sign-in-form
import { describeProblem, useSignIn } from 'react-ciam/sign-in'

export function SignInForm() {
  const state = useSignIn()
  if (state.status === 'signed-in') return <p>You are signed in.</p>
  if (state.status === 'password-warning') return <button onClick={() => void state.skip()}>Go on</button>
  if (state.status === 'denied') return <button onClick={() => void state.restart()}>Another account</button>
  if (state.status !== 'ready') return <p>One more step: {state.status}</p>
  return (
    <form
      aria-busy={state.isBusy}
      onSubmit={(event) => {
        event.preventDefault()
        const typed = new FormData(event.currentTarget)
        const [identifier, password] = [typed.get('name') as string, typed.get('password') as string]
        void state.signInWithPassword({ identifier, password })
      }}
    >
      <label>
        User name, mobile or e-mail
        <input name="name" autoComplete="username" required />
      </label>
      <label>
        Password
        <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <p role="alert">{state.problem && describeProblem(state.problem, 'en')}</p>
      <button>Sign in</button>
    </form>
  )
}
// #endregion

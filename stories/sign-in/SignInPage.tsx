// A page that signs people in: each state of the flow, and what it says and offers.
import { useState, type ReactElement } from 'react'
import { useClaims, useSession } from 'react-ciam'
import { useSignIn, type SignIn, type SignInState } from 'react-ciam/sign-in'
import { AskCodeStep } from './AskCodeStep'
import { CaptchaStep } from './CaptchaStep'
import { CodeStep } from './CodeStep'
import { Frame } from './Frame'
import { NOTHING_YET, type CodeWay, type Memory } from './page-memory'
import { LanguageContext, type Language } from './page-words'
import { PasswordStep } from './PasswordStep'
import { Press } from './Press'
import { ReadyStep, type ReadyOptions } from './ReadyStep'
import { explain } from './refusal'
import { SignedInStep } from './SignedInStep'
import { useWords } from './useWords'
import type { Words } from './words-en'

export interface SignInPageProps extends Partial<ReadyOptions> {
  signIn: SignIn
  language: Language
  /** Where the service sends the browser after a sign-out everywhere. */
  goodbyeUrl: string
  /** Default: the browser goes there. */
  navigate?: (url: string) => void
  /** Opens the page of the own account. */
  onAccount?: () => void
  /** The person came from another page of the app. */
  isArrival?: boolean
}

export function SignInPage({ language, ...rest }: SignInPageProps): ReactElement {
  return (
    <LanguageContext.Provider value={language}>
      <Page {...rest} />
    </LanguageContext.Provider>
  )
}

function Page(props: Omit<SignInPageProps, 'language'>): ReactElement {
  const { said, language } = useWords()
  const state = useSignIn(props.signIn)
  const session = useSession((now) => ({
    status: now.status,
    reason: now.status === 'signed-out' ? now.reason : 'none',
  }))
  const name = useClaims((claims) => claims.name || claims.userName)
  const [memory, setMemory] = useState<Memory>(NOTHING_YET)

  if (session.status === 'restoring') return <Frame step="restoring" title={said.titles.restoring} />
  const problem = state.problem === memory.dismissed ? null : state.problem
  const isOver = !['none', 'signed-out'].includes(session.reason)
  return (
    <Frame
      step={'purpose' in state ? `${state.status} ${state.purpose}` : state.status}
      title={state.status === 'signed-in' && name ? said.greeting(name) : titleOf(state, said)}
      lead={leadOf(state, isOver, said)}
      problem={problem && explain(problem, state.status, language)}
      isArrival={props.isArrival ?? false}
    >
      <Step
        {...props}
        state={state}
        problem={problem}
        memory={memory}
        remember={(changes) => setMemory((before) => ({ ...before, ...changes }))}
      />
    </Frame>
  )
}

interface StepOptions extends Omit<SignInPageProps, 'language'> {
  state: SignInState
  problem: SignInState['problem']
  memory: Memory
  remember: (changes: Partial<Memory>) => void
}

function Step({ state, ...props }: StepOptions): ReactElement {
  const { said } = useWords()
  const { problem, memory, remember, signIn, goodbyeUrl, onAccount } = props
  const { passwordName = 'identifier', hasEmailCodes = false, askWeChat } = props
  const { navigate = (url: string) => window.location.assign(url) } = props
  const step = { problem, memory, remember }
  // The state of a puzzle does not say what it is for.
  const [origin, setOrigin] = useState<SignInState['status']>('ready')
  const isOrigin = state.status === 'ready' || state.status === 'second-factor' || state.status === 'account-link'
  if (isOrigin && state.status !== origin) setOrigin(state.status)
  const codeWays: readonly CodeWay[] = hasEmailCodes ? ['mobile', 'email'] : ['mobile']

  switch (state.status) {
    case 'ready':
      return <ReadyStep {...step} state={state} options={{ passwordName, hasEmailCodes, askWeChat }} />
    case 'captcha':
      return <CaptchaStep {...step} state={state} isForSignIn={origin === 'ready'} hasEmail={hasEmailCodes} />
    case 'code-sent':
      return <CodeStep state={state} problem={problem} />
    case 'password-warning':
    case 'password-expired':
      return <PasswordStep {...step} state={state} />
    case 'second-factor':
      return <AskCodeStep {...step} state={state} ways={codeWays} />
    case 'account-link':
      return <AskCodeStep {...step} state={state} ways={state.ways} />
    case 'denied':
      return (
        <Press look="primary" act={() => state.restart()}>
          {said.otherAccount}
        </Press>
      )
    case 'signed-in': {
      const everywhereUrl = signIn.globalSignOutUrl({ redirectUrl: goodbyeUrl })
      return <SignedInStep everywhereUrl={everywhereUrl} navigate={navigate} onAccount={onAccount} />
    }
  }
}

function titleOf(state: SignInState, { titles }: Words): string {
  return titles[state.status === 'account-link' ? state.reason : state.status]
}

function leadOf(state: SignInState, isOver: boolean, said: Words): string | null {
  switch (state.status) {
    case 'ready':
      return isOver ? said.sessionOver : null
    case 'code-sent':
      return said.codeSentTo('mobile' in state.target ? state.target.mobile : state.target.email)
    case 'account-link':
      return said.leads[state.reason]
    case 'signed-in':
      return said.signedInNote
    default:
      return said.leads[state.status]
  }
}

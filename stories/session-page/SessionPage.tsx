// The page: a session as a person, the browser and the service see it.
import { useEffect, useRef, type ReactElement } from 'react'
import { CiamProvider, useSession } from 'react-ciam'
import { Account } from './Account'
import type { Language } from '../scene/toolbar'
import type { Bench } from './bench'
import { BenchContext } from './bench-context'
import { Ledger } from './Ledger'
import { ServiceControls } from './ServiceControls'
import { SignInForm } from './SignInForm'
import { StoragePanel } from './StoragePanel'
import { TimelineList } from './TimelineList'
import { TokenLife } from './TokenLife'
import { useBench } from './useBench'
import { useValue } from '../scene/useValue'
import '../scene/look.css'
import './session-page.css'

export function SessionPage({ bench }: { bench: Bench }): ReactElement {
  return (
    <BenchContext.Provider value={bench}>
      <CiamProvider client={bench.client}>
        <Page />
      </CiamProvider>
    </BenchContext.Provider>
  )
}

function Page(): ReactElement {
  const { said, spoken, service } = useBench()
  const isSignedIn = useSession(({ status }) => status === 'signed-in')
  const isReachable = useValue(service.isReachable)
  const person = useRef<HTMLDivElement>(null)
  const shown = useRef(isSignedIn)
  useEffect(() => {
    if (shown.current === isSignedIn) return
    shown.current = isSignedIn
    // The button that was pressed went with its panel: the keyboard goes on at what took its place.
    if (document.activeElement === document.body) person.current?.focus({ preventScroll: true })
  }, [isSignedIn])
  return (
    <main className="look session-page" lang={spoken}>
      <header>
        <div>
          <h1>{said.title}</h1>
          <p className="lead">{said.lead}</p>
        </div>
        <LanguageChoice />
      </header>
      {isReachable ? (
        <Where />
      ) : (
        <p className="problem" role="alert">
          {said.unreachable}
        </p>
      )}
      <div className="panels">
        <TokenLife />
        <div className="column" ref={person} tabIndex={-1}>
          {isSignedIn ? <Account /> : <SignInForm />}
          <ServiceControls />
        </div>
        <div className="column beside">
          <TimelineList />
          <Ledger />
        </div>
        <StoragePanel />
      </div>
    </main>
  )
}

/** Which service this is. */
function Where(): ReactElement {
  const { said, service } = useBench()
  if (service.kind === 'in-page') return <p className="where">{said.inPage}</p>
  return (
    <p className="where">
      {said.server} <code>{service.baseUrl}</code>
      <a href={location.href} target="_blank" rel="noopener">
        {said.secondTab}
      </a>
    </p>
  )
}

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ['en', 'English'],
  ['zh', '中文'],
]

function LanguageChoice(): ReactElement {
  const { said, spoken, language } = useBench()
  return (
    <fieldset className="language">
      <legend>{said.language}</legend>
      <div className="choices">
        {LANGUAGES.map(([code, name]) => (
          <label key={code} lang={code}>
            <input type="radio" name="language" checked={spoken === code} onChange={() => language.set(code)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

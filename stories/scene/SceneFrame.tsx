// The page around a story: what it shows, how many requests the service got, and the cards.
import type { ReactElement, ReactNode } from 'react'
import { CiamProvider } from 'react-ciam'
import type { Scene } from './create-scene'
import { SceneContext } from './scene-context'
import { useScene } from './useScene'
import { useValue } from './useValue'
import './look.css'
import './scene.css'

interface SceneFrameProps {
  scene: Scene
  /** The capability that the story is of. */
  capability: string
  children: ReactNode
}

export function SceneFrame({ scene, capability, children }: SceneFrameProps): ReactElement {
  return (
    <SceneContext.Provider value={scene}>
      <CiamProvider client={scene.client}>
        <Page capability={capability}>{children}</Page>
      </CiamProvider>
    </SceneContext.Provider>
  )
}

function Page({ capability, children }: Omit<SceneFrameProps, 'scene'>): ReactElement {
  const { spoken, setup } = useScene()
  return (
    <main className="look scene" lang={spoken}>
      <header>
        <div>
          <p className="capability">{capability}</p>
          <h1>{setup.shows[spoken]}</h1>
        </div>
        <RequestCount />
      </header>
      <div className="cards">{children}</div>
    </main>
  )
}

/** What the service says, not what the client believes. */
function RequestCount(): ReactElement {
  const { said, ledger } = useScene()
  const entries = useValue(ledger)
  const refreshes = entries.filter(({ kind }) => kind === 'refresh').length
  const others = entries.length - refreshes
  return (
    <p className="request-count" role="status" aria-label={said.requests}>
      <span>{said.requests}</span>
      <strong>{entries.length}</strong>
      <span>
        {said.refreshes(refreshes)}
        {others > 0 && ` · ${said.others(others)}`}
      </span>
    </p>
  )
}

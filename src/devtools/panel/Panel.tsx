// All that the panel shows, with or without a place to close it.
import { useId, type ReactElement, type ReactNode } from 'react'
import type { CiamClient } from '../../index'
import type { Inspector } from '../inspector'
import type { DevtoolsTheme } from '../theme'
import { Actions } from './Actions'
import { Claims } from './Claims'
import { toGlance } from './glance'
import { LockAndTabs } from './LockAndTabs'
import { OfflineTag } from './OfflineTag'
import { Session } from './Session'
import { StateGlyph } from './StateGlyph'
import { Storage } from './Storage'
import { Timeline } from './Timeline'
import { TokenLife } from './TokenLife'
import { Tokens } from './Tokens'
import { useSnapshot } from './useSnapshot'

interface PanelProps {
  client: CiamClient<unknown>
  /** Null for a client that cannot be watched. */
  inspector: Inspector | null
  theme: DevtoolsTheme
  /** Without it there is no button to close. */
  onClose?: () => void
  /** The upper edge, where it can be moved. */
  edge?: ReactNode
}

export function Panel({ client, inspector, theme, onClose, edge }: PanelProps): ReactElement {
  const title = useId()
  const { state, words } = toGlance(useSnapshot(client))
  return (
    <section className="panel" aria-labelledby={title}>
      {edge}
      <div className="frame">
        <header>
          <div className="name">
            <h2 id={title}>
              react-ciam <span className="unseen">devtools</span>
            </h2>
            <p className="state" data-state={state}>
              <StateGlyph state={state} />
              {words}
            </p>
            {inspector && <OfflineTag inspector={inspector} />}
          </div>
          {onClose && (
            <button type="button" className="close" aria-label="Close the devtools" onClick={onClose}>
              <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true">
                <path d="M-5 -5l10 10m0 -10l-10 10" />
              </svg>
            </button>
          )}
        </header>
        {inspector ? (
          <Body client={client} inspector={inspector} theme={theme} />
        ) : (
          <p className="warning foreign">
            This client was made by another version of react-ciam. Install one version of the package, so that the
            devtools and the client come from the same.
          </p>
        )}
      </div>
    </section>
  )
}

interface BodyProps {
  client: CiamClient<unknown>
  inspector: Inspector
  theme: DevtoolsTheme
}

/** The columns scroll by themselves where there is room for them, so the keyboard must reach each. */
function Body({ client, inspector, theme }: BodyProps): ReactElement {
  return (
    <div className="body">
      <Actions inspector={inspector} />
      <div className="columns">
        <div className="column" tabIndex={0} role="group" aria-label="Session and tokens">
          <TokenLife inspector={inspector} />
          <Session client={client} />
          <Tokens client={client} inspector={inspector} />
        </div>
        <div className="column main" tabIndex={0} role="group" aria-label="What happened">
          <Timeline inspector={inspector} theme={theme} />
        </div>
        <div className="column" tabIndex={0} role="group" aria-label="Claims and set-up">
          <Claims client={client} />
          <LockAndTabs inspector={inspector} />
          <Storage inspector={inspector} />
        </div>
      </div>
    </div>
  )
}

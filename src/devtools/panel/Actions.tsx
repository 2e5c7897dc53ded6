// The buttons that do something to the session, and what came of the last one.
import { useRef, useState, type ReactElement } from 'react'
import type { Inspector } from '../inspector'
import { useReadable } from '../useReadable'
import { ConfirmButton } from './ConfirmButton'
import { Problem } from './Problem'

type Outcome = { readonly words: string } | { readonly error: unknown } | null

export function Actions({ inspector }: { inspector: Inspector }): ReactElement {
  const isOffline = useReadable(inspector.isOffline)
  const { outcome, act } = useOutcome()
  const setOffline = (next: boolean) =>
    act(next ? 'Offline: the requests of this client fail.' : 'Back online.', () => inspector.setOffline(next))
  return (
    <div className="actions" role="group" aria-label="Actions">
      <button type="button" className="button primary" onClick={() => act('Refreshed.', () => inspector.refresh())}>
        Refresh now
      </button>
      <button
        type="button"
        className="button"
        onClick={() =>
          act(inspector.tokenLife() ? 'The id_token counts as expired.' : 'There is no id_token.', () =>
            inspector.expireIdToken(),
          )
        }
      >
        Treat as expired
      </button>
      <button type="button" className={isOffline ? 'button armed' : 'button'} onClick={() => setOffline(!isOffline)}>
        {isOffline ? 'Back online' : 'Go offline'}
      </button>
      <ConfirmButton
        label="Drop stored record"
        onConfirm={() => act('The stored record is gone.', () => inspector.dropRecord())}
      />
      <ConfirmButton label="Sign out" onConfirm={() => act('Signed out.', () => inspector.signOut())} />
      <p className="outcome" role="status">
        {outcome && ('error' in outcome ? <Problem error={outcome.error} /> : outcome.words)}
      </p>
    </div>
  )
}

/** Of the button that was pressed last, whichever is done first. */
function useOutcome() {
  const [outcome, setOutcome] = useState<Outcome>(null)
  const turn = useRef(0)
  const act = (words: string, work: () => void | Promise<void>): void => {
    const mine = (turn.current += 1)
    const settle = (next: Outcome): void => {
      if (mine === turn.current) setOutcome(next)
    }
    settle(null)
    const settled = async (): Promise<void> => work()
    settled().then(
      () => settle({ words }),
      (error: unknown) => settle({ error }),
    )
  }
  return { outcome, act }
}

// A token's text: shown after a warning was read, for a short while. It is never in React's state, in a prop, in an
// attribute or in markup: it goes from the inspector into the field's value, and out of it again.
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactElement } from 'react'
import type { Inspector } from '../inspector'

interface TokenRevealProps {
  kind: 'sessionToken' | 'idToken'
  /** As the service calls it. */
  name: string
  inspector: Inspector
}

/** Ms. */
const SHOWN_FOR = 30_000

type Stage = 'hidden' | 'warned' | 'shown'

const NEXT: Record<Stage, Stage> = { hidden: 'warned', warned: 'shown', shown: 'hidden' }
const LABELS: Record<Stage, string> = { hidden: 'Show token', warned: 'Show it all the same', shown: 'Hide token' }

export function TokenReveal({ kind, name, inspector }: TokenRevealProps): ReactElement {
  const [stage, setStage] = useState<Stage>('hidden')
  const warning = useId()
  useEffect(() => {
    if (stage !== 'shown') return
    const timer = setTimeout(() => setStage('hidden'), SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [stage])
  return (
    <div className="reveal">
      {stage === 'warned' && (
        <p id={warning} className="warning" role="alert">
          Whoever holds this token can act as the signed-in user. Do not paste it into chats, issues or screenshots. It
          is shown for {SHOWN_FOR / 1000} seconds.
        </p>
      )}
      {stage === 'shown' && <TokenText kind={kind} name={name} inspector={inspector} />}
      <button
        type="button"
        className={stage === 'warned' ? 'button small armed' : 'button small'}
        aria-describedby={stage === 'warned' ? warning : undefined}
        onClick={() => setStage(NEXT[stage])}
      >
        {LABELS[stage]}
        <span className="unseen">: {name}</span>
      </button>
      {stage === 'warned' && (
        <button type="button" className="button small" onClick={() => setStage('hidden')}>
          Leave it hidden
        </button>
      )}
    </div>
  )
}

function TokenText({ kind, name, inspector }: TokenRevealProps): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.value = inspector.reveal(kind) ?? ''
    return () => {
      area.value = ''
    }
  }, [inspector, kind])
  return (
    <textarea
      ref={field}
      readOnly
      rows={4}
      aria-label={`Text of the ${name}`}
      autoComplete="off"
      spellCheck={false} // Some browsers send what they check to a service.
      translate="no"
    />
  )
}

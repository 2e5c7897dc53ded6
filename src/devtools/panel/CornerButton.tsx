// The button in a corner of the page: the session's state at a glance, and the way into the panel.
import { useEffect, useRef, type ReactElement } from 'react'
import type { CiamClient } from '../../index'
import type { Inspector } from '../inspector'
import { toGlance } from './glance'
import { OfflineTag } from './OfflineTag'
import { StateGlyph } from './StateGlyph'
import { useSnapshot } from './useSnapshot'

/**
 * Where the button is.
 *
 * @inline
 */
export type DevtoolsPosition = 'bottom-right' | 'bottom-left' | 'top-right' | 'top-left'

interface CornerButtonProps {
  client: CiamClient<unknown>
  /** Null for a client that cannot be watched. */
  inspector: Inspector | null
  position: DevtoolsPosition
  /** Whether the keyboard goes on here: the panel was closed. */
  takesFocus: boolean
  onOpen: () => void
}

export function CornerButton({ client, inspector, position, takesFocus, onOpen }: CornerButtonProps): ReactElement {
  const { state, words } = toGlance(useSnapshot(client))
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takesFocus) button.current?.focus({ preventScroll: true })
  }, [takesFocus])
  return (
    <button
      ref={button}
      type="button"
      className="corner"
      data-position={position}
      data-state={state}
      aria-expanded={false}
      onClick={onOpen}
    >
      <StateGlyph state={state} />
      <span>CIAM</span> <span className="unseen">devtools: {words}</span>
      {inspector && <OfflineTag inspector={inspector} />}
    </button>
  )
}

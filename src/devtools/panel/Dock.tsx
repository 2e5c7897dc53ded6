// The place at the bottom of the page. Escape leaves it.
import { useEffect, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react'
import { within } from './dock-height'

interface DockProps {
  /** CSS px. */
  height: number
  onClose: () => void
  /** Whether the keyboard goes on here: the corner button was pressed. */
  takesFocus: boolean
  children: ReactNode
}

export function Dock({ height, onClose, takesFocus, children }: DockProps): ReactElement {
  const dock = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (takesFocus) dock.current?.focus({ preventScroll: true })
  }, [takesFocus])
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) onClose()
  }
  return (
    <div ref={dock} className="dock" tabIndex={-1} style={{ height: within(height) }} onKeyDown={closeOnEscape}>
      {children}
    </div>
  )
}

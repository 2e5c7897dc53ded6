// The upper edge of the docked panel: it makes the panel higher or lower, by mouse, finger or keyboard.
import { useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react'
import { highest, LOWEST, within } from './dock-height'

interface SeparatorProps {
  /** CSS px. */
  height: number
  onResize: (height: number) => void
}

const STEP = 24
const PAGE = 120

const toHeight: Partial<Record<string, (height: number) => number>> = {
  ArrowUp: (height) => height + STEP,
  ArrowDown: (height) => height - STEP,
  PageUp: (height) => height + PAGE,
  PageDown: (height) => height - PAGE,
  Home: () => LOWEST,
  End: highest,
}

export function Separator({ height, onResize }: SeparatorProps): ReactElement {
  const shown = within(height)
  /** Where the lower edge of the panel is, as seen from the pointer that holds the upper one. */
  const grip = useRef<number | null>(null)
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return
    grip.current = event.clientY + shown
    event.currentTarget.setPointerCapture?.(event.pointerId)
  }
  const move = (event: PointerEvent): void => {
    if (grip.current !== null) onResize(within(grip.current - event.clientY))
  }
  const end = (): void => {
    grip.current = null
  }
  const press = (event: KeyboardEvent): void => {
    const change = toHeight[event.key]
    if (!change) return
    event.preventDefault()
    onResize(within(change(shown)))
  }
  return (
    <div
      className="separator"
      role="separator"
      tabIndex={0}
      aria-label="Height of the panel"
      aria-orientation="horizontal"
      aria-valuemin={LOWEST}
      aria-valuemax={highest()}
      aria-valuenow={shown}
      aria-valuetext={`${shown} pixels`}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onKeyDown={press}
    />
  )
}

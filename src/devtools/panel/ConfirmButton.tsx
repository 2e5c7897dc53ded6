// A button that does what it says only when it is pressed a second time, in place.
import { useEffect, useState, type KeyboardEvent, type ReactElement } from 'react'

interface ConfirmButtonProps {
  /** What it does, such as `Sign out`. */
  label: string
  onConfirm: () => void
}

/** Ms after which the first press is forgotten. */
const REMEMBERED = 6_000

export function ConfirmButton({ label, onConfirm }: ConfirmButtonProps): ReactElement {
  const [isArmed, setArmed] = useState(false)
  useEffect(() => {
    if (!isArmed) return
    const timer = setTimeout(() => setArmed(false), REMEMBERED)
    return () => clearTimeout(timer)
  }, [isArmed])
  const press = (): void => {
    setArmed(!isArmed)
    if (isArmed) onConfirm()
  }
  const disarm = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isArmed) return
    event.preventDefault() // Else the same key closes the panel.
    setArmed(false)
  }
  return (
    <button
      type="button"
      className={isArmed ? 'button armed' : 'button'}
      onClick={press}
      onKeyDown={disarm}
      onBlur={() => setArmed(false)}
    >
      {isArmed ? `${label}: press again` : label}
    </button>
  )
}

// A button that starts something, and says so until that is over.
import { useState, type ReactElement, type ReactNode } from 'react'

interface PressProps {
  act: () => unknown
  look?: 'primary' | 'plain' | 'quiet'
  /** Not yet: it stays where the focus can be, and does nothing. */
  isWaiting?: boolean
  children: ReactNode
}

export function Press({ act, look = 'quiet', isWaiting = false, children }: PressProps): ReactElement {
  const [isBusy, setBusy] = useState(false)
  const run = async (): Promise<void> => {
    if (isWaiting) return
    setBusy(true)
    try {
      await act()
    } finally {
      setBusy(false)
    }
  }
  return (
    <button
      type="button"
      className={look}
      aria-busy={isBusy}
      data-busy={isBusy}
      aria-disabled={isWaiting || undefined}
      onClick={() => void run()}
    >
      {children}
    </button>
  )
}

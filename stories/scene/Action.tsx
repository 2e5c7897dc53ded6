// A button that starts something asynchronous. Why that failed is told by the page: by the snapshot, or by `onError`.
import { useState, type ReactElement, type ReactNode } from 'react'

interface ActionProps {
  act: () => unknown
  onError?: (error: unknown) => void
  isPrimary?: boolean
  children: ReactNode
}

export function Action({ act, onError, isPrimary = false, children }: ActionProps): ReactElement {
  const [isBusy, setBusy] = useState(false)
  async function run(): Promise<void> {
    setBusy(true)
    try {
      await act()
    } catch (error) {
      onError?.(error)
    }
    setBusy(false)
  }
  return (
    <button className={isPrimary ? 'primary' : undefined} aria-busy={isBusy} onClick={() => void run()}>
      {children}
    </button>
  )
}

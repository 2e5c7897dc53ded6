// An error boundary that shows the code of what it caught, and renders its children again at a click.
import { act } from '@testing-library/react'
import { Component, type ReactNode } from 'react'

interface Caught {
  error: { code?: string; message: string } | null
}

export class ErrorBoundary extends Component<{ children: ReactNode; caught?: (error: unknown) => void }, Caught> {
  override state: Caught = { error: null }
  static getDerivedStateFromError(error: Error): Caught {
    return { error }
  }
  override componentDidCatch(error: unknown) {
    this.props.caught?.(error)
  }
  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return <button onClick={() => this.setState({ error: null })}>{error.code ?? error.message}</button>
  }
}

/** Resets the boundary in `container`, which must have caught something. */
export const tryAgain = (container: Element) =>
  act(async () => {
    container.querySelector('button')!.click()
  })

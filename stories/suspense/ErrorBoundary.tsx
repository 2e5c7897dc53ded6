// An error boundary as an app has one: says what went wrong, and renders its children again at a click. React knows
// boundaries only as classes.
import { Component, type ReactElement, type ReactNode } from 'react'
import { Action } from '../scene/Action'
import { Card } from '../scene/Card'
import { ErrorNote } from '../scene/ErrorNote'
import { useScene } from '../scene/useScene'
import { words } from './words'

interface Caught {
  readonly caught: { readonly error: unknown } | null
}

export class ErrorBoundary extends Component<{ children: ReactNode }, Caught> {
  override state: Caught = { caught: null }

  static getDerivedStateFromError(error: unknown): Caught {
    return { caught: { error } }
  }

  override render(): ReactNode {
    const { caught } = this.state
    return caught ? <Failure {...caught} onRetry={() => this.setState({ caught: null })} /> : this.props.children
  }
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }): ReactElement {
  const { spoken } = useScene()
  return (
    <Card title={words[spoken].support}>
      <ErrorNote error={error} spoken={spoken} />
      <div className="row">
        <Action act={onRetry}>{words[spoken].retry}</Action>
      </div>
    </Card>
  )
}

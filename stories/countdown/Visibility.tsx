// A page that says of itself that it is hidden.
import { useEffect, useState, type ReactElement } from 'react'
import { Action } from '../scene/Action'
import { Badge } from '../scene/Badge'
import { Card } from '../scene/Card'
import { useScene } from '../scene/useScene'
import { words } from './words'

/** Lets the document say that it is hidden or shown. */
function sayVisibility(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state })
  document.dispatchEvent(new Event('visibilitychange'))
}

/** Takes back what `sayVisibility` said: the browser's own answer lies on the prototype. */
function sayNothing(): void {
  if (Reflect.deleteProperty(document, 'visibilityState')) document.dispatchEvent(new Event('visibilitychange'))
}

export function Visibility(): ReactElement {
  const { spoken } = useScene()
  const [isHidden, setHidden] = useState(false)
  useEffect(() => sayNothing, [])
  function say(state: DocumentVisibilityState): void {
    sayVisibility(state)
    setHidden(state === 'hidden')
  }
  return (
    <Card
      title={words[spoken].page}
      aside={<Badge tone={isHidden ? 'quiet' : 'good'}>{words[spoken][isHidden ? 'hidden' : 'visible']}</Badge>}
    >
      <p className="hint">{words[spoken].pretended}</p>
      <div className="row">
        <Action act={() => say(isHidden ? 'visible' : 'hidden')}>{words[spoken][isHidden ? 'show' : 'hide']}</Action>
      </div>
    </Card>
  )
}

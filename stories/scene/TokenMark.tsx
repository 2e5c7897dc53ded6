// A token by its hash. The same token has the same colour in every panel; no token is ever shown.
import type { CSSProperties, ReactElement } from 'react'

export function TokenMark({ hash }: { hash: string }): ReactElement {
  const hue = parseInt(hash.slice(0, 4), 16) % 360
  return (
    <span className="token" title={hash} style={{ '--hue': hue } as CSSProperties}>
      <span className="token-dot" aria-hidden="true" />
      <code>{hash.slice(0, 6)}</code>
    </span>
  )
}

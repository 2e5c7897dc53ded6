// The shadow root that the devtools live in: the page's styles stay out, theirs stay in, and so do their events.
import { useCallback, useState, type ReactElement, type ReactNode, type SyntheticEvent } from 'react'
import { createPortal } from 'react-dom'
import type { DevtoolsTheme } from '../theme'
import { DEVTOOLS_STYLE } from './devtools-style'

interface ShadowHostProps {
  theme: DevtoolsTheme
  /** For a Content-Security-Policy that asks for one. */
  styleNonce: string | undefined
  /** Whether the host is as high as its parent. */
  fills: boolean
  children: ReactNode
}

const keepInside = (event: SyntheticEvent): void => event.stopPropagation()

/** A click in here closes no menu of the page, and a key is none of its shortcuts. */
const contained = {
  onClick: keepInside,
  onMouseDown: keepInside,
  onMouseUp: keepInside,
  onPointerDown: keepInside,
  onPointerUp: keepInside,
  onTouchStart: keepInside,
  onKeyDown: keepInside,
  onKeyUp: keepInside,
  onFocus: keepInside,
  onBlur: keepInside,
  onChange: keepInside,
  onInput: keepInside,
  onWheel: keepInside,
}

export function ShadowHost({ theme, styleNonce, fills, children }: ShadowHostProps): ReactElement {
  const [root, setRoot] = useState<ShadowRoot | null>(null)
  const attach = useCallback((host: HTMLDivElement | null) => {
    // StrictMode hands the same element over twice, and a second root cannot be attached.
    if (host) setRoot(host.shadowRoot ?? host.attachShadow({ mode: 'open' }))
  }, [])
  return (
    <div ref={attach} data-react-ciam-devtools={fills ? 'panel' : 'docked'}>
      {root &&
        createPortal(
          <>
            <style nonce={styleNonce}>{DEVTOOLS_STYLE}</style>
            <div className="devtools" data-theme={theme} data-fills={fills} lang="en" dir="ltr" {...contained}>
              {children}
            </div>
          </>,
          root,
        )}
    </div>
  )
}

// The devtools: a button in a corner of the page that opens a docked panel.
import { useState, type ReactElement } from 'react'
import { createPortal } from 'react-dom'
import { type CiamClient, useCiamClient } from '../index'
import { CornerButton, type DevtoolsPosition } from './panel/CornerButton'
import { Dock } from './panel/Dock'
import { DEFAULT_HEIGHT } from './panel/dock-height'
import { Panel } from './panel/Panel'
import { Separator } from './panel/Separator'
import { ShadowHost } from './panel/ShadowHost'
import type { DevtoolsTheme } from './theme'
import { useInspector } from './useInspector'

/** The props of `<CiamDevtools>`. */
export interface CiamDevtoolsProps {
  /** What to watch. Default: the client of the nearest `<CiamProvider>`. */
  client?: CiamClient<unknown>
  /** The corner that the button is in. Default `'bottom-right'`. The panel is docked at the bottom in any case. */
  position?: DevtoolsPosition
  /** Whether the panel is open at first. Default false. */
  initialIsOpen?: boolean
  /** Default `'system'`. */
  theme?: DevtoolsTheme
  /** The nonce of the `<style>` element, for a Content-Security-Policy that asks for one. */
  styleNonce?: string
}

/**
 * A button in a corner of the page that shows the session's state at a glance and opens a panel about it, as long as it is
 * mounted. Both live in a shadow root at the end of the body. Nothing is rendered on a server.
 *
 * Throws `CONFIG` without `client` where no `<CiamProvider>` is above.
 *
 * @example
 * <CiamProvider client={client}>
 *   <App />
 *   <CiamDevtools position="bottom-left" />
 * </CiamProvider>
 */
export function CiamDevtools({ client, ...look }: CiamDevtoolsProps): ReactElement | null {
  return client ? <Docked client={client} {...look} /> : <DockedOfProvider {...look} />
}

type Look = Omit<CiamDevtoolsProps, 'client'>

function DockedOfProvider(look: Look): ReactElement | null {
  return <Docked client={useCiamClient()} {...look} />
}

interface DockedProps extends Look {
  client: CiamClient<unknown>
}

function Docked({
  client,
  position = 'bottom-right',
  initialIsOpen = false,
  theme = 'system',
  styleNonce,
}: DockedProps): ReactElement | null {
  const inspector = useInspector(client)
  const [isOpen, setOpen] = useState(initialIsOpen)
  // What is open at first takes no focus away from the page.
  const [wasToggled, setToggled] = useState(false)
  const [height, setHeight] = useState(DEFAULT_HEIGHT)
  if (inspector === undefined) return null
  const toggle = (next: boolean): void => {
    setOpen(next)
    setToggled(true)
  }
  return createPortal(
    <ShadowHost theme={theme} styleNonce={styleNonce} fills={false}>
      {isOpen ? (
        <Dock height={height} onClose={() => toggle(false)} takesFocus={wasToggled}>
          <Panel
            client={client}
            inspector={inspector}
            theme={theme}
            onClose={() => toggle(false)}
            edge={<Separator height={height} onResize={setHeight} />}
          />
        </Dock>
      ) : (
        <CornerButton
          client={client}
          inspector={inspector}
          position={position}
          takesFocus={wasToggled}
          onOpen={() => toggle(true)}
        />
      )}
    </ShadowHost>,
    document.body,
  )
}

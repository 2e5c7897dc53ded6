// The panel of the devtools alone, for another place than the bottom of the page.
import type { ReactElement } from 'react'
import { type CiamClient, useCiamClient } from '../index'
import { Panel } from './panel/Panel'
import { ShadowHost } from './panel/ShadowHost'
import type { DevtoolsTheme } from './theme'
import { useInspector } from './useInspector'

/** The props of `<CiamDevtoolsPanel>`. */
export interface CiamDevtoolsPanelProps {
  /** What to watch. Default: the client of the nearest `<CiamProvider>`. */
  client?: CiamClient<unknown>
  /** Default `'system'`. */
  theme?: DevtoolsTheme
  /** The nonce of the `<style>` element, for a Content-Security-Policy that asks for one. */
  styleNonce?: string
}

/**
 * What `<CiamDevtools>` opens, without button and dock. It is as wide and as high as its parent, which should have a height,
 * and lives in a shadow root. Nothing is rendered on a server.
 *
 * Throws `CONFIG` without `client` where no `<CiamProvider>` is above.
 *
 * @example
 * <aside style={{ height: 400 }}>
 *   <CiamDevtoolsPanel theme="dark" />
 * </aside>
 */
export function CiamDevtoolsPanel({ client, ...look }: CiamDevtoolsPanelProps): ReactElement | null {
  return client ? <Filling client={client} {...look} /> : <FillingOfProvider {...look} />
}

type Look = Omit<CiamDevtoolsPanelProps, 'client'>

function FillingOfProvider(look: Look): ReactElement | null {
  return <Filling client={useCiamClient()} {...look} />
}

interface FillingProps extends Look {
  client: CiamClient<unknown>
}

function Filling({ client, theme = 'system', styleNonce }: FillingProps): ReactElement | null {
  const inspector = useInspector(client)
  if (inspector === undefined) return null
  return (
    <ShadowHost theme={theme} styleNonce={styleNonce} fills>
      <Panel client={client} inspector={inspector} theme={theme} />
    </ShadowHost>
  )
}

// The entry `react-ciam/devtools`: a panel for development. In a production build it is nothing.
'use client'
import type { ReactElement } from 'react'
import type { CiamDevtoolsProps } from './CiamDevtools'
import type { CiamDevtoolsPanelProps } from './CiamDevtoolsPanel'
import { CiamDevtools as Devtools, CiamDevtoolsPanel as DevtoolsPanel } from './development'
export type { CiamDevtoolsProps } from './CiamDevtools'
export type { CiamDevtoolsPanelProps } from './CiamDevtoolsPanel'

// Bundlers put the value in the place of exactly these words, and then drop what is not chosen.
declare const process: { readonly env: { readonly NODE_ENV?: string } }

const Nothing = (): null => null

/**
 * A button in a corner of the page that opens a panel on the session of the nearest `<CiamProvider>`, or of `client`: its
 * state, the life of the id_token, claims, and what this and the other tabs did as lanes. Its buttons refresh, let the
 * id_token count as ended, drop the stored session, take the client offline and sign out.
 *
 * For development: where the bundler says that `process.env.NODE_ENV` is `'production'` it renders nothing, and none of it
 * is in the bundle. It shows no token before the developer asked for it and read a warning; what it tells other tabs holds
 * none. Personal data of the claims is on show. Nothing is rendered on a server.
 *
 * Throws `CONFIG` without `client` where no `<CiamProvider>` is above.
 *
 * @example
 * <CiamProvider client={client}>
 *   <App />
 *   <CiamDevtools />
 * </CiamProvider>
 */
export const CiamDevtools: (props: CiamDevtoolsProps) => ReactElement | null =
  process.env.NODE_ENV === 'production' ? Nothing : Devtools

/**
 * The panel of `<CiamDevtools>` alone: it fills its parent, such as a tab of another devtools shell. All else is as there.
 *
 * @example
 * <aside style={{ height: 400 }}>
 *   <CiamDevtoolsPanel />
 * </aside>
 */
export const CiamDevtoolsPanel: (props: CiamDevtoolsPanelProps) => ReactElement | null =
  process.env.NODE_ENV === 'production' ? Nothing : DevtoolsPanel

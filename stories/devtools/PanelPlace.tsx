// A place for the panel of the devtools in a story's page, as a shell of an app's own gives it one.
import type { ReactElement } from 'react'
import { CiamDevtoolsPanel } from '../../src/devtools/CiamDevtoolsPanel'
import { themeOfPage } from './theme-of-page'
import './devtools.css'

export function PanelPlace(): ReactElement {
  return (
    <aside className="panel-place" aria-label="Devtools">
      <CiamDevtoolsPanel theme={themeOfPage()} />
    </aside>
  )
}

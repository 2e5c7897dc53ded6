// A tab: a frame of the same origin with its own document and scripts, and above it what a browser's tab strip has.
import { useState, type ReactElement } from 'react'
import type { OpenTab } from './tabs-bench'
import type { TabElement } from './tab-link'
import { tabDocument } from './tab-document'
import type { TabWords } from './tab-words'

interface TabWindowProps {
  tab: OpenTab
  said: TabWords
  onClose: () => void
}

export function TabWindow({ tab: { number, link, connected }, said, onClose }: TabWindowProps): ReactElement {
  // A tab stays as it was opened: another document would be a reload.
  const [page] = useState(() => tabDocument(number))
  const attach = (element: TabElement | null): void => {
    if (element) element.link = link
  }
  return (
    <li className="tab" aria-busy={!connected}>
      <div className="tab-head">
        <h2>{said.tab(number)}</h2>
        <button className="close" aria-label={said.close(number)} onClick={onClose}>
          ✕
        </button>
      </div>
      <iframe title={said.tab(number)} ref={attach} srcDoc={page} />
    </li>
  )
}

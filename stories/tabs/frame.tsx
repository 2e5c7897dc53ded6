// What runs in every tab of the story, as an app in a tab of its own: it has the package, React and the browser's objects for
// itself, and shares with the others what tabs share: localStorage, IndexedDB, Web Locks and channels.
import { CiamProvider, createCiamClient } from 'react-ciam'
import { createRoot } from 'react-dom/client'
import { inspect } from '../../src/devtools/inspector'
import { TabApp } from './TabApp'
import type { TabElement } from './tab-link'

const { link } = frameElement as TabElement
if (!link) throw new Error('A tab of this story is opened by its page.')

if (!link.hasLocks) Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })

const client = createCiamClient({ baseUrl: link.baseUrl, clientId: link.clientId, fetch: link.fetch })
const inspected = inspect(client)
if (!inspected) throw new Error('The tab has a client of another version.')
const { inspector } = inspected

// It looks as the page around it does, also when that changes.
const around = parent.document.documentElement
const dress = (): void => {
  document.documentElement.lang = around.lang
  document.documentElement.dataset['theme'] = around.dataset['theme'] ?? 'system'
}
dress()
new MutationObserver(dress).observe(around, { attributeFilter: ['lang', 'data-theme'] })

link.connect({
  client,
  inspector,
  begin() {
    const main = document.querySelector('main')
    if (!main) return
    createRoot(main).render(
      <CiamProvider client={client}>
        <TabApp link={link} inspector={inspector} />
      </CiamProvider>,
    )
  },
})

// Lets the accessibility check of a story look into its tabs: it goes into a frame only where it runs in there too.
import axeUrl from 'axe-core/axe.min.js?url'

/** Adds the check's own script to a tab's document. */
export async function openToAxe(page: Document): Promise<void> {
  const script = page.createElement('script')
  script.src = new URL(axeUrl, document.baseURI).href
  await new Promise((resolve, reject) => {
    script.onload = resolve
    script.onerror = () => reject(new Error('The accessibility check did not load.'))
    page.head.append(script)
  })
  // A document that came with `srcdoc` calls its origin `null`, and would take the page's messages for a stranger's.
  const setUp = page.createElement('script')
  setUp.textContent = `axe.configure({ allowedOrigins: ['<unsafe_all_origins>'] })`
  page.head.append(setUp)
}

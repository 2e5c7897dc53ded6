// The document of a tab: a page of the story's own origin that runs frame.tsx.
//
// Why this way: `?worker&url` is Vite's own means to have a script for another global scope. The dev server and the test
// run give the address of the source, a build gives one of a bundle of its own, relative to the story's, so that the
// static site works below any path. An entry of the main build would share chunks with Storybook's preview, which must
// not run a second time in the frame. `srcdoc` needs no page to be served, and has the origin of the page: localStorage,
// IndexedDB, Web Locks and channels are shared as between tabs, while every frame is a client of its own.
import look from '../scene/look.css?inline'
import theme from '../scene/theme.css?inline'
import styles from './frame.css?inline'
import frameUrl from './frame.tsx?worker&url'

/** Where the dev server adds React's fast refresh, the modules look for what Storybook's page has and a frame has not. */
const WITHOUT_REFRESH = import.meta.env.DEV ? '<script>$RefreshReg$ = $RefreshSig$ = () => (type) => type</script>' : ''

export function tabDocument(number: number): string {
  const script = new URL(frameUrl, document.baseURI).href
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Tab ${number}</title>
    <style>${theme}${look}${styles}</style>
    ${WITHOUT_REFRESH}
    <script type="module" src="${script}"></script>
  </head>
  <body><main class="look" aria-label="Tab ${number}"></main></body>
</html>`
}

// Renders the app for one request, as a stream: what suspends or throws below a boundary leaves its fallback.
import { PassThrough } from 'node:stream'
import { renderToPipeableStream } from 'react-dom/server'
import { App } from './app'

export function render(visitor: string, page: string): PassThrough {
  const html = new PassThrough()
  const { pipe } = renderToPipeableStream(<App visitor={visitor} page={page} />, {
    onAllReady: () => pipe(html),
    onError: () => {}, // The fallback was sent in place of it; the browser renders that part.
  })
  return html
}

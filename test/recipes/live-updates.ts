// Recipe: a WebSocket that is open while somebody is signed in, and that comes back with the token of that moment.
// #region live-updates
import { client } from './ciam'

const REFUSED = 4401 // the close code by which this server says that a token is bad

/** Gives each message to `onMessage`, for as long as anybody is signed in, until the returned function is called. */
export function openLiveUpdates(url: string, onMessage: (data: string) => void): () => void {
  let sessionKey: string | null = null
  let connection = new AbortController()
  const look = () => {
    const session = client.getSnapshot()
    const present = session.status === 'signed-in' ? session.sessionKey : null
    if (session.status === 'restoring' || present === sessionKey) return
    sessionKey = present
    connection.abort() // no socket of one person stays open for the next
    connection = new AbortController()
    if (present) void stayConnected(url, onMessage, connection.signal)
  }
  const unsubscribe = client.subscribe(look)
  look()
  return () => {
    unsubscribe()
    connection.abort()
  }
}

async function stayConnected(url: string, onMessage: (data: string) => void, signal: AbortSignal): Promise<void> {
  let failures = 0
  let isRefused = false
  while (!signal.aborted) {
    try {
      // A token that was refused is replaced once; a server that refuses the next one, too, is only tried again later.
      const token = await client.getIdToken({ force: isRefused && failures === 1, signal })
      const take = (data: string) => {
        failures = 0
        onMessage(data)
      }
      isRefused = (await untilClosed(url, token, signal, take)) === REFUSED
    } catch {
      // No token now: offline, say. Where the session has ended, the signal ends this loop.
    }
    failures += 1
    if (failures > 1) await new Promise((resolve) => setTimeout(resolve, Math.min(60_000, 500 * 2 ** failures)))
  }
}

/** Opens a socket; resolves with its close code. */
function untilClosed(
  url: string,
  token: string,
  signal: AbortSignal,
  onMessage: (data: string) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url)
    const close = () => socket.close()
    signal.addEventListener('abort', close)
    socket.onopen = () => socket.send(JSON.stringify({ token })) // not in the URL, which ends up in logs
    socket.onmessage = ({ data }) => !signal.aborted && onMessage(String(data))
    socket.onclose = ({ code }) => {
      signal.removeEventListener('abort', close)
      resolve(code)
    }
  })
}
// #endregion

// Notes what a client does, by standing before its ports: lock, fetch and store do what they did, and leave a mark.
import type { Engine } from '../client/engine'
import { refreshUrl } from '../protocol/endpoint'
import type { CiamClient } from '../index'
import type { Happening } from './marks'

/** What the watch lets the devtools do besides looking. */
export interface ClientWatch {
  /** While true, requests of this client fail before they are sent, and it takes the page for offline. */
  setOffline(isOffline: boolean): void
  /** Puts the ports back as they were. What is under way goes on. */
  stop(): void
}

/** Told of what happened; `sessionToken` where it is not yet the one that the client holds, `at` where it was earlier. */
export type Note = (happening: Happening, sessionToken?: string, at?: number) => void

/** `note` may be called while a lock is held: it must not call the client. */
export function watchClient(client: CiamClient<unknown>, engine: Engine<unknown>, note: Note): ClientWatch {
  const { environment, options, store, lock, state } = engine
  let isOffline = false
  let flights = 0

  const isRefresh = (input: RequestInfo | URL): boolean => {
    const own = new URL(refreshUrl(options.baseUrl), environment.pageUrl()).href
    return (input instanceof Request ? input.url : String(input)) === own
  }

  const restore = [
    replace(lock, 'run', (run) => (name, waitLimit, work) => {
      // The lock around compare-and-write alone is had for a moment only, within this one.
      if (name !== engine.lockName) return run(name, waitLimit, work)
      const flight = (flights += 1)
      note({ kind: 'lock-wanted', flight })
      let isHeld = false
      const turn = run(name, waitLimit, () => {
        isHeld = true
        note({ kind: 'lock-held', flight })
        return work()
      })
      const free = (): void => note({ kind: isHeld ? 'lock-freed' : 'lock-missed', flight })
      void turn.then(free, free)
      return turn
    }),
    replace(options as { fetch: typeof globalThis.fetch }, 'fetch', (send) => async (input, init) => {
      if (isOffline) throw new TypeError('The devtools hold this client offline.')
      if (!isRefresh(input)) return send(input, init)
      note({ kind: 'request-sent' })
      try {
        const response = await send(input, init)
        note({ kind: 'answered', status: response.status })
        return response
      } catch (error) {
        note({ kind: 'answered', status: null })
        throw error
      }
    }),
    replace(store, 'saveRecord', (save) => async (record) => {
      const held = state.session()?.record
      const at = environment.wallClock() // Other tabs may have it before this one knows that it is saved.
      const error = await save(record)
      const rotated = held?.sessionKey === record.sessionKey && held.sessionToken !== record.sessionToken
      if (!error) note({ kind: 'written', rotated }, record.sessionToken, at)
      return error
    }),
    replace(environment, 'isOnline', (isOnline) => () => !isOffline && isOnline()),

    client.on('signed-in', () => note({ kind: 'signed-in' })),
    client.on('signed-out', ({ reason }) => note({ kind: 'signed-out', reason })),
    client.on('refreshed', ({ rotated, adopted, durationMs }) =>
      note(adopted ? { kind: 'adopted', rotated } : { kind: 'refreshed', rotated, durationMs }),
    ),
    client.on('refresh-failed', ({ error, willRetryInMs }) =>
      note({ kind: 'refresh-failed', code: error.code, willRetryInMs }),
    ),
    client.on('storage-failed', ({ error, operation }) =>
      note({ kind: 'storage-failed', code: error.code, operation }),
    ),
    watchRestoring(client, note),
  ]

  return {
    setOffline(value) {
      isOffline = value
    },
    stop: () => restore.forEach((undo) => undo()),
  }
}

/** Restoring is no event of the client: it is seen in the first snapshot that is settled. */
function watchRestoring(client: CiamClient<unknown>, note: Note): () => void {
  let isSettled = client.getSnapshot().status !== 'restoring'
  note({ kind: 'opened' })
  return client.subscribe(() => {
    const { status } = client.getSnapshot()
    if (isSettled || status === 'restoring') return
    isSettled = true
    if (status === 'signed-in') note({ kind: 'restored' })
  })
}

/** Puts a method in another's place; returns what puts that back. */
function replace<Port extends object, Name extends keyof Port>(
  port: Port,
  name: Name,
  wrap: (original: Port[Name]) => Port[Name],
): () => void {
  const original = port[name]
  port[name] = wrap(original)
  return () => void (port[name] = original)
}

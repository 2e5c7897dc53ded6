// A network that a story can take away: requests fail as they do offline, and the browser says what it says then.
import type { Emulator } from 'react-ciam/testing'
import { createStore, type ReadableStore } from '../scene/value-store'

type Fetch = typeof globalThis.fetch

export interface Network {
  readonly isOnline: ReadableStore<boolean>
  goOffline(): void
  goOnline(): void
}

const networks = new WeakMap<Fetch, Network>()

/** For a scene's `fetch`: with a network of its own. */
export function throughNetwork(fetch: Fetch): Fetch {
  const isOnline = createStore(true)
  networks.set(fetch, {
    isOnline,
    goOffline() {
      isOnline.set(false)
      Object.defineProperty(navigator, 'onLine', { configurable: true, get: isOnline.get })
      window.dispatchEvent(new Event('offline'))
    },
    goOnline() {
      isOnline.set(true)
      restoreOnLine()
      window.dispatchEvent(new Event('online'))
    },
  })
  return async (input, init) => {
    if (!isOnline.get()) throw new TypeError('Failed to fetch')
    return fetch(input, init)
  }
}

/** The network of a scene whose `fetch` is `throughNetwork`. */
export function networkOf({ fetch }: Emulator): Network {
  const network = networks.get(fetch)
  if (!network) throw new Error('This scene has no network of its own: give it fetch: throughNetwork.')
  return network
}

/** The browser tells again what it knows itself. */
export function restoreOnLine(): void {
  Reflect.deleteProperty(navigator, 'onLine')
}

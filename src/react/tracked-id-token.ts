// The object that useIdToken gives: it remembers which of its fields were read, and is replaced when one of them changes.
import { type ClientInternals, type IdTokenView, internalsOf } from '../client/internals'
import { PENDING } from '../client/session-state'
import type { CiamClient, RegisteredClaims } from '../client/types'

type View = IdTokenView<RegisteredClaims>

/** A view with `refresh`. Observably immutable: a field that was read once keeps its value for ever. */
export interface TrackedIdToken extends View {
  readonly refresh: () => Promise<string>
}

interface Cell {
  view: View
  result: TrackedIdToken
}

/**
 * What every result looks like: frozen, its fields its own. One for all, for an object with getters costs twenty times a
 * proxy, and a thousand components make one each. What a field gives is the proxy's matter.
 */
const SHAPE = /* @__PURE__ */ Object.freeze({
  get status() {
    return null
  },
  get idToken() {
    return null
  },
  get claims() {
    return null
  },
  get expiresAt() {
    return null
  },
  get isRefreshing() {
    return null
  },
  get error() {
    return null
  },
  get refresh() {
    return null
  },
})

/**
 * The external store of one mounted hook, which holds `keepFresh` while somebody listens. The other two functions start
 * nothing and may be called during any render.
 */
export function trackIdToken(client: CiamClient<RegisteredClaims>) {
  // The provider lets only clients with internals in.
  const { getIdTokenView, refresh } = internalsOf(client) as ClientInternals<RegisteredClaims>
  const fieldsRead = new Set<keyof View>()
  let current: Cell | undefined
  let server: Cell | undefined

  const createCell = (view: View): Cell => {
    const read = (field: keyof View): unknown => {
      // A first read may come long after the cell was made: it gives what is true now.
      if (cell === current && !fieldsRead.has(field)) getResult()
      fieldsRead.add(field)
      return cell.view[field]
    }
    const result = new Proxy(SHAPE, {
      get: (_shape, name) => (name === 'refresh' ? refresh : read(name as keyof View)),
    }) as unknown as TrackedIdToken
    const cell: Cell = { view, result }
    return cell
  }

  const getResult = (): TrackedIdToken => {
    const view = getIdTokenView()
    const shown = (current ??= createCell(view))
    for (const field of fieldsRead) {
      if (!Object.is(view[field], shown.view[field])) return (current = createCell(view)).result
    }
    // What differs was never read, so that nobody can tell.
    shown.view = view
    return shown.result
  }

  // One effect for both: mounting is what a thousand components pay for.
  const subscribe = (listener: () => void) => {
    const release = client.keepFresh()
    const unsubscribe = client.subscribe(listener)
    return () => {
      release()
      unsubscribe()
    }
  }

  return { subscribe, getResult, getServerResult: (): TrackedIdToken => (server ??= createCell(PENDING)).result }
}

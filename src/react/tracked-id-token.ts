// The object that useIdToken gives: it remembers which of its fields were read, and is replaced when one of them changes.
import type { ClientInternals, IdTokenView } from '../client/internals'
import { PENDING } from '../client/session-state'
import type { RegisteredClaims } from '../client/types'

type View = IdTokenView<RegisteredClaims>

/** A view with `refresh`. Observably immutable: a field that was read once keeps its value for ever. */
export interface TrackedIdToken extends View {
  readonly refresh: () => Promise<string>
}

interface Cell {
  view: View
  result: TrackedIdToken
}

/** The external store of one mounted hook: both functions start nothing and may be called during any render. */
export function trackIdToken({ getIdTokenView, refresh }: ClientInternals<RegisteredClaims>) {
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
    const cell: Cell = { view, result: createResult(read, refresh) }
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

  return { getResult, getServerResult: (): TrackedIdToken => (server ??= createCell(PENDING)).result }
}

function createResult(read: (field: keyof View) => unknown, refresh: () => Promise<string>): TrackedIdToken {
  const result = {}
  for (const field of Object.keys(PENDING) as (keyof View)[]) {
    Object.defineProperty(result, field, { enumerable: true, get: () => read(field) })
  }
  return Object.freeze(Object.assign(result, { refresh }) as TrackedIdToken)
}

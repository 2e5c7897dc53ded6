// How the devtools of several tabs tell each other their marks. No token crosses it.
import { isMark, type Mark } from './marks'

export interface TabChannel {
  /** Says to the others what happened here. */
  post(mark: Mark): void
  /** The ids of the others that are open, by the locks that they hold; null where the browser has no Web Locks. */
  openTabs(): Promise<ReadonlySet<string> | null>
  close(): void
}

export interface TabChannelListener {
  /** What this tab has, for one that comes later. */
  ownMarks(): readonly Mark[]
  /** Marks of one other tab, in order; some may be known already. */
  heard(tab: string, marks: readonly Mark[]): void
  /** A tab said that it closes. */
  closed(tab: string): void
}

type Message =
  | { readonly kind: 'hello' | 'bye'; readonly tab: string }
  | { readonly kind: 'marks'; readonly tab: string; readonly marks: readonly Mark[] }

/** `name` is of the session, `tab` of this page. Without BroadcastChannel the others are not heard. */
export function openTabChannel(name: string, tab: string, listener: TabChannelListener): TabChannel {
  const channel = openChannel(name)
  const presence = new AbortController()
  const lockOf = (id: string): string => `${name}:${id}`
  let isClosed = false
  const send = (message: Message): void => {
    // What was under way when the devtools went ends later; to post on a closed channel would throw into it.
    if (!isClosed) channel?.postMessage(message)
  }
  const sendOwn = (): void => send({ kind: 'marks', tab, marks: listener.ownMarks() })
  const sayBye = (): void => send({ kind: 'bye', tab })
  // A page that is shown again from the back-forward cache is there again.
  const sayHello = (): void => {
    send({ kind: 'hello', tab })
    sendOwn()
  }

  // Held for as long as the page lives: it ends with the tab, however that ends.
  const locks = globalThis.navigator?.locks
  void locks
    ?.request(lockOf(tab), { signal: presence.signal }, () => {
      return new Promise<void>((resolve) => presence.signal.addEventListener('abort', () => resolve()))
    })
    .catch(() => {}) // Refused, such as to a page without an origin: the others then go by "bye".

  channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isMessage(data) || data.tab === tab) return
    if (data.kind === 'bye') listener.closed(data.tab)
    else if (data.kind === 'marks') listener.heard(data.tab, data.marks)
    else sendOwn()
  })
  globalThis.addEventListener('pagehide', sayBye)
  globalThis.addEventListener('pageshow', sayHello)
  sayHello()

  return {
    post: (mark) => send({ kind: 'marks', tab, marks: [mark] }),
    async openTabs() {
      const held = await locks?.query().catch(() => null)
      if (!held?.held) return null
      const prefix = lockOf('')
      const names = held.held.flatMap(({ name: held }) => (held?.startsWith(prefix) ? [held.slice(prefix.length)] : []))
      return new Set(names)
    },
    close() {
      globalThis.removeEventListener('pagehide', sayBye)
      globalThis.removeEventListener('pageshow', sayHello)
      sayBye()
      isClosed = true
      channel?.close()
      presence.abort()
    },
  }
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false
  const { kind, tab, marks } = value as Partial<Record<string, unknown>>
  if (typeof tab !== 'string' || !/^\w{1,40}$/.test(tab)) return false
  if (kind === 'hello' || kind === 'bye') return true
  return kind === 'marks' && Array.isArray(marks) && marks.every((mark) => isMark(mark) && mark.tab === tab)
}

/** Undefined where the browser has no channels, or refuses them to an opaque origin. */
function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}

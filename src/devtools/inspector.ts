// What the panel reads of a client, and what its buttons do to it.
import type { Engine } from '../client/engine'
import { internalsOf } from '../client/internals'
import type { CiamClient } from '../index'
import { shortHash } from '../protocol/short-hash'
import { factsOf, type ClientFacts } from './client-facts'
import type { Mark } from './marks'
import { openTabChannel } from './tab-channel'
import { createValue, type Readable } from './value'
import { type Note, watchClient } from './watch-client'

export type { ClientFacts } from './client-facts'
export type { Readable } from './value'

/** A tab with open devtools, this one included. */
export interface TabSeen {
  readonly id: string
  /** Counts from 1 in the order in which this tab learned of them; this tab is 1. */
  readonly number: number
  readonly isThis: boolean
  /** False once it was closed; its marks stay. */
  readonly isOpen: boolean
}

/** The state of the refresh lock at a moment. */
export interface LockState {
  /** False where the browser has no Web Locks: the lock then holds within the page only. */
  readonly spansTabs: boolean
  /** Whether some tab holds it. */
  readonly isHeld: boolean
  /** How many wait for it. */
  readonly waiting: number
}

/** A token without its text. */
export interface RedactedToken {
  readonly length: number
  /** 12 hexadecimal digits that tell tokens apart and lead back to none. */
  readonly hash: string
}

export interface Inspector {
  readonly facts: ClientFacts
  /** The marks of all tabs, oldest first, the last 1,000. */
  readonly marks: Readable<readonly Mark[]>
  readonly tabs: Readable<readonly TabSeen[]>
  /** True while `setOffline(true)` holds. */
  readonly isOffline: Readable<boolean>
  readLock(): Promise<LockState>
  /** What the tokens look like; null where there is none. */
  tokens(): { readonly sessionToken: RedactedToken | null; readonly idToken: RedactedToken | null }
  /** The text of a token, for a developer who asked for it; null where there is none. */
  reveal(token: 'sessionToken' | 'idToken'): string | null
  /** The life of the id_token, null without one: both ends in epoch ms, and when the scheduled refresh is due. */
  tokenLife(): { readonly sentAt: number; readonly endsAt: number; readonly refreshAt: number } | null
  /** `getIdToken({ force: true })`. */
  refresh(): Promise<void>
  /** The id_token counts as ended from now on: the next use refreshes, at once where somebody keeps it fresh. */
  expireIdToken(): void
  /** Removes the session's record from storage, as a person who clears it; other tabs and this one find it gone. */
  dropRecord(): Promise<void>
  /** While true, requests of this client fail as if the network were gone. Other requests of the page do not. */
  setOffline(isOffline: boolean): void
  signOut(): Promise<void>
  /** Forgets the marks of all tabs, in this tab. */
  clearMarks(): void
}

const KEPT = 1_000

interface Watched {
  readonly inspector: Inspector
  readonly end: () => void
  holders: number
}

const watched = new WeakMap<object, Watched>()

/**
 * Begins to watch a client; counted: the same inspector for the same client until the last `stop`, which may be called
 * more than once. Null for a client that another version of the package made.
 */
export function inspect(client: CiamClient<unknown>): { inspector: Inspector; stop: () => void } | null {
  const engine = internalsOf(client)?.engine
  if (!engine) return null
  const entry = watched.get(client) ?? { ...createInspector(client, engine), holders: 0 }
  watched.set(client, entry)
  entry.holders += 1
  let isHeld = true
  return {
    inspector: entry.inspector,
    stop() {
      if (!isHeld) return
      isHeld = false
      entry.holders -= 1
      if (entry.holders > 0) return
      watched.delete(client)
      entry.end()
    },
  }
}

function createInspector(
  client: CiamClient<unknown>,
  engine: Engine<unknown>,
): { inspector: Inspector; end: () => void } {
  const { environment, state, store, options } = engine
  const tab = environment.randomId()
  const marks = createValue<readonly Mark[]>([])
  const tabs = createValue<readonly TabSeen[]>([{ id: tab, number: 1, isThis: true, isOpen: true }])
  const isOffline = createValue(false)
  let count = 0
  let clearedAt = -Infinity

  const record = () => state.session()?.record
  const keep = (added: readonly Mark[]): void => {
    const nameOf = (mark: Mark): string => `${mark.tab}:${mark.number}`
    const known = new Set(marks.get().map(nameOf))
    const fresh = added.filter((mark) => {
      const isNew = mark.at > clearedAt && !known.has(nameOf(mark))
      known.add(nameOf(mark))
      return isNew
    })
    if (fresh.length === 0) return
    // By time, and where that is equal in the order in which they were learnt.
    marks.set([...marks.get(), ...fresh].sort((one, other) => one.at - other.at).slice(-KEPT))
  }
  const note: Note = (happening, sessionToken = record()?.sessionToken, at = environment.wallClock()) => {
    const token = sessionToken === undefined ? null : shortHash(sessionToken)
    const mark: Mark = { ...happening, tab, number: (count += 1), at, token }
    keep([mark])
    channel.post(mark)
  }
  const see = (id: string, isOpen: boolean): void => {
    const known = tabs.get().find((seen) => seen.id === id)
    if (known?.isOpen === isOpen || (!known && !isOpen)) return
    const seen: TabSeen = { id, number: known?.number ?? tabs.get().length + 1, isThis: false, isOpen }
    tabs.set([...tabs.get().filter((other) => other.id !== id), seen].sort((one, other) => one.number - other.number))
  }

  const channel = openTabChannel(`react-ciam:devtools:${engine.lockName}`, tab, {
    ownMarks: () => marks.get().filter((mark) => mark.tab === tab),
    heard(id, heardMarks) {
      see(id, true)
      keep(heardMarks)
    },
    closed: (id) => see(id, false),
  })
  const watch = watchClient(client, engine, note)

  const textOf = (token: 'sessionToken' | 'idToken'): string | null => record()?.[token] ?? null
  const redact = (token: 'sessionToken' | 'idToken'): RedactedToken | null => {
    const text = textOf(token)
    return text === null ? null : { length: text.length, hash: shortHash(text) }
  }

  const inspector: Inspector = {
    facts: factsOf(engine),
    marks,
    tabs,
    isOffline,
    async readLock() {
      const open = await channel.openTabs()
      if (open) for (const { id, isThis } of tabs.get()) if (!isThis) see(id, open.has(id))
      const { held = [], pending = [] } = (await globalThis.navigator?.locks?.query().catch(() => null)) ?? {}
      const isRefreshLock = ({ name }: LockInfo): boolean => name === engine.lockName
      return {
        spansTabs: engine.lock.spansTabs(),
        isHeld: held.some(isRefreshLock),
        waiting: pending.filter(isRefreshLock).length,
      }
    },
    tokens: () => ({ sessionToken: redact('sessionToken'), idToken: redact('idToken') }),
    reveal: textOf,
    tokenLife() {
      const token = state.session()?.token
      if (!token) return null
      const sentAt = token.sentAt.wall
      const endsAt = sentAt + token.lifetime
      return { sentAt, endsAt, refreshAt: endsAt - Math.min(options.refreshBefore, token.lifetime / 4) }
    },
    async refresh() {
      await client.getIdToken({ force: true })
    },
    expireIdToken() {
      const session = state.session()
      if (!session?.token) return
      const { lifetime } = session.token
      const sentAt = { wall: environment.wallClock() - lifetime, monotonic: environment.monotonicClock() - lifetime }
      state.setPhase({ status: 'signed-in', session: { ...session, token: { ...session.token, sentAt } } })
      state.publish()
    },
    async dropRecord() {
      const error = await store.remove()
      if (error) throw error
      // A page is not told of what it removed itself: to be focused makes it look.
      globalThis.dispatchEvent(new Event('focus'))
    },
    setOffline(value) {
      watch.setOffline(value)
      isOffline.set(value)
      // As the browser says it: what failed for want of a network may be tried at once.
      if (!value) globalThis.dispatchEvent(new Event('online'))
    },
    signOut: () => client.signOut(),
    clearMarks() {
      clearedAt = environment.wallClock()
      marks.set([])
    },
  }
  return {
    inspector,
    end() {
      watch.stop()
      channel.close()
    },
  }
}

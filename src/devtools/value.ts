// A value that changes and tells so, a moment later: never from within what changed it, which may hold a lock.

/** A value that changes, in the form of useSyncExternalStore: `get` gives the same object until it changes. */
export interface Readable<Value> {
  get(): Value
  subscribe(listener: () => void): () => void
}

export interface Value<Content> extends Readable<Content> {
  set(content: Content): void
}

export function createValue<Content>(initial: Content): Value<Content> {
  const listeners = new Set<() => void>()
  let content = initial
  let isTelling = false

  const tell = (): void => {
    isTelling = false
    for (const listener of [...listeners]) {
      // Each in a task of its own: one that throws is reported by the browser and stops no other.
      queueMicrotask(listener)
    }
  }

  return {
    get: () => content,
    set(next) {
      if (Object.is(content, next)) return
      content = next
      if (!isTelling) queueMicrotask(tell)
      isTelling = true
    },
    subscribe(listener) {
      const entry = (): void => {
        if (listeners.has(entry)) listener()
      }
      listeners.add(entry)
      return () => void listeners.delete(entry)
    },
  }
}

// A value that changes and tells so: what a page's parts share outside of React.

export interface ReadableStore<Value> {
  get(): Value
  /** Calls the listener after each change; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void
}

export interface ValueStore<Value> extends ReadableStore<Value> {
  set(value: Value): void
}

/** `observe` begins when the first listener comes; what it returns is called when the last one has gone. */
export function createStore<Value>(initial: Value, observe?: () => () => void): ValueStore<Value> {
  const listeners = new Set<() => void>()
  let value = initial
  let stopObserving: (() => void) | undefined
  return {
    get: () => value,
    set(next) {
      if (Object.is(value, next)) return
      value = next
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      if (listeners.size === 1) stopObserving = observe?.()
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) stopObserving?.()
      }
    },
  }
}

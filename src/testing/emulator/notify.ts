// Tells listeners of something, one apart from the other.

/** A listener that throws must not turn into a failed request: its error goes to the global handler. */
export function notifyAll<Entry>(listeners: ReadonlySet<(entry: Entry) => void>, entry: Entry): void {
  for (const listener of [...listeners]) {
    try {
      listener(entry)
    } catch (error) {
      queueMicrotask(() => {
        throw error
      })
    }
  }
}

// BroadcastChannel for one try: what is posted is copied as a browser does it, and the test speaks as the other tabs.

export interface Channels {
  /** To stand for the global. */
  readonly Channel: new (name: string) => EventTarget
  /** Copies of everything that was posted. */
  readonly posted: unknown[]
  /** Delivers data to all channels of the name, as it is: `{ sender, message }` is what the package sends. */
  deliver(name: string, data: unknown): void
}

export function createChannels(): Channels {
  const open = new Set<EventTarget & { readonly name: string }>()
  const posted: unknown[] = []
  const deliver = (name: string, data: unknown, sender?: EventTarget): void => {
    for (const channel of [...open]) {
      if (channel === sender || channel.name !== name) continue
      channel.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }))
    }
  }
  class Channel extends EventTarget {
    constructor(readonly name: string) {
      super()
      open.add(this)
    }
    postMessage(message: unknown): void {
      posted.push(structuredClone(message))
      deliver(this.name, message, this)
    }
    close(): void {
      open.delete(this)
    }
  }
  return { Channel, posted, deliver }
}

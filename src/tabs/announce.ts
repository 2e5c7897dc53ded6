// Announcements to the other tabs by BroadcastChannel, and to the other clients of this page by an event target they share.
import type { Announcer } from '../client/ports'

const PAGE = Symbol.for('react-ciam.announcements')

/** What the copies of the package in a page share, of other versions too: key, shape and messages stay as they are. */
interface Page {
  /** Tells a page's own messages on the channel, which it has heard already, from those of other tabs. */
  readonly id: string
  readonly bus: EventTarget
}

interface Announcement {
  /** The announcer on the page's bus, the page's id on the channel. */
  sender: unknown
  message: unknown
}

/**
 * Within a page messages arrive during `post`, those of other tabs later. A listener that throws stops nothing: both
 * arrive as events, and the browser reports the error. Without BroadcastChannel other tabs hear nothing.
 */
export function createAnnouncer(channelName: string): Announcer {
  const subscriptions = new Set<EventListener>()
  let channel: BroadcastChannel | undefined

  const announcer: Announcer = {
    post(message, toTabsOnly = false) {
      const { id, bus } = getPage()
      if (!toTabsOnly) {
        bus.dispatchEvent(
          new CustomEvent(channelName, { detail: { sender: announcer, message } satisfies Announcement }),
        )
      }
      const outlet = channel ?? openChannel(channelName)
      try {
        outlet?.postMessage({ sender: id, message } satisfies Announcement)
      } catch {
        // Announcements are hints: whoever misses one finds the change in storage.
      }
      if (outlet !== channel) outlet?.close()
    },
    subscribe(listener) {
      const { id, bus } = getPage()
      const hear: EventListener = (event) => {
        const { detail, data } = event as Partial<CustomEvent<Announcement> & MessageEvent<Announcement>>
        const { sender, message } = detail ?? data ?? {}
        if (sender && sender !== announcer && sender !== id) listener(message)
      }
      subscriptions.add(hear)
      bus.addEventListener(channelName, hear)
      channel ??= openChannel(channelName)
      channel?.addEventListener('message', hear)
      return () => {
        subscriptions.delete(hear)
        bus.removeEventListener(channelName, hear)
        channel?.removeEventListener('message', hear)
        if (subscriptions.size) return
        channel?.close()
        channel = undefined
      }
    },
  }
  return announcer
}

function getPage(): Page {
  return ((globalThis as { [PAGE]?: Page })[PAGE] ??= { id: `${Math.random()}`, bus: new EventTarget() })
}

/** Undefined where the browser has no channels, or refuses them to an opaque origin. */
function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    return undefined
  }
}

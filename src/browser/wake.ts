// Tells when the page comes back or goes away: visibility, focus, network and page lifecycle. There is no `unload`
// listener: it would cost the app its back-forward cache.
import type { Environment, WakeSource } from '../client/ports'

const EVENTS = ['visibilitychange', 'focus', 'online', 'pageshow', 'pagehide', 'resume', 'freeze']

/** The wake source also knows whether the page is leaving; `createEnvironment` takes that from it. */
export function createWakeSource(): WakeSource & Pick<Environment, 'isLeaving'> {
  const subscriptions = new Set<EventListener>()
  let leaving = false
  return {
    isLeaving: () => leaving,
    subscribe(listener) {
      // One event listener for each subscription: the browser keeps one that throws from stopping the others.
      const hear: EventListener = ({ type, target, currentTarget, persisted }: Event & { persisted?: boolean }) => {
        if (type === 'pagehide' || type === 'freeze') leaving = true
        else if (type === 'online') listener(type)
        else if (type === 'focus') {
          // While capturing, those of the page's elements pass here too.
          if (target === currentTarget) listener(type)
        } else if (type === 'visibilitychange' && document.visibilityState === 'hidden') listener('hidden')
        else {
          leaving = false
          if (type === 'visibilitychange') listener('visible')
          else if (type === 'resume' || persisted) listener('restored')
        }
      }
      subscriptions.add(hear)
      // Capturing, because `freeze` and `resume` are the document's and do not bubble.
      for (const type of EVENTS) window.addEventListener(type, hear, true)
      return () => {
        for (const type of EVENTS) window.removeEventListener(type, hear, true)
        subscriptions.delete(hear)
        // From here on nobody would hear that the page is shown again.
        if (!subscriptions.size) leaving = false
      }
    },
  }
}

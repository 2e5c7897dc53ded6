// Time, chance and the page's state, from the browser's globals. Each is looked up at the call.
import type { Environment } from '../client/ports'

const LONGEST_TIMER = 2_147_483_647

/** `isLeaving` is the wake source's, which hears the page's events. */
export function createEnvironment({ isLeaving }: Pick<Environment, 'isLeaving'>): Environment {
  return {
    hasWindow: () => typeof window !== 'undefined',
    wallClock: () => Date.now(),
    monotonicClock: () => performance.now(),
    setTimer(callback, delay) {
      const timer = setTimeout(callback, Math.min(delay, LONGEST_TIMER))
      return () => clearTimeout(timer)
    },
    random: () => Math.random(),
    randomId() {
      const words = new Uint32Array(4)
      try {
        // Not `randomUUID`, which a page on plain http has not.
        crypto.getRandomValues(words)
      } catch {
        words.forEach((_, index) => (words[index] = Math.random() * 2 ** 32))
      }
      return Array.from(words, (word) => word.toString(36)).join('')
    },
    isVisible: () => globalThis.document?.visibilityState !== 'hidden',
    isOnline: () => globalThis.navigator?.onLine !== false,
    isLeaving,
    // Not `document.baseURI`, which a <base> element, also an injected one, points elsewhere.
    pageUrl: () => location.href,
    reportError(error) {
      if (globalThis.reportError) globalThis.reportError(error)
      else
        setTimeout(() => {
          throw error
        })
    },
  }
}

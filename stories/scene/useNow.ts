// The hook that gives the time, five times a second, from one timer for the whole page.
import { useValue } from './useValue'
import { createStore } from './value-store'

const PERIOD = 200

const now = createStore(Date.now(), () => {
  now.set(Date.now())
  const timer = setInterval(() => now.set(Date.now()), PERIOD)
  return () => clearInterval(timer)
})

/** Epoch ms. */
export const useNow = (): number => useValue(now)

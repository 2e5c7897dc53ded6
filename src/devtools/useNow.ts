// The hook that gives the time, again and again while it is asked to.
import { useEffect, useState } from 'react'

/** Epoch ms, anew every `period` ms; with null the time stands. */
export function useNow(period: number | null): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (period === null) return
    const timer = setInterval(() => setNow(Date.now()), period)
    return () => clearInterval(timer)
  }, [period])
  return now
}

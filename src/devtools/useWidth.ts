// The hook that measures how wide an element is, without asking for a layout.
import { useCallback, useState, type RefCallback } from 'react'

/** CSS px, rounded down; `assumed` until it was measured. The ref goes to the element. */
export function useWidth<Measured extends Element>(assumed: number): [width: number, ref: RefCallback<Measured>] {
  const [width, setWidth] = useState(assumed)
  const [{ watch, leave }] = useState(() => createObservation<Measured>(setWidth))
  const ref = useCallback(
    (element: Measured | null) => {
      // React 18 knows no clean-up of a ref: null is its way to say so.
      if (element) watch(element)
      else leave()
    },
    [watch, leave],
  )
  return [width, ref]
}

function createObservation<Measured extends Element>(measured: (width: number) => void) {
  let observer: ResizeObserver | undefined
  return {
    watch(element: Measured) {
      if (typeof ResizeObserver === 'undefined') return
      observer?.disconnect()
      observer = new ResizeObserver((entries) => {
        const width = Math.floor(entries.at(-1)?.contentRect.width ?? 0)
        if (width > 0) measured(width)
      })
      observer.observe(element)
    },
    leave: () => observer?.disconnect(),
  }
}

// How many times a component has rendered since a moment, counted beside it so that showing the count renders it no more.
import { useEffect, useState, type ReactElement } from 'react'
import { createStore, type ReadableStore } from './value-store'
import { useValue } from './useValue'

export interface RenderCounter extends ReadableStore<number> {
  /** To be called in an effect without a dependency list, with an object that the render made. */
  add(render: object): void
}

function createRenderCounter(): RenderCounter {
  const count = createStore(0)
  let last: object | undefined
  return {
    ...count,
    add(render) {
      // StrictMode runs the effect of one render twice.
      if (render !== last) count.set(count.get() + 1)
      last = render
    },
  }
}

/** Counts the renders of the component that calls it. */
export function useRenderCounter(): RenderCounter {
  const [counter] = useState(createRenderCounter)
  const render = {}
  useEffect(() => counter.add(render))
  return counter
}

/** Renders of that counter's component, without its first. */
export function RenderCount({ counter }: { counter: RenderCounter }): ReactElement {
  const again = Math.max(0, useValue(counter) - 1)
  return (
    <output className="renders" data-changed={again > 0}>
      {again}
    </output>
  )
}

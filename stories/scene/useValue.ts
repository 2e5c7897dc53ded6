// The hook that gives what a store holds.
import { useSyncExternalStore } from 'react'
import type { ReadableStore } from './value-store'

export function useValue<Value>(store: ReadableStore<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.get)
}

// The hook that gives what a Readable of the inspector holds.
import { useSyncExternalStore } from 'react'
import type { Readable } from './inspector'

export function useReadable<Value>(readable: Readable<Value>): Value {
  return useSyncExternalStore(readable.subscribe, readable.get, readable.get)
}

// Storages that refuse or fail, as browsers let them: full, not to be read, blocked, damaged.
import type { StorageAdapter } from 'react-ciam'
import { webStorage } from 'react-ciam/storage'
import { createStore, type ValueStore } from '../scene/value-store'

const faults = new WeakMap<StorageAdapter, ValueStore<boolean>>()

/** The one that there is, also after a reload. */
function begin(memory: StorageAdapter): ValueStore<boolean> {
  const fault = faults.get(memory) ?? createStore(true)
  faults.set(memory, fault)
  return fault
}

/** For a scene’s `storage`: throws at each write while it is full, which it is from the start. */
export function full(memory: StorageAdapter): StorageAdapter {
  const isOn = begin(memory)
  return {
    ...memory,
    setItem(key, value) {
      if (isOn.get()) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
      return memory.setItem(key, value)
    },
  }
}

/** For a scene's `storage`: throws at each read while it is refused, which it is from the start. */
export function refusingReads(memory: StorageAdapter): StorageAdapter {
  const isOn = begin(memory)
  return {
    ...memory,
    getItem(key) {
      if (isOn.get()) throw new DOMException('Access is denied for this document.', 'SecurityError')
      return memory.getItem(key)
    },
  }
}

/** What was stored before this page comes back by half; what the page writes comes back whole. */
export function givingHalf(memory: StorageAdapter): StorageAdapter {
  const written = new Set<string>()
  return {
    ...memory,
    getItem(key) {
      const value = memory.getItem(key)
      return typeof value === 'string' && !written.has(key) ? value.slice(0, 60) : value
    },
    setItem(key, value) {
      written.add(key)
      return memory.setItem(key, value)
    },
  }
}

/** The fault of a scene whose `storage` can be put right: true while the storage refuses. */
export function faultOf(memory: StorageAdapter): ValueStore<boolean> {
  const fault = faults.get(memory)
  if (!fault) throw new Error('The storage of this scene has no fault.')
  return fault
}

/** localStorage in a browser that blocks it: to look at the property throws. */
export function blockedWebStorage(): StorageAdapter {
  const own = Object.getOwnPropertyDescriptor(window, 'localStorage')
  Object.defineProperty(window, 'localStorage', {
    configurable: true,
    get() {
      throw new DOMException('Access is denied for this document.', 'SecurityError')
    },
  })
  const storage = webStorage()
  try {
    // The adapter looks at its first use, and once.
    void storage.getItem('')
  } finally {
    if (own) Object.defineProperty(window, 'localStorage', own)
    else Reflect.deleteProperty(window, 'localStorage')
  }
  return storage
}

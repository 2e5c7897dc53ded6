// A LockManager that keeps to the specification where the lock port needs it, and can break a lock as another script might.

interface Request {
  readonly name: string
  readonly grant: () => void
}

export interface FakeLocks {
  readonly locks: LockManager
  /** The options of every request. */
  readonly requested: LockOptions[]
  /** Takes the lock from its holder, whose callback runs on. */
  steal(name: string): void
}

export function createFakeLocks(): FakeLocks {
  const waiting: Request[] = []
  const held = new Map<string, (reason: unknown) => void>()
  const requested: LockOptions[] = []

  function grantNext(name: string): void {
    const index = waiting.findIndex((request) => request.name === name)
    if (!held.has(name) && index >= 0) waiting.splice(index, 1)[0]?.grant()
  }

  function request(name: string, options: LockOptions, callback: () => Promise<unknown>): Promise<unknown> {
    requested.push(options)
    if (name.startsWith('-')) return Promise.reject(new DOMException('A reserved name', 'NotSupportedError'))
    return new Promise((resolve, reject) => {
      const entry: Request = {
        name,
        grant() {
          held.set(name, reject)
          void Promise.resolve()
            .then(callback)
            .then(resolve, reject)
            .finally(() => {
              if (held.get(name) === reject) held.delete(name)
              grantNext(name)
            })
        },
      }
      options.signal?.addEventListener('abort', () => {
        const index = waiting.indexOf(entry)
        if (index < 0) return // Once granted, the signal is ignored.
        waiting.splice(index, 1)
        reject(options.signal?.reason)
      })
      waiting.push(entry)
      grantNext(name)
    })
  }

  return {
    locks: { request, query: () => Promise.resolve({ held: [], pending: [] }) } as unknown as LockManager,
    requested,
    steal(name) {
      held.get(name)?.(new DOMException('The lock was stolen', 'AbortError'))
      held.delete(name)
      grantNext(name)
    },
  }
}

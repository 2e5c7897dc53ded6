// A store whose values end some time after they were put in, by the service's clock.

export interface ShortLived<Value> {
  set(key: string, value: Value): void
  /** Null where there is none, or none any more. */
  get(key: string): Value | null
  end(key: string): void
  clear(): void
}

/** `life`: ms. */
export function createShortLived<Value>(now: () => number, life: number): ShortLived<Value> {
  const kept = new Map<string, { value: Value; endsAt: number }>()
  return {
    set(key, value) {
      for (const [old, { endsAt }] of kept) if (now() >= endsAt) kept.delete(old)
      kept.set(key, { value, endsAt: now() + life })
    },
    get(key) {
      const found = kept.get(key)
      return found && now() < found.endsAt ? found.value : null
    },
    end: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}

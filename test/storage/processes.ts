// One localStorage as several processes of a browser see it: each has its own view, which may lag behind the others' writes.

export interface Process {
  readonly area: Storage
  /** From here on this process sees only its own writes. */
  lag(): void
  /** It sees everything again. */
  catchUp(): void
}

export function createSharedArea(): { readonly values: Map<string, string>; openProcess(): Process } {
  const values = new Map<string, string>()
  return {
    values,
    openProcess() {
      let view = values
      const change = (apply: (map: Map<string, string>) => unknown) => {
        apply(values)
        if (view !== values) apply(view)
      }
      const area: Storage = {
        get length() {
          return view.size
        },
        key: (index) => [...view.keys()][index] ?? null,
        getItem: (key) => view.get(key) ?? null,
        setItem: (key, value) => change((map) => map.set(key, value)),
        removeItem: (key) => change((map) => map.delete(key)),
        clear: () => change((map) => map.clear()),
      }
      return {
        area,
        lag: () => void (view = new Map(values)),
        catchUp: () => void (view = values),
      }
    },
  }
}

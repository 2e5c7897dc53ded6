// What stands between a page and the service, and does it harm.
type Fetch = typeof globalThis.fetch

/** A proxy that drops a header. */
export const dropping =
  (header: string) =>
  (fetch: Fetch): Fetch =>
  (input, init) => {
    const headers = new Headers(init?.headers)
    headers.delete(header)
    return fetch(input, { ...init, headers })
  }

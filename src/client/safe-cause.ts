// Makes a `cause` of an error that foreign code threw.

/**
 * Only the error's name, such as QuotaExceededError, if it looks like one. The rest may hold a token: some runtimes quote
 * a bad header value, an adapter what it stores, and a request hangs on many an error object.
 */
export function withoutSecrets(error: unknown): Error {
  const copy = new Error('Left out: it may quote a token.')
  try {
    const { name } = error as Error
    if (/^[A-Za-z]{1,30}Error$/.test(name)) copy.name = name
  } catch {
    // What has no readable name keeps the general one.
  }
  return copy
}

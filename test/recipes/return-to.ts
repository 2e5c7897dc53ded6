// Recipe: where to go after signing in again, safe against addresses that others made up.
// #region return-to
/** A path of this page's own origin; `/` for anything else. */
export function toOwnPath(address: unknown): string {
  try {
    const { origin, pathname, search, hash } = new URL(typeof address === 'string' ? address : '/', location.origin)
    // Two slashes would be another host for whoever reads the path again.
    if (origin === location.origin && /^\/(?!\/)/.test(pathname)) return pathname + search + hash
  } catch {
    // No address at all.
  }
  return '/'
}
// #endregion

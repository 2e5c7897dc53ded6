// Recipe: a banner that warns of the session's end, and leads back to where the person was.
// #region session-banner
import { useSessionExpiry } from 'react-ciam'

export function SessionBanner() {
  const { isExpiring, remaining } = useSessionExpiry({ warnBefore: 5 * 60_000 })
  if (!isExpiring) return null
  const returnTo = location.pathname + location.search + location.hash
  return (
    <aside>
      <p role="status">Your session ends soon.</p>
      <p>Signed out in {Math.ceil(remaining / 1_000)} s</p>
      <a href={`/sign-in?${new URLSearchParams({ returnTo })}`}>Sign in again</a>
    </aside>
  )
}
// #endregion

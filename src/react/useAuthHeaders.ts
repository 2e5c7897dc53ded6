// The hook that gives the authorization header.
import { useMemo } from 'react'
import { useIdToken } from './useIdToken'

/**
 * `{ Authorization: 'Bearer <id_token>' }`, the same object while the token is the same, or null without a token that has
 * not ended. Keeps the id_token fresh while mounted. For requests prefer `client.getAuthHeaders()` or `useAuthFetch()`,
 * which wait for a token; this is for components that take headers as a prop. Send them to your own API only.
 *
 * Throws `CONFIG` where no `<CiamProvider>` is above.
 *
 * @example
 * function Report() {
 *   const headers = useAuthHeaders()
 *   return headers && <PdfViewer file={{ url: '/api/report.pdf', httpHeaders: headers }} />
 * }
 */
export function useAuthHeaders(): { Authorization: string } | null {
  const { idToken } = useIdToken()
  return useMemo(() => (idToken === null ? null : { Authorization: `Bearer ${idToken}` }), [idToken])
}

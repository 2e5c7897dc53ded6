// Recipe: coming from hand-written tokens in localStorage, without anybody having to sign in again.
// #region take-over-old-session
import { client } from './ciam'
import { sessionOnceKnown } from './session-once-known'

const OLD_KEYS = ['session_token', 'id_token'] // as the app named them before

/** Before the first render. The old values are removed only when the new record is known to be in storage. */
export async function takeOverOldSession(): Promise<void> {
  await navigator.locks.request('take-over-old-session', async () => {
    const session_token = localStorage.getItem('session_token')
    if (!session_token) return
    let isSaved = true
    const unsubscribe = client.on('storage-failed', () => (isSaved = false))
    try {
      const { status } = await sessionOnceKnown()
      // Whoever is signed in already has newer tokens. The old id_token is left out: nobody knows its age.
      if (status !== 'signed-in') await client.signIn({ session_token, status: 'SUCCESS' })
      if (isSaved) OLD_KEYS.forEach((key) => localStorage.removeItem(key))
    } finally {
      unsubscribe()
    }
  })
}
// #endregion

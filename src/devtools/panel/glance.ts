// The state of a session at a glance: a word for its shape and a sentence for ears.
import type { SessionSnapshot } from '../../index'

export type GlanceState = 'signed-in' | 'refreshing' | 'error' | 'signed-out' | 'restoring'

export interface Glance {
  readonly state: GlanceState
  readonly words: string
}

export function toGlance(snapshot: SessionSnapshot<unknown>): Glance {
  if (snapshot.status === 'signed-out') {
    const isPlain = snapshot.reason === 'none' || snapshot.reason === 'signed-out'
    return { state: 'signed-out', words: isPlain ? 'signed out' : `signed out, ${snapshot.reason}` }
  }
  if (snapshot.status === 'restoring') {
    return snapshot.error
      ? { state: 'error', words: `restoring, ${snapshot.error.code}` }
      : { state: 'restoring', words: 'restoring' }
  }
  if (snapshot.isRefreshing) return { state: 'refreshing', words: 'signed in, refreshing' }
  if (snapshot.error) return { state: 'error', words: `signed in, ${snapshot.error.code}` }
  return { state: 'signed-in', words: 'signed in' }
}

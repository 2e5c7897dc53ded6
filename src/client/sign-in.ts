// Sign-in and sign-out: a person's own word, which beats whatever is under way in any tab.
import { readSignInReply, type SignInTokens } from '../protocol/replies'
import { assertWindow, commit, type Engine } from './engine'
import { firstRecord } from './record'
import type { ServiceHeaders } from './service-headers'
import type { SessionChanges } from './session-changes'
import { now, tokenOfRequest } from './token-age'
import type { SignInReply } from './types'

export interface SignInOut {
  signIn(reply: SignInReply): Promise<void>
  signOut(): Promise<void>
  /** The sign-in that is being saved. */
  pending(): Promise<unknown> | null
}

export function createSignInOut<Claims>(
  engine: Engine<Claims>,
  changes: SessionChanges<Claims>,
  serviceHeaders: ServiceHeaders,
  touch: () => void,
): SignInOut {
  const { environment, state, store } = engine
  let pending: Promise<void> | null = null
  let pendingKey: string | null = null
  // Newest first; also those that another took the place of, whose write may still be under way.
  let madeKeys: string[] = []

  const save = async (reply: SignInTokens, sessionKey: string): Promise<void> => {
    changes.nextEpoch()
    const receivedAt = now(environment)
    const saved = await commit(engine, async () => {
      const stored = (await store.readLatest()).record
      if (pendingKey !== sessionKey) return null
      const order = Math.max(receivedAt.wall, engine.highestOrder + 1, (stored?.order ?? 0) + 1)
      const record = firstRecord(reply, sessionKey, order, receivedAt.wall, serviceHeaders.fingerprint())
      return { record, error: await store.saveRecord(record) }
    })
    if (!saved || pendingKey !== sessionKey) return // A later sign-in or sign-out has the word.
    pending = pendingKey = null
    const { record, error } = saved
    changes.take(record, record.idToken ? tokenOfRequest(record.idToken, receivedAt) : null, error, receivedAt)
    engine.emit('signed-in', { sessionKey })
    if (error) engine.emit('storage-failed', { operation: 'write', error })
  }

  return {
    async signIn(reply) {
      assertWindow(environment)
      const checked = readSignInReply(reply)
      touch()
      pendingKey = environment.randomId()
      madeKeys.unshift(pendingKey)
      const saving = save(checked, pendingKey)
      pending = saving
      await saving.finally(() => {
        if (pending === saving) pending = null
      })
    },
    async signOut() {
      assertWindow(environment)
      touch()
      const held = state.session()?.record.sessionKey
      const keys = new Set(held ? [held, ...madeKeys] : madeKeys)
      madeKeys = []
      pending = pendingKey = null
      changes.end('signed-out', null)
      const tellOthers = (sessionKey: string): void => {
        engine.noteEnded(sessionKey, Infinity)
        engine.announce({ sessionKey, revision: 0, reason: 'signed-out' })
      }
      keys.forEach(tellOthers)
      const known = new Set(keys)
      // Whoever is signed in by now is signed out: a sign-in that comes later is saved later.
      const epoch = state.epoch()
      engine.signingOut += 1
      const error = await changes.removeStored(() => true, keys).finally(() => (engine.signingOut -= 1))
      keys.forEach((key) => known.has(key) || tellOthers(key))
      // What was not looked at meanwhile, such as a sign-in in another tab.
      void store.readLatest().then((seen) => state.epoch() === epoch && changes.follow(seen))
      if (!error) return
      engine.emit('storage-failed', { operation: 'remove', error })
      throw error
    },
    pending: () => pending,
  }
}

// Whatever other tabs say: nothing but a whole announcement of this very session counts.
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { SignedInSnapshot } from 'react-ciam'
import { clonable, objectOf } from './arbitraries'
import { CHANNEL, KEYS, withScene } from './fuzz-scene'
import { hold, patience } from './runs'

const REASONS = ['signed-out', 'session-expired', 'session-rejected', 'rotation-lost']
/** Stands for the key of the session that the client holds. */
const OWN = 'own'

const announcement = fc.record(
  {
    sessionKey: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(OWN, OWN, 'other', '') },
      { weight: 1, arbitrary: clonable },
    ),
    revision: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: -1, max: 4 }) },
      { weight: 1, arbitrary: fc.constantFrom<unknown>(Infinity, NaN, 2 ** 53, 1.5, '9', null) },
      { weight: 1, arbitrary: clonable },
    ),
    isRotated: fc.oneof(fc.boolean(), clonable),
    reason: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom<unknown>(...REASONS, 'none', '', null, 'constructor') },
      { weight: 1, arbitrary: clonable },
    ),
  },
  { requiredKeys: [] },
)
const message = fc.oneof({ weight: 6, arbitrary: announcement }, { weight: 1, arbitrary: clonable })
const delivery = fc.oneof(
  { weight: 6, arbitrary: message.map((inner) => ({ sender: 'another tab', message: inner })) },
  { weight: 1, arbitrary: fc.record({ sender: clonable, message }) },
  { weight: 1, arbitrary: clonable },
)

const REVISION = 2

interface Announced {
  readonly sessionKey?: unknown
  readonly revision?: unknown
  readonly isRotated?: unknown
  readonly reason?: unknown
}

/** What an announcement says of the session that the client holds, by the words of the contract. */
function wordOf(delivered: unknown): 'ended' | 'replaced' | null {
  const { sender, message: inner } = (delivered ?? {}) as { sender?: unknown; message?: Announced | null }
  const { sessionKey, revision, isRotated, reason } = inner ?? {}
  if (!sender || Array.isArray(inner) || sessionKey !== OWN || !Number.isSafeInteger(revision)) return null
  if (reason === 'signed-out') return 'ended'
  if (REASONS.includes(reason as string)) return (revision as number) >= REVISION ? 'ended' : null
  return reason === undefined && isRotated && (revision as number) > REVISION ? 'replaced' : null
}

test(
  'the session outlives any message that does not end it, and says nothing of its tokens to the others',
  patience,
  async () => {
    const property = fc.asyncProperty(
      fc.array(delivery, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (all, inPage) => {
        const words = all.map(wordOf)
        fc.pre(!words.includes('replaced'))
        await withScene(async (scene) => {
          const { client, channels } = scene
          client.start()
          await scene.signIn()
          await vi.advanceTimersByTimeAsync(2_000)
          await scene.outcome(client.getIdToken({ force: true }), 0)
          const { sessionKey } = client.getSnapshot() as SignedInSnapshot
          const named = (value: unknown): unknown => {
            const { sender, message: inner } = (value ?? {}) as { sender?: unknown; message?: Announced | null }
            return inner?.sessionKey === OWN ? { sender, message: { ...inner, sessionKey } } : value
          }
          for (const value of all) {
            if (inPage) hearInPage(named(value))
            else channels.deliver(CHANNEL, named(value))
            await vi.advanceTimersByTimeAsync(0)
          }
          if (words.includes('ended')) {
            expect(client.getSnapshot().status).toBe('signed-out')
            return
          }
          expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', sessionKey })
          await vi.advanceTimersByTimeAsync(2_000)
          const token = await scene.outcome(client.getIdToken({ force: true }), 0)
          expect(objectOf(scene.storage.values.get(KEYS.record))).toMatchObject({
            sessionKey,
            idToken: token,
            revision: 3,
          })
        })
      },
    )
    await hold(property, 4)
  },
)

/** As another copy of the package in this page says it. */
function hearInPage(detail: unknown): void {
  const { bus } = (globalThis as never)[Symbol.for('react-ciam.announcements')] as { bus: EventTarget }
  bus.dispatchEvent(new CustomEvent(CHANNEL, { detail }))
}

test('a session that is said to be replaced is not refreshed with the old token, and stands', patience, async () => {
  const revision = fc.integer({ min: REVISION, max: Number.MAX_SAFE_INTEGER })
  const property = fc.asyncProperty(revision, async (announced) => {
    await withScene(async (scene) => {
      const { client, channels } = scene
      client.start()
      await scene.signIn()
      const { sessionKey } = client.getSnapshot() as SignedInSnapshot
      channels.deliver(CHANNEL, { sender: 'tab', message: { sessionKey, revision: announced, isRotated: true } })
      const outcome = await scene.outcome(client.getIdToken({ force: true }), 60_000)
      expect(outcome).toMatchObject({ code: 'STORAGE', retryable: true })
      expect([scene.sent, client.getSnapshot().status]).toEqual([[], 'signed-in'])
    })
  })
  await hold(property, 0.5)
})

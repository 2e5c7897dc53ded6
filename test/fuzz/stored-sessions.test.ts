// Whatever lies in storage: a session that memory holds outlives it, and a reload makes the best of it.
import fc from 'fast-check'
import { isCiamError, type SessionSnapshot } from 'react-ciam'
import { describe, expect, test, vi } from 'vitest'
import type { SessionRecord } from '../../src/client/record'
import { anyText, damaged, everythingOf, fieldOf, MARK, objectOf, objectText, rawJson } from './arbitraries'
import { KEYS, withScene, type FuzzScene } from './fuzz-scene'
import { hold, patience } from './runs'
import { HELD, kindOf, noteOf, recordText } from './stored-texts'

/** What a session that was saved may find under its keys one day. `{held}` stands for its own key. */
interface Damage {
  readonly record: string | null
  readonly note: string | null
  readonly ended: string | null
}
const endedField = fieldOf({
  version: fc.constantFrom('1', '2'),
  keys: fc.constantFrom('["other"]', '[null,5,{}]', '"held"', '{"0":"held"}'),
})
const maybe = (text: fc.Arbitrary<string>): fc.Arbitrary<string | null> =>
  fc.oneof({ weight: 2, arbitrary: text }, fc.constant(null))
const damage: fc.Arbitrary<Damage> = fc.record({
  record: maybe(recordText(HELD)),
  note: maybe(fc.oneof(noteOf(HELD), anyText, rawJson)),
  ended: maybe(damaged(objectText(endedField))),
})

/** Puts a session in memory whose record is HELD, as saved. */
async function holdSession(scene: FuzzScene): Promise<void> {
  scene.current = HELD.sessionToken
  scene.storage.values.set(KEYS.record, JSON.stringify(HELD))
}

function apply(scene: FuzzScene, { record, note, ended }: Damage): void {
  for (const [name, text] of Object.entries({ record, note, ended }) as [keyof Damage, string | null][]) {
    if (text !== null) scene.storage.values.set(KEYS[name], text)
  }
}

/** Whether what is stored has a word about who is signed in: a later session, a newer token, a sign-out, a newer format. */
function isDecisive({ record, ended }: Damage): boolean {
  const ends = objectOf(ended)
  const keys = Number.isFinite(ends?.version) && Array.isArray(ends?.keys) ? (ends.keys as unknown[]) : []
  if (keys.includes(HELD.sessionKey)) return true
  if (record === null || kindOf(record) === 'unreadable') return false
  if (kindOf(record) === 'newer') return true
  const { sessionKey, order, revision } = objectOf(record) as unknown as SessionRecord
  return sessionKey === HELD.sessionKey ? revision > HELD.revision : order >= HELD.order
}

/** Longer than anything in a note forbids requests for, and than an answer may ask to wait. */
const LONG_ENOUGH = 33 * 60_000

describe('the session that a client holds', () => {
  test('outlives any garbage in storage, and is there again after the next refresh', patience, async () => {
    const property = fc.asyncProperty(
      fc.array(damage, { minLength: 1, maxLength: 2 }),
      fc.boolean(),
      async (damages, isStarted) => {
        fc.pre(!damages.some(isDecisive))
        await withScene(async (scene) => {
          await holdSession(scene)
          const client = scene.another()
          if (isStarted) client.start()
          expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', sessionKey: 'held' })
          for (const each of damages) {
            apply(scene, each)
            if (isStarted) window.dispatchEvent(new Event('focus'))
            const token = await scene.outcome(client.getIdToken({ force: true }), 60_000)
            expect(typeof token === 'string' || isCiamError(token)).toBe(true)
            expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', sessionKey: 'held' })
            await vi.advanceTimersByTimeAsync(LONG_ENOUGH)
          }
          const last = await scene.outcome(client.getIdToken({ force: true }), 60_000)
          expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', sessionKey: 'held', error: null })
          const stored = scene.storage.values.get(KEYS.record)
          expect(kindOf(stored!)).toBe('record')
          expect(objectOf(stored)).toMatchObject({ sessionKey: 'held', sessionToken: scene.current, idToken: last })
        })
      },
    )
    await hold(property, 2)
  })

  test('outlives reads that throw, hang, come late or give no text', patience, async () => {
    const odd = fc.oneof(
      fc.anything().filter((value) => value !== null && value !== undefined && typeof value !== 'string'),
      fc.constantFrom<unknown>(() => 1, Symbol('x'), 1n),
    )
    const behaviour = fc.oneof(
      odd.map((value) => () => value),
      odd.map((value) => () => Promise.resolve(value)),
      odd.map((value) => () => {
        throw value
      }),
      odd.map((value) => () => Promise.reject(value)),
      fc.constant(() => new Promise(() => {})),
      fc.constant(() => ({ then: 5 })),
      fc.constant(() => ({
        then() {
          throw new Error(MARK)
        },
      })),
      anyText.map((text) => () => new Promise((resolve) => setTimeout(resolve, 5_000, text))),
    )
    const property = fc.asyncProperty(behaviour, fc.constantFrom(...Object.keys(KEYS)), async (behave, name) => {
      await withScene(async (scene) => {
        await holdSession(scene)
        const client = scene.another()
        expect(client.getSnapshot().status).toBe('signed-in')
        const { getItem } = scene.storage
        scene.storage.getItem = (key) => (key === KEYS[name as keyof typeof KEYS] ? (behave() as never) : getItem(key))
        await scene.outcome(client.getIdToken({ force: true }), 90_000)
        expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', sessionKey: 'held' })
        scene.storage.getItem = getItem
        await vi.advanceTimersByTimeAsync(LONG_ENOUGH)
        const last = await scene.outcome(client.getIdToken({ force: true }), 60_000)
        expect(objectOf(scene.storage.values.get(KEYS.record))).toMatchObject({ sessionKey: 'held', idToken: last })
      })
    })
    await hold(property, 0.5)
  })
})

test(
  'a reload makes of any storage what it says, settles every caller, and takes a sign-in over all of it',
  patience,
  async () => {
    const statuses: Record<string, SessionSnapshot['status']> = {
      record: 'signed-in',
      newer: 'restoring',
      unreadable: 'signed-out',
    }
    const property = fc.asyncProperty(damage, async (each) => {
      const kind = each.record === null ? 'unreadable' : kindOf(each.record)
      fc.pre(
        !isDecisive({ ...each, record: null }) &&
          !(objectOf(each.ended)?.keys as unknown[] | undefined)?.includes?.(objectOf(each.record)?.sessionKey),
      )
      await withScene(async (scene) => {
        apply(scene, each)
        const client = scene.another()
        expect(client.getSnapshot().status).toBe(statuses[kind])
        if (kind === 'record') scene.current = objectOf(each.record)!.sessionToken as string
        const outcome = await scene.outcome(client.getIdToken(), 60_000)
        if (kind === 'newer') {
          expect(outcome).toMatchObject({ code: 'RECORD_NEWER' })
          expect([scene.storage.values.get(KEYS.record), scene.sent]).toEqual([each.record, []])
        }
        if (kind === 'unreadable')
          expect(outcome).toMatchObject({ code: each.record === null ? 'SIGNED_OUT' : 'STORAGE' })
        const idToken = await scene.signIn()
        expect(await scene.outcome(client.getIdToken(), 0)).toBe(idToken)
        expect(objectOf(scene.storage.values.get(KEYS.record))).toMatchObject({ sessionToken: scene.current, idToken })
        const reloaded = scene.another()
        expect(reloaded.getSnapshot()).toMatchObject({ status: 'signed-in' })
        expect(everythingOf(reloaded.getSnapshot())).not.toContain(MARK)
      })
    })
    await hold(property, 2)
  },
)

test(
  'a stored fingerprint of any text, of the session or of the browser, stands in the way of no refresh',
  patience,
  async () => {
    const fingerprint = fc.oneof(
      anyText,
      fc.constantFrom('', ' ', '\r\nX-evil: 1', '\ud800', '指紋', 'x'.repeat(5_000)),
    )
    const property = fc.asyncProperty(fingerprint, fc.boolean(), async (text, isOfSession) => {
      await withScene(
        async (scene) => {
          scene.current = HELD.sessionToken
          scene.storage.values.set(KEYS.record, JSON.stringify({ ...HELD, fingerprint: isOfSession ? text : null }))
          if (!isOfSession) scene.storage.values.set(KEYS.fingerprint, text)
          const client = scene.another()
          const token = await scene.outcome(client.getIdToken({ force: true }), 60_000)
          expect(objectOf(scene.storage.values.get(KEYS.record))).toMatchObject({ sessionKey: 'held', idToken: token })
        },
        { device: undefined } as object,
      )
    })
    await hold(property)
  },
)

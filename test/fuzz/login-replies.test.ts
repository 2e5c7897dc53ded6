// Whatever an app hands to signIn: a session, or a CiamError that changes nothing and shows no token.
import fc from 'fast-check'
import { isCiamError } from 'react-ciam'
import { sessionRecord } from 'react-ciam/testing'
import { expect, test } from 'vitest'
import {
  fieldOf,
  illegalToken,
  isLegalToken,
  jwt,
  legalToken,
  MARK,
  objectOf,
  objectText,
  quoted,
  rawJson,
} from './arbitraries'
import { BASE_URL, CLIENT_ID, KEYS, withScene } from './fuzz-scene'
import { hold, patience } from './runs'

const token = quoted(
  fc.oneof(
    { weight: 6, arbitrary: legalToken },
    { weight: 1, arbitrary: illegalToken },
    { weight: 3, arbitrary: rawJson.map((payload) => jwt(payload)) },
  ),
)
// None of these holds the mark: status, state_token and data are for the caller, who gets them.
const status = quoted(fc.constantFrom('SUCCESS', ' SUCCESS', 'SUCCESS\n', 'MFA_AUTH', ' SOCIAL_BIND', 'success', ''))

const field = fieldOf(
  { session_token: token, id_token: token },
  {
    expire: fc.constantFrom('604800', '1e300', '1e999', '0', '-1', '"604800"', 'null', '[]'),
    status: fc.oneof({ weight: 6, arbitrary: status }, { weight: 1, arbitrary: rawJson }),
    data: fc.oneof(rawJson, quoted(rawJson)),
    state_token: rawJson,
  },
)
const parsed = objectText(field).map((text) => JSON.parse(text) as unknown)

const reply: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: parsed },
  { weight: 1, arbitrary: fc.anything({ withBigInt: true, withSparseArray: true, withNullPrototype: true }) },
  { weight: 1, arbitrary: parsed.map((data) => ({ status: 200, data, headers: {} })) },
  { weight: 1, arbitrary: parsed.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('session_token', 'status', 'id_token').map((name) =>
      Object.defineProperty({ session_token: `${MARK}-x` }, name, {
        enumerable: true,
        get() {
          throw new Error(MARK)
        },
      }),
    ),
  },
)

/** By the words of the contract; null for what is no session yet, or none at all. */
function sessionOf(given: unknown): { sessionToken: string; idToken: string | null } | null {
  try {
    const { session_token: sessionToken, id_token: idToken, status: said } = { ...(given as Record<string, unknown>) }
    const isSuccess = (said ?? null) === null || (typeof said === 'string' && said.trim() === 'SUCCESS')
    const isWhole = (idToken ?? null) === null || isLegalToken(idToken)
    return isSuccess && isWhole && isLegalToken(sessionToken)
      ? { sessionToken, idToken: idToken as string | null }
      : null
  } catch {
    return null
  }
}

test(
  'a reply is a session in memory and storage, or refused without a change to the one before',
  patience,
  async () => {
    let sessions = 0
    const property = fc.asyncProperty(reply, fc.boolean(), async (given, isSignedIn) => {
      await withScene(async (scene) => {
        const { client, storage } = scene
        if (isSignedIn) await scene.signIn()
        else client.getSnapshot()
        const before = { snapshot: client.getSnapshot(), text: storage.values.get(KEYS.record) }
        const outcome = await scene.outcome(client.signIn(given as never), 0)
        const wanted = sessionOf(given)
        if (!wanted) {
          expect(isCiamError(outcome)).toBe(true)
          expect({ snapshot: client.getSnapshot(), text: storage.values.get(KEYS.record) }).toEqual(before)
          return
        }
        sessions += 1
        expect(outcome).toBeUndefined()
        expect(objectOf(storage.values.get(KEYS.record))).toMatchObject(
          wanted.idToken ? wanted : { ...wanted, idToken: null },
        )
        scene.current = wanted.sessionToken
        const present = await scene.outcome(client.getIdToken(), 0)
        expect(present).toBe(wanted.idToken ?? objectOf(storage.values.get(KEYS.record))?.idToken)
        const forced = await scene.outcome(client.getIdToken({ force: true }), 0)
        expect(forced).toBe(objectOf(storage.values.get(KEYS.record))?.idToken)
        expect(scene.sent[0]).toBe(wanted.sessionToken)
      })
    })
    await hold(property, 4)
    expect(sessions).toBeGreaterThan(0)
  },
)

test('a seeded record of any reply and any moment is one that a client takes, or a CiamError', patience, async () => {
  const property = fc.asyncProperty(reply, fc.oneof(fc.double(), fc.constant(undefined)), async (given, receivedAt) => {
    await withScene(async (scene) => {
      let seeded: { key: string; value: string }
      try {
        seeded = sessionRecord({ baseUrl: BASE_URL, clientId: CLIENT_ID }, given as never, receivedAt)
      } catch (error) {
        expect(isCiamError(error)).toBe(true)
        return void scene.shown.push(error)
      }
      scene.storage.values.set(seeded.key, seeded.value)
      const reloaded = scene.another()
      expect(reloaded.getSnapshot().status).toBe('signed-in')
      scene.current = sessionOf(given)!.sessionToken
      const outcome = await scene.outcome(reloaded.getIdToken(), 0)
      expect(outcome).toBe(objectOf(scene.storage.values.get(KEYS.record))?.idToken)
    })
  })
  await hold(property)
})

// Whatever text comes as an id_token, and whatever its payload says: it is used as it is, for a life that is known, and
// no payload makes a refresh loop.
import fc from 'fast-check'
import { isCiamError, type SignedInSnapshot } from 'react-ciam'
import { expect, test, vi } from 'vitest'
import {
  anyText,
  fieldOf,
  isLegalToken,
  jwt,
  legalToken,
  MARK,
  objectText,
  quoted,
  rawJson,
  toObjectText,
} from './arbitraries'
import { KEYS, withScene } from './fuzz-scene'
import { hold, patience } from './runs'

const seconds = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -5, max: 5 }).map((offset) => String(1_800_000_000 + offset)) },
  { weight: 2, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('0', '1', '-1', '1e-300', '1e308', '-1e308', '1e999', '-1e999', '9007199254740993'),
  },
  { weight: 1, arbitrary: fc.constantFrom('"1800000000"', 'null', '[1800000000]', 'true') },
)
const field = fieldOf({
  exp: seconds,
  iat: seconds,
  nbf: seconds,
  api: quoted(
    fc.oneof(rawJson, objectText(fieldOf({ name: quoted(fc.string()), api: rawJson, ['__proto__']: rawJson }))),
  ),
  name: quoted(fc.string()),
  aud: rawJson,
  ['__proto__']: rawJson,
})
/** Mostly one whose exp and iat are there: the last one of a name counts. */
const payload = fc.oneof(
  { weight: 1, arbitrary: objectText(field) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(seconds, seconds, fc.array(field, { maxLength: 3 }))
      .map(([exp, iat, rest]) => toObjectText([['exp', exp], ['iat', iat], ...rest])),
  },
)
/** Legal as a header each, and not always a JWT. */
const idToken = fc
  .oneof(
    { weight: 6, arbitrary: payload.map((text) => jwt(text)) },
    { weight: 2, arbitrary: fc.oneof(rawJson, anyText).map((text) => jwt(text)) },
    { weight: 1, arbitrary: legalToken },
    { weight: 1, arbitrary: legalToken.map((text) => `${text}.${text}.${text}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(`..${MARK}`, `${MARK}..`, `.%%%.${MARK}`, `e30.e30=.${MARK}`, `.W10.${MARK}`),
    },
    { weight: 1, arbitrary: payload.map((text) => jwt(text).slice(0, -MARK.length - 3) + `.${MARK}`) },
  )
  .filter(isLegalToken)

/** Ms, by the words of the contract: from iat to exp, five minutes where these do not say. */
function lifetimeOf(token: string): number {
  const unknown = 300_000
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(token.split('.')[1]!, 'base64url'))
    const { exp, iat } = JSON.parse(text) as Record<string, unknown>
    if (!Number.isFinite(exp) || !Number.isFinite(iat)) return unknown
    const lifetime = (exp as number) - (iat as number)
    return lifetime > 0 ? lifetime * 1_000 : unknown
  } catch {
    return unknown
  }
}

/** How deep an own key of this name lies anywhere. */
function hasOwnPrototypeKey(value: unknown): boolean {
  const waiting = [value]
  while (waiting.length) {
    const part = waiting.pop()
    if (typeof part !== 'object' || !part) continue
    if (Object.hasOwn(part, '__proto__')) return true
    waiting.push(...(Object.values(part) as unknown[]))
  }
  return false
}

test(
  'any id_token is given out at once, for its own life, and its claims have no key __proto__',
  patience,
  async () => {
    const property = fc.asyncProperty(idToken, async (token) => {
      await withScene(async (scene) => {
        const { client } = scene
        await client.signIn({ ...scene.login(), id_token: token })
        const { claims, idTokenExpiresAt, error } = client.getSnapshot() as SignedInSnapshot
        expect(error).toBeNull()
        expect(await scene.outcome(client.getIdToken(), 0)).toBe(token)
        expect(await scene.outcome(client.getAuthHeaders(), 0)).toEqual({ Authorization: `Bearer ${token}` })
        expect(scene.sent).toEqual([])
        expect(Number.isNaN(new Date(idTokenExpiresAt!).getTime())).toBe(false)
        const life = idTokenExpiresAt! - Date.now()
        expect(life).toBeGreaterThanOrEqual(0)
        expect(Math.abs(life - Math.min(lifetimeOf(token), 1e15))).toBeLessThanOrEqual(1)
        expect(claims === null || (typeof claims === 'object' && !Array.isArray(claims))).toBe(true)
        expect(hasOwnPrototypeKey(claims)).toBe(false)
        expect(Object.getPrototypeOf(claims ?? {})).toBe(Object.prototype)
        expect(({} as Record<string, unknown>).session_token).toBeUndefined()
      })
    })
    await hold(property, 5)
  },
)

test('an id_token that ended is given to nobody, and the next one is there', patience, async () => {
  const property = fc.asyncProperty(idToken, async (token) => {
    const life = lifetimeOf(token)
    fc.pre(life < 86_400_000)
    await withScene(async (scene) => {
      const { client } = scene
      await client.signIn({ ...scene.login(), id_token: token })
      await vi.advanceTimersByTimeAsync(Math.ceil(life))
      const next = await scene.outcome(client.getIdToken(), 0)
      expect(next).not.toBe(token)
      expect(isCiamError(next)).toBe(false)
      expect(scene.sent).toHaveLength(1)
    })
  })
  await hold(property)
})

test(
  'two scheduled refreshes are never closer than a second, and no session is lost, whatever the tokens say',
  patience,
  async () => {
    const property = fc.asyncProperty(fc.array(idToken, { minLength: 1, maxLength: 4 }), async (tokens) => {
      await withScene(async (scene) => {
        const { client } = scene
        await scene.signIn()
        const release = client.keepFresh()
        const sentAt: number[] = []
        const answer = (): Response => {
          sentAt.push(Date.now())
          const reply = scene.login()
          scene.next(answer)
          return Response.json({ ...reply, id_token: tokens[sentAt.length % tokens.length] })
        }
        scene.next(answer)
        await scene.outcome(client.getIdToken({ force: true }), 0)
        await vi.advanceTimersByTimeAsync(20_000)
        release()
        const pauses = sentAt.slice(1).map((at, index) => at - sentAt[index]!)
        expect(pauses.filter((pause) => pause < 1_000)).toEqual([])
        expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
        expect(scene.storage.values.get(KEYS.record)).toContain(scene.current)
      })
    })
    await hold(property, 0.5)
  },
)

test(
  'whatever a claims schema makes of a payload, the token stays usable and no claim is in the error',
  patience,
  async () => {
    const issue = fc.oneof(
      fc.anything(),
      fc.record({
        message: fc.constant(MARK),
        path: fc.oneof(fc.anything(), fc.array(fc.oneof(fc.string(), fc.nat()))),
      }),
    )
    const result = fc.oneof(
      fc.anything().map((value) => () => ({ value })),
      fc.oneof(fc.anything(), fc.array(issue)).map((issues) => () => ({ issues })),
      fc.anything().map((value) => () => value),
      fc.anything().map((value) => () => Promise.reject(value)),
      fc.constant(() => {
        throw new Error(MARK)
      }),
    )
    const property = fc.asyncProperty(result, async (validate) => {
      const claims = { '~standard': { version: 1 as const, vendor: 'fuzz', validate: validate as never } }
      await withScene(
        async (scene) => {
          const token = await scene.signIn()
          const snapshot = scene.client.getSnapshot() as SignedInSnapshot
          if (snapshot.error) expect(snapshot).toMatchObject({ claims: null, error: { code: 'CLAIMS_INVALID' } })
          expect(await scene.outcome(scene.client.getIdToken(), 0)).toBe(token)
        },
        { claims },
      )
    })
    await hold(property, 2)
  },
)

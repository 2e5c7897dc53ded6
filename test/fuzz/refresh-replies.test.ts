// Whatever a refresh is answered with: callers get a token or a CiamError, the session stands unless the service's own
// word ends it, and a legal session_token of a 2xx answer is never lost.
import fc from 'fast-check'
import { readRefreshReply, type ServiceResponse } from '../../src/protocol/replies'
import { isCiamError } from 'react-ciam'
import { describe, expect, test, vi } from 'vitest'
import {
  anyText,
  damaged,
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
  toObjectText,
} from './arbitraries'
import { KEYS, withScene, type FuzzScene } from './fuzz-scene'
import { hold, patience } from './runs'

const REJECTIONS = ['IDAAS.SDK.PARAM.0023', 'SDK.COMMON.1005']
const CODES = ['IDAAS.SDK.PARAM.0001', 'IDAAS.SDK.PARAM.0022', 'IDAAS.SDK.COM.0002', 'SDK.COMMON.1008', 'SDK.LOGIN.1']
const NEARLY = REJECTIONS.flatMap((code) => [
  code.toLowerCase(),
  `${code}0`,
  `X${code}`,
  code.slice(0, -1),
  code.replaceAll('.', '_'),
  `${code},${code}`,
  code.replace('.', '\u200b.'),
])

const token = fc.oneof(
  { weight: 4, arbitrary: legalToken },
  { weight: 2, arbitrary: illegalToken },
  { weight: 1, arbitrary: fc.constant(jwt('{"exp":1e999,"iat":-1}')) },
)
const code = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...CODES, ...NEARLY) },
  { weight: 1, arbitrary: fc.string() },
)
const codeJson = fc.oneof(
  { weight: 5, arbitrary: code.map((text) => JSON.stringify(text)) },
  { weight: 1, arbitrary: fc.constantFrom(...REJECTIONS).map((text) => JSON.stringify([text])) },
  { weight: 1, arbitrary: fc.constantFrom(...REJECTIONS).map((text) => `{"error_code":${JSON.stringify(text)}}`) },
  { weight: 1, arbitrary: rawJson },
)
// What is positive is at least a day: the end of a session by its own `expire` is another matter.
const expire = fc.constantFrom('604800', '86400', '1e300', '1e999', '0', '-1', '-1e999', '"604800"', 'null', '[]', '{}')

const field = fieldOf(
  {
    session_token: quoted(token),
    id_token: quoted(token),
    error_msg: quoted(token),
    status: quoted(fc.constantFrom('SUCCESS', 'MFA_AUTH')),
  },
  { expire, error_code: codeJson },
)

const body = fc.oneof(
  { weight: 6, arbitrary: damaged(objectText(field)) },
  { weight: 1, arbitrary: fc.oneof(anyText, rawJson, quoted(token)) },
  { weight: 1, arbitrary: fc.constantFrom('', '<!doctype html><p>502', `{"session_token":"${MARK}`, 'null', '{}') },
  { weight: 1, arbitrary: fc.constant(`{"data":"${'x'.repeat(300_000)}","session_token":"${MARK}-huge"}`) },
)

const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 201, 299) },
  { weight: 3, arbitrary: fc.constantFrom(0, 199, 300, 302, 400, 401, 403, 404, 429, 500, 502, 503, 599) },
  { weight: 1, arbitrary: fc.integer() },
)
const headers = fc.record(
  {
    'retry-after': fc.oneof(anyText, fc.constantFrom('0', '1', '99999999999', '-1', 'Fri, 31 Dec 9999 23:59:59 GMT')),
    'content-type': fc.oneof(anyText, fc.constantFrom('application/json', 'text/html', 'image/png')),
  },
  { requiredKeys: [] },
)

interface Answer {
  readonly status: number
  readonly headers: { readonly 'retry-after'?: string; readonly 'content-type'?: string }
  readonly text: string
}
const answer: fc.Arbitrary<Answer> = fc.record({ status, headers, text: body })

/** As a fetch that an app supplied gives it: a browser's own would refuse some of these. */
const toResponse = ({ status: code, headers: given, text }: Answer): unknown => ({
  status: code,
  headers: { get: (name: string) => (given as Record<string, string | undefined>)[name] ?? null },
  text: () => Promise.resolve(text),
})

const tokensOf = (given: Answer): { sessionToken?: string; idToken?: string } => {
  const { session_token: sessionToken, id_token: idToken } = objectOf(given.text) ?? {}
  if (given.status < 200 || given.status > 299) return {}
  return { ...(isLegalToken(sessionToken) && { sessionToken }), ...(isLegalToken(idToken) && { idToken }) }
}

const endsSession = (given: Answer): boolean => {
  const code = objectOf(given.text)?.error_code
  const { sessionToken, idToken } = tokensOf(given)
  return !sessionToken && !idToken && typeof code === 'string' && REJECTIONS.includes(code.trim())
}

const storedToken = ({ storage }: FuzzScene): unknown => objectOf(storage.values.get(KEYS.record))?.sessionToken

/** The longest wait that an answer can ask for, and the share that chance adds. */
const LONGEST_WAIT = 17 * 60_000

describe('the session of a client', () => {
  test(
    'outlives any answers but a rejection, keeps their tokens, and has a token after the next good one',
    patience,
    async () => {
      const property = fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 3 }), async (answers) => {
        await withScene(async (scene) => {
          const { client } = scene
          await scene.signIn()
          const { sessionKey } = client.getSnapshot() as { sessionKey: string }
          for (const given of answers) {
            const { sessionToken, idToken } = tokensOf(given)
            scene.next(() => toResponse(given))
            const outcome = await scene.outcome(client.getIdToken({ force: true }), 60_000)
            if (endsSession(given)) {
              expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', error: { code: 'SESSION_REJECTED' } })
              expect(scene.storage.values.has(KEYS.record)).toBe(false)
              return
            }
            expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', sessionKey })
            if (sessionToken) scene.current = sessionToken
            expect(storedToken(scene)).toBe(scene.current)
            if (idToken) expect(outcome).toBe(idToken)
            else expect(isCiamError(outcome)).toBe(true)
            await vi.advanceTimersByTimeAsync(LONGEST_WAIT)
          }
          const before = scene.current
          const last = await scene.outcome(client.getIdToken({ force: true }), 0)
          expect(scene.sent.at(-1)).toBe(before)
          expect(scene.sent).toHaveLength(answers.length + 1)
          expect(last).toBe(objectOf(scene.storage.values.get(KEYS.record))?.idToken)
          expect(client.getSnapshot()).toMatchObject({ status: 'signed-in', sessionKey, error: null })
        })
      })
      await hold(property, 2)
    },
  )

  test('outlives whatever an app calls a response, or throws instead of one', patience, async () => {
    const odd = fc.oneof(
      fc.anything().map((value) => () => value),
      fc.anything().map((value) => () => Promise.reject(value)),
      fc.anything().map((text) => () => ({ status: 200, headers: new Headers(), text: () => text })),
      fc.anything().map((error) => () => ({ status: 200, text: () => Promise.reject(error) })),
      fc.anything().map((get) => () => ({ status: 400, headers: { get: () => get }, text: () => Promise.resolve('') })),
      fc.constant(() => new Promise(() => {})),
      fc.constant(() => ({ status: 200, headers: new Headers(), text: () => new Promise(() => {}) })),
      fc.constant(() => {
        throw Object.assign(new TypeError(`${MARK} is no header`), { cause: MARK, config: { token: MARK } })
      }),
      fc.constant(() => Promise.reject(new Error('cut', { cause: new Error(MARK) }))),
    )
    const property = fc.asyncProperty(fc.array(odd, { minLength: 1, maxLength: 3 }), async (answers) => {
      await withScene(async (scene) => {
        await scene.signIn()
        for (const given of answers) {
          scene.next(given)
          expect(isCiamError(await scene.outcome(scene.client.getIdToken({ force: true }), 60_000))).toBe(true)
          await vi.advanceTimersByTimeAsync(LONGEST_WAIT)
        }
        const last = await scene.outcome(scene.client.getIdToken(), 0)
        expect(last).toBe(objectOf(scene.storage.values.get(KEYS.record))?.idToken)
        expect(scene.client.getSnapshot().status).toBe('signed-in')
      })
    })
    await hold(property)
  })

  test('ends by a rejection, whatever the status and whatever else the answer says', patience, async () => {
    const rejected = fc.record({
      status,
      headers,
      text: fc
        .tuple(fc.constantFrom(...REJECTIONS), fc.constantFrom('', ' ', '\n'), fc.array(fc.tuple(fc.string(), rawJson)))
        .map(([code, space, rest]) => toObjectText([...rest, ['error_code', JSON.stringify(space + code + space)]])),
    })
    const property = fc.asyncProperty(rejected, async (given) => {
      fc.pre(endsSession(given))
      await withScene(async (scene) => {
        await scene.signIn()
        scene.next(() => toResponse(given))
        const outcome = await scene.outcome(scene.client.getIdToken({ force: true }), 1_000)
        expect(outcome).toMatchObject({ code: 'SESSION_REJECTED' })
        expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-rejected' })
        expect(scene.storage.values.has(KEYS.record)).toBe(false)
      })
    })
    await hold(property, 0.5)
  })

  test('ends by nothing that is nearly a rejection', patience, async () => {
    const nearly = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...NEARLY).map((code) => JSON.stringify(code)) },
      fc.constantFrom(...REJECTIONS).map((code) => JSON.stringify([code])),
      fc.constantFrom(...REJECTIONS).map((code) => JSON.stringify({ error_code: code, toString: code })),
    )
    const otherKey = fc.oneof(
      { weight: 3, arbitrary: fc.constant('error_code') },
      fc.constantFrom('Error_Code', 'code', 'error', 'error_msg', '__proto__'),
    )
    const property = fc.asyncProperty(otherKey, nearly, status, async (key, json, code) => {
      const text = toObjectText([[key, json]])
      const response = toResponse({ status: code, headers: {}, text }) as ServiceResponse
      const reply = await readRefreshReply(response, 0)
      expect(reply.kind === 'failed' && reply.endsSession).toBe(false)
      expect(reply.error!.code).not.toBe('SESSION_REJECTED')
    })
    await hold(property, 10)
  })
})

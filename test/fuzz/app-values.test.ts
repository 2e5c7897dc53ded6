// Whatever an app gives: options, device values, the language, the options of a call, and those of the emulator.
import fc from 'fast-check'
import { CiamError, createCiamClient, isCiamError, type CiamClientOptions } from 'react-ciam'
import { createEmulator } from 'react-ciam/testing'
import { expect, test, vi } from 'vitest'
import { anyText, objectOf } from './arbitraries'
import { BASE_URL, CLIENT_ID, DEVICE, KEYS, withScene } from './fuzz-scene'
import { hold, patience } from './runs'

const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true })
/** What a call throws, or null. */
function thrownBy(call: () => unknown): unknown {
  try {
    call()
    return null
  } catch (error) {
    return error
  }
}

test('the options of a client are taken, or refused with CONFIG before anything is used', patience, async () => {
  const url = fc.oneof(
    fc.constantFrom(
      BASE_URL,
      '/ciam',
      'http://localhost:1',
      'https://x.test:443',
      'https://x.test/a',
      'http://x.test',
      '//x.test',
    ),
    fc.webUrl(),
    fc.domain().map((host) => `https://${host}`),
    anything,
  )
  const mostly = (right: unknown, other: fc.Arbitrary<unknown> = anything): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: other })
  const options = fc.record(
    {
      baseUrl: mostly(BASE_URL, url),
      clientId: mostly(CLIENT_ID),
      storage: mostly(undefined),
      device: mostly(undefined),
      language: mostly('zh'),
      sessionTokenHeader: fc.constantFrom<unknown>(
        'session-token',
        'X-session-token',
        undefined,
        'x-session-token',
        '',
        null,
        5,
      ),
      claims: mostly(undefined),
      refreshBefore: mostly(undefined, fc.oneof(fc.double(), anything)),
      refreshInBackground: mostly(true),
      requestTimeout: mostly(undefined, fc.oneof(fc.double(), anything)),
      apiOrigins: fc.oneof(
        { weight: 3, arbitrary: fc.array(url, { maxLength: 3 }) },
        { weight: 1, arbitrary: anything },
      ),
      fetch: mostly(undefined),
      queryClient: mostly(undefined),
    },
    { requiredKeys: ['baseUrl', 'clientId'] },
  )
  let taken = 0
  const property = fc.property(
    fc.oneof({ weight: 12, arbitrary: options }, { weight: 1, arbitrary: anything }),
    (given) => {
      const error = thrownBy(() => createCiamClient(given as CiamClientOptions))
      if (error) expect(error).toMatchObject({ name: 'CiamError', code: 'CONFIG' })
      else {
        taken += 1
        const { apiOrigins = [], requestTimeout = 1 } = given as { apiOrigins?: string[]; requestTimeout?: number }
        // A hole in an array is no origin.
        for (const origin of apiOrigins.filter(() => true)) expect(new URL(origin).origin).toBe(origin.toLowerCase())
        expect(requestTimeout).toBeGreaterThan(0)
      }
    },
  )
  await hold(property, 25)
  expect(taken).toBeGreaterThan(0)
})

const deviceValue = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('print', 'x'.repeat(9_000)) },
  { weight: 3, arbitrary: anyText },
  { weight: 1, arbitrary: anything },
)
const device = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      { fingerprint: deviceValue, osVersion: deviceValue, userAgent: deviceValue, ip: deviceValue },
      { requiredKeys: ['fingerprint', 'osVersion', 'userAgent'] },
    ),
  },
  { weight: 1, arbitrary: anything },
)
const ways: ((value: unknown) => () => unknown)[] = [
  (value) => () => value,
  (value) => () => Promise.resolve(value),
  (value) => () => Promise.reject(value),
  (value) => () => {
    throw value
  },
  () => () => new Promise(() => {}),
]
const deviceOption = fc
  .tuple(device, fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 4))
  .map(([value, index]) => ways[index]!(value))
const languageOption = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: anyText }, anything), fc.constantFrom(0, 0, 0, 1, 3))
  .map(([value, index]) => ways[index]!(value))

test(
  'device values and languages of any kind are legal headers, or a CiamError that costs no session',
  patience,
  async () => {
    const property = fc.asyncProperty(
      deviceOption,
      fc.option(languageOption, { nil: () => 'zh' }),
      async (give, speak) => {
        let isOdd = false
        const functions = {
          device: () => (isOdd ? (give() as never) : DEVICE),
          language: () => (isOdd ? (speak() as never) : 'en'),
        }
        await withScene(async (scene) => {
          const { client } = scene
          await scene.signIn()
          isOdd = true
          const headers = await scene.outcome(client.getServiceHeaders(), 5_000)
          if (!isCiamError(headers)) {
            for (const value of Object.values(headers as object)) expect(value).toMatch(/^[ -~]+$/)
            expect([...new Headers(headers as HeadersInit)]).toHaveLength(Object.keys(headers as object).length)
          }
          const token = await scene.outcome(client.getIdToken({ force: true }), 10_000)
          expect(isCiamError(token)).toBe(isCiamError(headers))
          expect(client.getSnapshot().status).toBe('signed-in')
          isOdd = false
          await vi.advanceTimersByTimeAsync(61_000)
          const next = await scene.outcome(client.getIdToken({ force: true }), 0)
          expect(objectOf(scene.storage.values.get(KEYS.record))).toMatchObject({ idToken: next })
        }, functions)
      },
    )
    await hold(property, 2)
  },
)

test('a call for a token with any validity gets a token or CONFIG, and none of an aborted one', patience, async () => {
  const minValidity = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom<unknown>(undefined, null, 'x', '5', [], {}, true),
  )
  const property = fc.asyncProperty(minValidity, fc.boolean(), fc.boolean(), async (given, force, isAborted) => {
    await withScene(async (scene) => {
      const token = await scene.signIn()
      await vi.advanceTimersByTimeAsync(2_000)
      const signal = isAborted ? AbortSignal.abort(new CiamError('NETWORK', 'given up')) : undefined
      const options = { minValidity: given as never, force, ...(signal && { signal }) }
      const outcome = await scene.outcome(scene.client.getIdToken(options), 0)
      const isRight = given === undefined || (typeof given === 'number' && given >= 0)
      if (!isRight && isCiamError(outcome) && outcome.code === 'CONFIG') return
      expect(isRight || typeof given !== 'number').toBe(true)
      if (isAborted) expect(outcome).toBe(signal!.reason)
      else if (force) expect([outcome === token, isCiamError(outcome)]).toEqual([false, false])
      else expect(outcome).toBe(token)
    })
  })
  await hold(property)
})

test(
  'the emulator takes its options and faults, or says what is wrong in a TypeError and stays as it was',
  patience,
  async () => {
    const fault = fc.oneof(
      fc.constantFrom<unknown>(
        '500',
        'hang',
        'huge',
        { kind: '429', retryAfter: 5 },
        { kind: 'redirect', location: 'x' },
      ),
      fc.record(
        {
          kind: fc.oneof(fc.constantFrom('429', 'cut-before', 'huge', 'toString'), anything),
          retryAfter: anything,
          committed: anything,
        },
        { requiredKeys: ['kind'] },
      ),
      anything,
    )
    const names = [
      'clientId',
      'rotation',
      'graceSeconds',
      'latency',
      'clockOffset',
      'dialect',
      'bindFingerprint',
      'tabOf',
      'toString',
    ]
    const options = fc.oneof(
      fc.dictionary(fc.constantFrom(...names), fc.oneof(anything, fc.double(), fc.constantFrom('on', 'eiam', true))),
      anything,
    )
    const property = fc.asyncProperty(options, fc.oneof(fault, fc.array(fault)), async (given, faults) => {
      vi.useFakeTimers({ now: 0 })
      const emulator = createEmulator()
      for (const call of [
        () => createEmulator(given as never),
        () => emulator.configure(given as never),
        () => emulator.fail(faults as never),
      ]) {
        const error = thrownBy(call)
        if (error) expect(error).toBeInstanceOf(TypeError)
      }
      emulator.reset()
      vi.useRealTimers()
      expect(await emulator.login()).toMatchObject({ status: 'SUCCESS' })
    })
    await hold(property)
  },
)

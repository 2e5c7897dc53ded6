// What the fuzzing found, each once more as the example that it was.
import { createCiamClient, isCiamError } from 'react-ciam'
import { sessionRecord } from 'react-ciam/testing'
import { expect, test, vi } from 'vitest'
import { internalsOf } from '../../src/client/internals'
import { inspect } from '../../src/devtools/inspector'
import { readRefreshReply } from '../../src/protocol/replies'
import { MARK, objectOf } from './arbitraries'
import { BASE_URL, CLIENT_ID, KEYS, withScene } from './fuzz-scene'

test.each(['session', 'browser'])('a blank fingerprint of the %s is made anew', async (whose) => {
  await withScene(
    async (scene) => {
      await scene.signIn()
      await vi.advanceTimersByTimeAsync(2_000)
      const record = objectOf(scene.storage.values.get(KEYS.record))
      const fingerprint = whose === 'session' ? '' : null
      scene.storage.values.set(KEYS.record, JSON.stringify({ ...record, fingerprint }))
      if (whose === 'browser') scene.storage.values.set(KEYS.fingerprint, ' ')
      const reloaded = scene.another()
      expect(isCiamError(await scene.outcome(reloaded.getIdToken({ force: true }), 60_000))).toBe(false)
    },
    { device: undefined } as object,
  )
})

test('a refresh of the highest revision is there after a reload', async () => {
  await withScene(async (scene) => {
    const reply = scene.login()
    const { value } = sessionRecord({ baseUrl: BASE_URL, clientId: CLIENT_ID }, reply, Date.now() - 100_000)
    scene.storage.values.set(KEYS.record, JSON.stringify({ ...objectOf(value), revision: Number.MAX_SAFE_INTEGER }))
    const client = scene.another()
    const before = client.getSnapshot().status
    await scene.outcome(
      client.getIdToken({ force: true }).catch((error: unknown) => error),
      0,
    )
    expect(scene.another().getSnapshot().status).toBe(before)
  })
})

test('a mark is listed once, also where one message holds it twice', async () => {
  await withScene(async (scene) => {
    await scene.signIn()
    const { inspector, stop } = inspect(scene.client)!
    const mark = { kind: 'opened', tab: 'one', number: 1, at: Date.now(), token: null }
    const name = `react-ciam:devtools:${internalsOf(scene.client)!.engine.lockName}`
    scene.channels.deliver(name, { kind: 'marks', tab: 'one', marks: [mark, mark] })
    expect(inspector.marks.get().filter(({ tab }) => tab === 'one')).toHaveLength(1)
    stop()
  })
})

test.each([
  { until: { toString: 0 } },
  { failure: { code: 'NETWORK', message: { toString: 0 }, at: 0, nextAt: 0, count: 1 } },
  { failure: { code: 'NETWORK', message: 'm', at: 0, nextAt: 0, count: 1, cuts: { toString: 0 } } },
])('a stored note with %j forbids no refresh', async (damage) => {
  await withScene(async (scene) => {
    await scene.signIn()
    await vi.advanceTimersByTimeAsync(2_000)
    const { sessionKey, revision } = objectOf(scene.storage.values.get(KEYS.record))!
    scene.storage.values.set(KEYS.note, JSON.stringify({ version: 1, sessionKey, revision, ...damage }))
    for (let hour = 0; hour < 3; hour += 1) {
      await scene.outcome(scene.client.getIdToken({ force: true }), 60_000)
      await vi.advanceTimersByTimeAsync(3_600_000)
    }
    expect(scene.sent.length).toBeGreaterThan(0)
  })
})

test.each([Symbol('200'), Object.create(null) as object, 200n, {}])('a response of status %#', async (status) => {
  const response = {
    status: status as unknown as number,
    headers: new Headers(),
    text: () => Promise.resolve('{"error_code":"X"}'),
  }
  const reply = await readRefreshReply(response, 0)
  expect(reply).toMatchObject({ kind: 'failed' })
  expect(reply.error?.httpStatus).toBeTypeOf('number')
})

test('an error_code that is no code is not repeated', async () => {
  await withScene(async (scene) => {
    await scene.signIn()
    scene.next(() => Response.json({ error_code: `Bad token ${scene.current}` }, { status: 400 }))
    expect(await scene.outcome(scene.client.getIdToken({ force: true }), 0)).toMatchObject({ code: 'SERVICE_ERROR' })
    expect(scene.storage.values.get(KEYS.note)?.includes(MARK)).toBe(false)
  })
})

test('getIdToken settles where each read of storage finds another session', async () => {
  await withScene(async (scene) => {
    await scene.signIn()
    const record = objectOf(scene.storage.values.get(KEYS.record))
    const texts = ['a', 'b'].map((sessionKey) => JSON.stringify({ ...record, sessionKey, idToken: null }))
    const { getItem } = scene.storage
    let reads = 0
    scene.storage.getItem = (key) => (key === KEYS.record ? texts[(reads += 1) % 2]! : getItem(key))
    const outcome = await scene.outcome(scene.client.getIdToken({ force: true }), 60_000)
    expect(outcome).toMatchObject({ code: 'STORAGE' })
    expect(reads).toBeLessThan(1_000)
  })
})

test.each([{ signal: {} }, { signal: 5 }, { minValidity: Symbol('x') }, { minValidity: 5n }])(
  'getIdToken(%#) of wrong types rejects with CONFIG',
  async (options) => {
    await withScene(async (scene) => {
      await scene.signIn()
      const outcome = await scene.outcome(scene.client.getIdToken(options as never), 0)
      expect(outcome).toMatchObject({ code: 'CONFIG' })
    })
  },
)

test('getIdToken and client.fetch take null for no options', async () => {
  await withScene(async (scene) => {
    await scene.signIn()
    expect(await scene.outcome(scene.client.getIdToken(null as never), 0)).toBeTypeOf('string')
    expect(await scene.client.fetch('/x', null as never)).toBeInstanceOf(Response)
  })
})

test('device values whose getter throws are CONFIG, without what it threw', async () => {
  const device = {
    osVersion: 'x',
    userAgent: 'x',
    get fingerprint(): string {
      throw new Error(MARK)
    },
  }
  await withScene(
    async (scene) => {
      const outcome = await scene.outcome(scene.client.getServiceHeaders(), 0)
      expect(outcome).toMatchObject({ code: 'CONFIG' })
      scene.expectNoToken()
    },
    { device },
  )
})

test.each([Symbol('x'), Object.create(null) as object, ['session-token']])(
  'a sessionTokenHeader that is no text (%#) is CONFIG',
  (given) => {
    const options = { baseUrl: BASE_URL, clientId: CLIENT_ID, sessionTokenHeader: given as never }
    expect(() => createCiamClient(options)).toThrow(expect.objectContaining({ code: 'CONFIG' }) as Error)
  },
)

test.each([null, { baseUrl: BASE_URL }, { baseUrl: BASE_URL, clientId: Symbol('x') }])(
  'sessionRecord with wrong options (%#) is CONFIG',
  (options) => {
    expect(() => sessionRecord(options as never, { session_token: 'any' })).toThrow(
      expect.objectContaining({ code: 'CONFIG' }) as Error,
    )
  },
)

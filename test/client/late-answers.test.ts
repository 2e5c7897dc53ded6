// Invariant 5: what belongs to an older session, or to the time before a sign-out, changes nothing - whichever step of a
// refresh the sign-out or the new sign-in comes between.
// Long because each rule has a table of cases, which share one scene.
import { describe, expect, test, vi } from 'vitest'
import {
  advance,
  createScene,
  flush,
  gate,
  idTokenOf,
  json,
  outcomeOf,
  payloadOf,
  RECORD_KEY,
  recordEvents,
  refusal,
  type Scene,
  settle,
  signIn,
} from './scripted-service'

type Interruption = (scene: Scene, other: ReturnType<Scene['another']>) => Promise<void>

const interruptions: Record<string, Interruption> = {
  'a sign-out': ({ client }) => client.signOut(),
  'a sign-out by another client': (_scene, other) => other.signOut(),
  'a new sign-in': ({ client, service }) => client.signIn({ ...service.login('second') }),
  'a new sign-in by another client': ({ service }, other) => other.signIn({ ...service.login('second') }),
  'a sign-out and a new sign-in': async ({ client, service }) => {
    const signedOut = client.signOut()
    await client.signIn({ ...service.login('second') })
    await signedOut
  },
  'a new sign-in and a sign-out': async ({ client, service }) => {
    const signedIn = client.signIn({ ...service.login('second') })
    await client.signOut()
    await signedIn
  },
}

/** Runs a refresh of which each step takes a turn, and the interruption just before step `at`, or just after it. */
async function interrupt(at: number, isAfter: boolean, run: Interruption, areStarted: boolean) {
  const scene = createScene({
    device: async () => (await step(), { fingerprint: 'a', osVersion: 'b', userAgent: 'c' }),
  })
  const { client, service, storage } = scene
  await signIn(scene)
  const other = scene.another({ device: { fingerprint: 'a', osVersion: 'b', userAgent: 'c' } })
  other.getSnapshot()
  if (areStarted) [client, other].forEach((each) => each.start())
  await flush()
  let steps = 0
  let isCounting = false
  let interrupted: ReturnType<typeof outcomeOf<void>> | null = null
  let wasRefreshed = false
  const begin = (): void => {
    const snapshot = client.getSnapshot()
    wasRefreshed = snapshot.status === 'signed-in' && !snapshot.isRefreshing
    interrupted = outcomeOf(run(scene, other))
  }
  async function step(): Promise<void> {
    if (!isCounting) return
    steps += 1
    if (steps === at && !isAfter) begin()
    for (let turn = 0; turn < 3; turn += 1) await Promise.resolve()
    if (steps === at && isAfter && !interrupted) begin()
  }
  storage.before = step
  service.next(async (request) => {
    await step()
    const answer = service.rotate(request)
    return Object.assign(answer, { text: async () => (await step(), Response.prototype.text.call(answer)) })
  })
  isCounting = true
  const caller = outcomeOf(client.getIdToken({ force: true }))
  await advance(4_000)
  const stepsOfRefresh = steps
  isCounting = false
  storage.before = () => {}
  await advance(30_000)
  const isInterrupted = interrupted as ReturnType<typeof outcomeOf<void>> | null
  return { scene, other, caller, interrupted: isInterrupted, wasRefreshed, steps: stepsOfRefresh }
}

// Counted by the first test below: an uninterrupted refresh takes fewer.
const STEPS = 24

test('an uninterrupted refresh takes a number of steps that the tests below cover', async () => {
  const { steps, caller } = await interrupt(Infinity, false, async () => {}, false)
  expect(caller.state).toBe('done')
  expect(steps).toBeGreaterThan(6)
  expect(steps).toBeLessThanOrEqual(STEPS)
})

describe.each(['with clients that hear of each other', 'with clients that were never started'])('%s', (kind) => {
  test.each(Object.entries(interruptions))('%s wins at every step of a refresh', async (title, run) => {
    for (let at = 1; at <= STEPS; at += 1) {
      for (const isAfter of [false, true]) {
        const { scene, other, caller, interrupted, wasRefreshed } = await interrupt(
          at,
          isAfter,
          run,
          kind.endsWith('other'),
        )
        const where = `${title}, ${isAfter ? 'after' : 'before'} step ${at}`
        if (!interrupted) continue
        expect(interrupted.state, where).toBe('done')
        const reloaded = scene.another()
        if (title === 'a sign-out' || title.startsWith('a sign-out by') || title.endsWith('and a sign-out')) {
          expect(scene.stored(), where).toBeNull()
          expect([...scene.storage.values.values()].join(), where).not.toMatch(/session-token/)
          expect(reloaded.getSnapshot(), where).toMatchObject({ status: 'signed-out', reason: 'none' })
          for (const client of [scene.client, other]) {
            const after = outcomeOf(client.getIdToken())
            await flush()
            expect(after.error, where).toMatchObject({ code: 'SIGNED_OUT' })
            expect(client.getSnapshot(), where).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
          }
          expect(caller.state, where).not.toBe('pending')
        } else {
          expect(scene.stored(), where).toContain('second-')
          for (const client of [scene.client, other, reloaded]) {
            expect(payloadOf(await settle(client.getIdToken())), where).toMatchObject({ userName: 'second' })
            expect(client.getSnapshot(), where).toMatchObject({ status: 'signed-in', claims: { userName: 'second' } })
          }
          // Unless it had come too late already.
          const whose = wasRefreshed ? {} : { userName: 'second' }
          if (title === 'a new sign-in') expect(payloadOf(caller.value!), where).toMatchObject(whose)
        }
        for (const client of [scene.client, other, reloaded]) client.stop()
      }
    }
  })
})

test.each(['a sign-out', 'a sign-out by another client'])(
  'the callers of a refresh that %s overtakes get SIGNED_OUT, at once',
  async (title) => {
    const scene = createScene()
    const { client, service } = scene
    await signIn(scene)
    const other = scene.another()
    client.start()
    other.start()
    service.next(() => new Promise(() => {}))
    const callers = [client.getIdToken({ force: true }), client.getIdToken({ force: true, minValidity: 0 })].map(
      outcomeOf,
    )
    await flush()
    const done = outcomeOf(interruptions[title]!(scene, other))
    await flush()
    expect(done.state).toBe('done')
    for (const caller of callers) expect(caller.error).toMatchObject({ code: 'SIGNED_OUT' })
  },
)

test('a sign-in does not wait for a refresh in flight, whose callers get the new token at once', async () => {
  const scene = createScene()
  const { client, service } = scene
  await signIn(scene)
  const answer = gate<Response>()
  service.next(() => answer.promise)
  const callers = [client.getIdToken({ force: true }), client.getIdToken({ force: true })].map(outcomeOf)
  await flush()
  const second = service.login('second')
  await settle(client.signIn({ ...second }))
  await flush()
  expect(callers.map(({ value }) => value)).toEqual([second.id_token, second.id_token])
  answer.open(json({ session_token: 'late-session-token', expire: 9, id_token: idTokenOf({ userName: 'first' }) }))
  await advance(1_000)
  expect(await settle(client.getIdToken())).toBe(second.id_token)
  expect(scene.stored()).toContain(second.session_token)
})

test.each(['0023', 'tokens', 'cut'])('a late %s of an older session does not touch the new one', async (kind) => {
  const scene = createScene()
  const { client, service } = scene
  await signIn(scene)
  const answer = gate<Response>()
  service.next(() => answer.promise)
  outcomeOf(client.getIdToken({ force: true }))
  await flush()
  const second = service.login('second')
  await settle(client.signIn({ ...second }))
  const events = recordEvents(client)
  const snapshot = client.getSnapshot()
  if (kind === 'cut') answer.fail(new TypeError('cut'))
  else
    answer.open(
      kind === '0023'
        ? refusal('IDAAS.SDK.PARAM.0023')
        : json({ session_token: 'late-session-token', id_token: idTokenOf() }),
    )
  await advance(2_000)
  expect(client.getSnapshot()).toBe(snapshot)
  expect(events).toEqual([])
  expect(scene.stored()).toContain(second.session_token)
})

/** A refresh whose write of the record hangs past the time limit; `land` lets it happen after all. */
async function withHangingWrite() {
  const scene = createScene()
  const { client, storage } = scene
  await signIn(scene)
  const landing = gate()
  let isHeld = true
  storage.before = (operation, key) => {
    if (!isHeld || operation !== 'setItem' || key !== RECORD_KEY) return
    isHeld = false
    return landing.promise
  }
  const caller = outcomeOf(client.getIdToken({ force: true }))
  await advance(100)
  return { scene, caller, land: async () => (landing.open(), advance(100)) }
}

describe('a late answer is dropped though storage refused to be told of the change', () => {
  test.each([
    ['a sign-out', 1_000],
    ['a sign-out', 12_000],
    ['a sign-in', 1_000],
    ['a sign-in', 12_000],
  ])('%s, answered after %i ms', async (change, ms) => {
    const scene = createScene()
    const { client, service, storage } = scene
    await signIn(scene)
    const before = scene.stored()
    const answer = gate<Response>()
    service.next(() => answer.promise)
    outcomeOf(client.getIdToken({ force: true }))
    await advance(ms)
    storage.before = (operation) => {
      if (operation !== 'getItem') throw new Error('no')
    }
    const second = { ...service.login('second') }
    const changed = outcomeOf(change === 'a sign-out' ? client.signOut() : client.signIn(second))
    await flush()
    expect(changed.state).not.toBe('pending')
    storage.before = () => {}
    answer.open(json({ session_token: 'the-late-session-token', expire: 1000, id_token: idTokenOf() }))
    await flush()
    expect(scene.stored()).toBe(before)
    if (change === 'a sign-out') expect(client.getSnapshot()).toMatchObject({ status: 'signed-out' })
    else expect(await settle(client.getIdToken())).toBe(second.id_token)
    await advance(2_000)
    expect(scene.stored() ?? '').not.toContain('the-late-session-token')
  })
})

test('a write that lands after a sign-out restores nobody', async () => {
  const { scene, caller, land } = await withHangingWrite()
  await settle(scene.client.signOut(), 20_000)
  await land()
  expect(caller.state).toBe('failed')
  expect(scene.another().getSnapshot().status).toBe('signed-out')
  const late = outcomeOf(scene.client.getIdToken())
  await advance(5_000)
  expect(late.error).toMatchObject({ code: 'SIGNED_OUT' })
  const reloaded = scene.another()
  expect(reloaded.getSnapshot().status).toBe('signed-out')
  await advance(70_000)
  expect(scene.stored()).toBeNull()
})

test('a write that lands after a sign-out and a new sign-in does not end the new session', async () => {
  const { scene, land } = await withHangingWrite()
  await settle(scene.client.signOut(), 20_000)
  const second = scene.service.login('second')
  await settle(scene.client.signIn({ ...second }), 100)
  await land()
  expect(await settle(scene.client.getIdToken())).toBe(second.id_token)
  expect(scene.client.getSnapshot().status).toBe('signed-in')
})

test('a write that lands after a new sign-in does not end the new session, and the next refresh is of the new one', async () => {
  const { scene, land } = await withHangingWrite()
  const second = scene.service.login('second')
  await settle(scene.client.signIn({ ...second }), 20_000)
  await land()
  expect(await settle(scene.client.getIdToken())).toBe(second.id_token)
  await advance(2_000)
  expect(payloadOf(await settle(scene.client.getIdToken({ force: true })))).toMatchObject({ userName: 'second' })
  expect(scene.service.requests.at(-1)!.headers['session-token']).toBe(second.session_token)
  expect(scene.stored()).toContain('second-')
})

test('a write that lands over a newer token of its own session loses no token', async () => {
  const { scene, land } = await withHangingWrite()
  const { client, service } = scene
  await advance(10_000)
  await settle(client.getIdToken({ force: true }))
  const newest = scene.stored()!
  await land()
  expect(scene.stored()).not.toBe(newest)
  await settle(client.getIdToken())
  await advance(2_000)
  await settle(client.getIdToken({ force: true }))
  const sent = service.requests.map(({ headers }) => headers['session-token'])
  expect(new Set(sent).size).toBe(sent.length)
  expect(client.getSnapshot().status).toBe('signed-in')
})

const refuseRemoval = (operation: string): void => {
  if (operation === 'removeItem') throw new Error('no')
}

test.each([
  ['throws', (operation: string) => refuseRemoval(operation)],
  ['rejects', (operation: string) => (operation === 'removeItem' ? Promise.reject(new Error('no')) : undefined)],
  ['hangs', (operation: string) => (operation === 'removeItem' ? new Promise<void>(() => {}) : undefined)],
])(
  'a signOut whose removeItem %s rejects, stays dead after a reload, and the removal is tried again',
  async (_title, before) => {
    const scene = createScene()
    const { client, storage, events } = scene
    const { session_token } = await signIn(scene)
    storage.before = before
    const signOut = outcomeOf(client.signOut())
    expect(client.getSnapshot().status).toBe('signed-out')
    await advance(10_000)
    expect(signOut.error).toMatchObject({ code: 'STORAGE' })
    expect(events.map(([name, detail]) => [name, 'operation' in detail && detail.operation])).toContainEqual([
      'storage-failed',
      'remove',
    ])
    expect(scene.stored()).toContain(session_token)
    const reloaded = scene.another()
    expect(reloaded.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'none' })
    const call = outcomeOf(reloaded.getIdToken())
    await advance(5_000)
    expect(call.error).toMatchObject({ code: 'SIGNED_OUT' })
    const marks = [...storage.values].filter(([key]) => key !== RECORD_KEY).map(([, value]) => value)
    expect(marks.length).toBeGreaterThan(0)
    expect(marks.join()).not.toContain(session_token)
    storage.before = () => {}
    await advance(61_000)
    expect(scene.stored()).toBeNull()
    expect(scene.service.requests).toEqual([])
  },
)

test('a reload after a failed removal removes the record by itself', async () => {
  const scene = createScene()
  await signIn(scene)
  scene.storage.before = refuseRemoval
  outcomeOf(scene.client.signOut())
  await flush()
  scene.storage.before = (operation, key) => {
    // The page that signed out is gone: whatever it tries no longer counts.
    if (operation === 'removeItem' && key === RECORD_KEY && !isReloaded) throw new Error('no')
  }
  let isReloaded = false
  await advance(500)
  isReloaded = true
  scene.another().getSnapshot()
  await advance(61_000)
  expect(scene.stored()).toBeNull()
})

test.each([
  ['at once', 0],
  ['after a second', 1_000],
  ['after the clock was set back by a minute', -60_000],
])('a removal that is still owed does not remove the session of a sign-in %s', async (_title, jump) => {
  const scene = createScene()
  const { client, storage, service } = scene
  await signIn(scene)
  storage.before = refuseRemoval
  const signOut = outcomeOf(client.signOut())
  await flush()
  expect(signOut.state).toBe('failed')
  if (jump < 0) vi.setSystemTime(Date.now() + jump)
  else await advance(jump)
  const second = service.login('second')
  await settle(client.signIn({ ...second }))
  storage.before = () => {}
  await advance(130_000)
  expect(scene.stored()).toContain(second.session_token)
  expect(client.getSnapshot().status).toBe('signed-in')
  expect(scene.another().getSnapshot().status).toBe('signed-in')
})

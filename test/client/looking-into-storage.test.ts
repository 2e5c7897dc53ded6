// When a client looks into storage, how often, and what it makes of what it finds.
import type { StorageAdapter } from 'react-ciam'
import { describe, expect, test, vi } from 'vitest'
import { focus, openSession, readsDuring } from './counted-reads'
import { advance, BASE_URL, CLIENT_ID, createScene, flush, gate, RECORD_KEY, settle, signIn } from './scripted-service'

const ENDED_KEY = `react-ciam:ended:${CLIENT_ID}@${BASE_URL}`

describe('a started client', () => {
  test('reads once at a look, however often it was started, until it was stopped as often', async () => {
    const scene = await openSession()
    scene.client.start()
    expect(await readsDuring(scene, focus)).toBe(1)
    scene.client.stop()
    expect(await readsDuring(scene, focus)).toBe(1)
    scene.client.stop()
    expect(await readsDuring(scene, focus)).toBe(0)
    scene.client.stop()
    scene.client.start()
    expect(await readsDuring(scene, focus)).toBe(1)
    scene.client.stop()
    expect(await readsDuring(scene, focus)).toBe(0)
  })

  test('is told of changes: to give out a fresh token it reads nothing', async () => {
    const scene = await openSession()
    expect(await readsDuring(scene, () => scene.client.getIdToken())).toBe(0)
    scene.client.stop()
    expect(await readsDuring(scene, () => scene.client.getIdToken())).toBe(1)
  })

  test('sees at its start what happened before', async () => {
    const scene = createScene()
    expect(scene.client.getSnapshot().status).toBe('signed-out')
    await signIn({ client: scene.another(), service: scene.service }, 'second')
    scene.client.start()
    await flush()
    expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-in', claims: { userName: 'second' } })
  })

  test('whose first read is under way does not begin another one', async () => {
    const scene = createScene()
    scene.storage.before = (operation) => (operation === 'getItem' ? Promise.resolve() : undefined)
    const reads = await readsDuring(scene, () => {
      scene.client.start()
      scene.client.start()
      void scene.client.getIdToken().catch(() => {})
      void scene.client.getIdToken().catch(() => {})
      focus()
    })
    expect(reads).toBe(1)
  })

  test('reads nothing when it is hidden', async () => {
    const scene = await openSession()
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    const change = () => document.dispatchEvent(new Event('visibilitychange'))
    expect(await readsDuring(scene, change)).toBe(0)
    visibility.mockReturnValue('visible')
    expect(await readsDuring(scene, change)).toBe(1)
  })

  test('that read at last does not go on trying', async () => {
    const scene = createScene()
    await signIn({ client: scene.another(), service: scene.service })
    scene.storage.before = () => {
      throw new Error('not yet')
    }
    scene.client.start()
    await flush()
    expect(scene.client.getSnapshot()).toMatchObject({ status: 'restoring', error: { code: 'STORAGE' } })
    scene.storage.before = () => {}
    focus()
    await flush()
    expect(scene.client.getSnapshot().status).toBe('signed-in')
    expect(await readsDuring(scene, () => vi.advanceTimersByTime(120_000))).toBe(0)
  })
})

describe('what is found', () => {
  test('damaged at the first read is told once as a read that failed, and nobody is signed in', async () => {
    const scene = createScene()
    scene.storage.values.set(RECORD_KEY, '{"version":1,')
    scene.client.start()
    await flush()
    const error = expect.objectContaining({ code: 'STORAGE' }) as unknown
    expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'none', error })
    expect(scene.events).toEqual([['storage-failed', { operation: 'read', error }]])
  })

  test('of a session that is marked as over is removed, by whoever put it back', async () => {
    const scene = await openSession()
    const text = scene.stored()!
    await settle(scene.client.signOut())
    expect(scene.storage.values.get(ENDED_KEY)).toContain((JSON.parse(text) as { sessionKey: string }).sessionKey)
    scene.storage.values.set(RECORD_KEY, text)
    focus()
    await advance(5_000)
    expect(scene.client.getSnapshot().status).toBe('signed-out')
    expect(scene.stored()).toBeNull()
  })

  test('is left where it is while it is of a session that goes on', async () => {
    const scene = await openSession()
    const text = scene.stored()
    focus()
    await advance(5_000)
    expect(scene.storage.calls.filter(({ operation }) => operation === 'removeItem')).toEqual([])
    expect(scene.stored()).toBe(text)
  })

  test('by a look that began before a sign-out is not a session', async () => {
    const scene = await openSession()
    const text = scene.stored()!
    const reading = gate<string>()
    const { getItem } = scene.storage
    let isHeld = true
    scene.storage.getItem = (key) => (isHeld && key === RECORD_KEY ? reading.promise : getItem(key))
    focus()
    isHeld = false
    await settle(scene.client.signOut())
    scene.storage.values.delete(ENDED_KEY)
    reading.open(text)
    await flush()
    expect(scene.client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
  })
})

describe('with an adapter whose view lags', () => {
  /** `getItem` gives what `view` has; `getLatest` asks what counts. */
  function createLagging() {
    const view = new Map<string, string>()
    const latest = new Map<string, string>()
    const asked: string[] = []
    const adapter: StorageAdapter = {
      getItem: (key) => view.get(key) ?? null,
      getLatest(key) {
        asked.push(key)
        return Promise.resolve(latest.get(key) ?? null)
      },
      setItem(key, value) {
        view.set(key, value)
        latest.set(key, value)
      },
      removeItem(key) {
        view.delete(key)
        latest.delete(key)
      },
    }
    return { adapter, view, latest, asked }
  }

  test('a view that does not show the session yet ends it only if the latest has none either', async () => {
    const { adapter, view, latest } = createLagging()
    const scene = createScene({ storage: adapter })
    scene.client.start()
    await signIn(scene)
    const text = view.get(RECORD_KEY)!
    view.delete(RECORD_KEY)
    focus()
    await flush()
    expect(scene.client.getSnapshot().status).toBe('signed-in')
    view.set(RECORD_KEY, text)
    view.delete(RECORD_KEY)
    latest.delete(RECORD_KEY)
    focus()
    await flush()
    expect(scene.client.getSnapshot().status).toBe('signed-out')
  })

  test('a view that shows what is held is not asked again', async () => {
    const { adapter, asked } = createLagging()
    const scene = createScene({ storage: adapter })
    scene.client.start()
    await signIn(scene)
    asked.length = 0
    focus()
    await flush()
    expect(asked).toEqual([])
  })

  test('without getLatest a record that is gone is believed at once', async () => {
    const scene = await openSession()
    scene.storage.values.delete(RECORD_KEY)
    expect(await readsDuring(scene, focus)).toBe(1)
    expect(scene.client.getSnapshot().status).toBe('signed-out')
  })
})

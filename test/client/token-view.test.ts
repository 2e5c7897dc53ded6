// The view that hooks show: what it says in each phase, field by field.
import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { internalsOf } from '../../src/client/internals'
import { advance, createScene, flush, signIn, type Scene } from './scripted-service'

const viewOf = ({ client }: Pick<Scene, 'client'>) => internalsOf(client)!.getIdTokenView()
const NOTHING = { idToken: null, claims: null, expiresAt: null, isRefreshing: false }

test('before the first read it is pending, and nothing', () => {
  const scene = createScene()
  scene.storage.before = (operation) => (operation === 'getItem' ? Promise.resolve() : undefined)
  expect(viewOf(scene)).toEqual({ ...NOTHING, status: 'pending', error: null })
})

test('while a first read fails it is the error of that, and nothing else', async () => {
  const scene = createScene()
  scene.storage.before = () => {
    throw new Error('not now')
  }
  viewOf(scene)
  await flush()
  const error = expect.objectContaining({ code: 'STORAGE' }) as unknown
  expect(viewOf(scene)).toEqual({ ...NOTHING, status: 'error', error })
})

test('signed out it is that, with the error that ended the session', async () => {
  const scene = createScene()
  await signIn(scene)
  await scene.client.signOut()
  expect(viewOf(scene)).toEqual({ ...NOTHING, status: 'signed-out', error: null })
})

test('refused claims leave the token ready, and are no failure once it has ended', async () => {
  const scene = createScene({ claims: z.object({ missing: z.string() }) })
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  const { id_token } = await signIn(scene)
  const error = expect.objectContaining({ code: 'CLAIMS_INVALID' }) as unknown
  expect(viewOf(scene)).toMatchObject({ status: 'ready', idToken: id_token, claims: null, isRefreshing: false, error })
  await advance(301_000)
  expect(viewOf(scene)).toMatchObject({ status: 'pending', idToken: null, claims: null, error })
})

test('a refresh that failed shows beside a token that is there, and instead of one that is not', async () => {
  const scene = createScene()
  const { id_token } = await signIn(scene)
  const unavailable = () => new Response('', { status: 503 })
  scene.service.next(unavailable, unavailable)
  await expect(scene.client.getIdToken({ force: true })).rejects.toMatchObject({ code: 'SERVICE_BUSY' })
  const error = expect.objectContaining({ code: 'SERVICE_BUSY' }) as unknown
  expect(viewOf(scene)).toMatchObject({ status: 'ready', idToken: id_token, isRefreshing: false, error })
  await advance(301_000)
  expect(viewOf(scene)).toMatchObject({ status: 'error', idToken: null, error })
})

test('a new session shows nothing of the refresh and the error of the one before', async () => {
  const scene = createScene()
  await signIn(scene)
  expect(scene.client.getSnapshot()).toMatchObject({ isRefreshing: false, error: null })
  scene.service.next(() => new Response('', { status: 503 }))
  await scene.client.getIdToken({ force: true }).catch(() => {})
  await advance(5_000)
  scene.service.next(() => new Promise(() => {}))
  void scene.client.getIdToken({ force: true }).catch(() => {})
  await flush()
  expect(scene.client.getSnapshot()).toMatchObject({ isRefreshing: true, error: { code: 'SERVICE_BUSY' } })
  await scene.client.signOut()
  await signIn(scene, 'second')
  expect(scene.client.getSnapshot()).toMatchObject({ isRefreshing: false, error: null })
  expect(viewOf(scene)).toMatchObject({ isRefreshing: false, error: null })
})

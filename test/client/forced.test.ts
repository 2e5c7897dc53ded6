// `force` does not take the token that is there, wherever this client has to look for it first.
import { expect, test } from 'vitest'
import { advance, createScene, flush, outcomeOf, settle, signIn } from './scripted-service'

test.each(['synchronous', 'asynchronous'])('force refreshes the token that a first %s read finds', async (kind) => {
  const scene = createScene()
  const { id_token } = await signIn(scene)
  await advance(5_000)
  if (kind === 'asynchronous')
    scene.storage.before = (operation) => (operation === 'getItem' ? Promise.resolve() : undefined)
  const reloaded = scene.another()
  const token = await settle(reloaded.getIdToken({ force: true }), 2_000)
  expect(token).not.toBe(id_token)
  expect(scene.service.requests).toHaveLength(1)
})

test.each(['synchronous', 'asynchronous'])(
  'force refreshes the token of a sign-in elsewhere that a %s look finds',
  async (kind) => {
    const scene = createScene()
    const other = scene.another()
    await settle(other.getIdToken().catch(() => ''))
    const { id_token } = await signIn(scene)
    await advance(5_000)
    if (kind === 'asynchronous')
      scene.storage.before = (operation) => (operation === 'getItem' ? Promise.resolve() : undefined)
    const token = await settle(other.getIdToken({ force: true }), 2_000)
    expect(token).not.toBe(id_token)
    expect(scene.service.requests).toHaveLength(1)
  },
)

test('force during a sign-in takes the token of that sign-in, which is newer than the call', async () => {
  const scene = createScene()
  scene.storage.before = (operation) => (operation === 'getItem' ? Promise.resolve() : undefined)
  const reply = scene.service.login()
  const signingIn = outcomeOf(scene.client.signIn({ ...reply }))
  const forced = outcomeOf(scene.client.getIdToken({ force: true }))
  await flush()
  expect(signingIn.state).toBe('done')
  expect(forced).toMatchObject({ state: 'done', value: reply.id_token })
  expect(scene.service.requests).toHaveLength(0)
})

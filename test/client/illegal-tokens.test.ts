// Invariants 12 and 16: no token, illegal or not, leaves through an error, an event or a snapshot.
import { expect, test } from 'vitest'
import {
  advance,
  createScene,
  everythingOf,
  flush,
  idTokenOf,
  json,
  outcomeOf,
  payloadOf,
  RECORD_KEY,
  settle,
  signIn,
  type Scene,
} from './scripted-service'

test.each([
  'SECRET-SESSION\r\nX-evil: 1',
  'SECRET-SESSION 1',
  'SECRET-SESSION\u0000',
  'SECRET-SESSION-令牌',
  `SECRET-SESSION-${'x'.repeat(20_000)}`,
])(
  'an illegal session_token (%j) never appears in an error, an event or a snapshot, and is never sent',
  async (token) => {
    const scene = createScene()
    const signInCall = outcomeOf(scene.client.signIn({ session_token: token, status: 'SUCCESS' }))
    await flush()
    await signIn(scene)
    scene.service.next(() => json({ session_token: token, expire: 5, id_token: idTokenOf() }))
    await settle(scene.client.getIdToken({ force: true }))
    await advance(2_000)
    await settle(scene.client.getIdToken({ force: true }))
    const outside = scene.another()
    scene.storage.values.set(
      RECORD_KEY,
      JSON.stringify({ version: 1, sessionKey: 'a', order: 1, revision: 1, sessionToken: token }),
    )
    const restored = outcomeOf(outside.getIdToken())
    await flush()
    const shown = [
      signInCall.error,
      restored.error,
      scene.events,
      scene.client.getSnapshot(),
      outside.getSnapshot(),
    ].map(everythingOf)
    expect(signInCall.error).toMatchObject({ name: 'CiamError' })
    expect(restored.error).toMatchObject({ name: 'CiamError' })
    expect(shown.join()).not.toContain('SECRET-SESSION')
    expect(JSON.stringify(scene.service.requests.map(({ headers }) => headers))).not.toContain('SECRET-SESSION')
  },
)

const quoting: [string, (scene: Scene) => void][] = [
  [
    'fetch quotes the header',
    ({ service }) =>
      service.next(({ headers }) => {
        throw new TypeError(`Bad header ${headers['session-token']}`)
      }),
  ],
  [
    'fetch carries the request',
    ({ service }) =>
      service.next(({ init }) => {
        throw Object.assign(new TypeError('cut'), { init, cause: init })
      }),
  ],
  [
    'the reply quotes the token in its text',
    ({ service }) =>
      service.next(({ headers }) =>
        json({ error_code: 'IDAAS.SDK.PARAM.0001', error_msg: headers['session-token'] }, 400),
      ),
  ],
  [
    'getItem quotes the stored value',
    ({ storage }) => {
      storage.before = (operation, key) => {
        if (operation === 'getItem') throw new Error(`Cannot decrypt ${storage.values.get(key)}`)
      }
    },
  ],
  [
    'setItem quotes the new value',
    ({ storage }) => {
      storage.before = (operation, _key, value) => {
        if (operation === 'setItem') throw new Error(`Quota: ${value}`)
      }
    },
  ],
  [
    'removeItem quotes the stored value',
    ({ storage }) => {
      storage.before = (operation, key) => {
        if (operation === 'removeItem') throw new Error(`Cannot remove ${storage.values.get(key)}`)
      }
    },
  ],
]

test.each(quoting)('where %s, no error, event or snapshot holds a token', async (_title, spoil) => {
  const scene = createScene()
  const { client, events } = scene
  const { session_token, id_token } = await signIn(scene)
  spoil(scene)
  const errors: unknown[] = []
  const collect = async (call: Promise<unknown>): Promise<void> =>
    void (await call.catch((error: unknown) => errors.push(error)))
  const reloaded = scene.another()
  const outcome = outcomeOf(
    (async () => {
      await collect(client.getIdToken({ force: true }))
      errors.push(client.getSnapshot())
      await collect(reloaded.getIdToken())
      errors.push(reloaded.getSnapshot())
      await collect(client.signOut())
    })(),
  )
  await advance(60_000)
  expect(outcome.state).toBe('done')
  const shown = [...errors, events].map(everythingOf).join()
  expect(shown).not.toContain(session_token.slice(0, 16))
  expect(shown).not.toContain(id_token.split('.')[1]!.slice(0, 24))
  expect(shown).not.toContain('session-token-2')
  expect(payloadOf(id_token)).toMatchObject({ userName: 'first' })
})

// Invariants 2 and 6: what a page does at the `expire` it knows. A sibling's refresh may have prolonged the session since.
import { expect, test, vi } from 'vitest'
import { createScene, follow, NOTE_KEY, readStored, RECORD_KEY } from './plain-service'
import { createScriptedStorage } from './scripted-service'

const hide = (): void => void vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')

test.each([
  ['stays', false],
  ['is replaced', true],
])(
  'a hidden page that missed the refresh of a sibling lives on past the old expire, where the session_token %s',
  async (_title, rotation) => {
    const { client, service, storage, another, advance, now, events } = createScene()
    service.rotation = rotation
    await now(() => client.signIn({ ...service.login(), expire: 600 }))
    hide()
    client.keepFresh()
    const sibling = another()
    sibling.start()
    await advance(400_000)
    const idToken = await now(() => sibling.getIdToken({ force: true }))
    expect(client.getSnapshot()).toMatchObject({ sessionExpiresAt: (await readStored(storage)).revision && EXPIRE() })
    await advance(205_000)
    for (const each of [client, sibling]) expect(each.getSnapshot()).toMatchObject({ status: 'signed-in', error: null })
    expect(await now(() => client.getIdToken())).toBe(idToken)
    expect(await readStored(storage)).toMatchObject({ revision: 2 })
    expect(events.map(([name]) => name)).not.toContain('signed-out')
    expect(service.requests).toHaveLength(1)
  },
)

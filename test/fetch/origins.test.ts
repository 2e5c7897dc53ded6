// Where client.fetch sends the id_token, and that nothing leads it elsewhere.
import { expect, test } from 'vitest'
import { flush, json, outcomeOf, settle, signIn } from '../client/scripted-service'
import { allowedAddresses, apiOrigins, brokenAddresses, otherAddresses } from './addresses'
import { bearer, createApiScene, ok } from './api-scene'

test.each([
  ...allowedAddresses,
  new URL('/x', location.href),
  new Request('https://api.allowed.test/x'),
  new Request(`${location.origin}/x`),
])('the id_token goes to %s', async (input) => {
  const scene = createApiScene(ok, { apiOrigins })
  const { id_token } = await signIn(scene)
  await settle(scene.client.fetch(input))
  expect(scene.calls).toHaveLength(1)
  expect(scene.calls[0]!.headers.authorization).toBe(bearer(id_token))
})

test.each([...otherAddresses, ...brokenAddresses, new URL('https://evil.test/'), new Request('https://evil.test/x')])(
  'a call to %s is refused with CONFIG before anything is sent',
  async (input) => {
    const scene = createApiScene(ok, { apiOrigins })
    await signIn(scene)
    const call = outcomeOf(scene.client.fetch(input))
    const own = outcomeOf(scene.client.fetch(input, { headers: { Authorization: 'Basic own' } }))
    await flush()
    for (const { error } of [call, own]) expect(error).toMatchObject({ name: 'CiamError', code: 'CONFIG' })
    expect(scene.calls).toEqual([])
  },
)

test('a <base> element does not send the id_token of a relative URL to another origin', async () => {
  document.head.innerHTML = '<base href="https://evil.test/">'
  const scene = createApiScene(ok)
  await signIn(scene)
  const call = outcomeOf(scene.client.fetch('/api/x'))
  await flush()
  // A browser resolves what it is handed against the document's base.
  const targets = scene.calls.map(({ url }) => new URL(url, document.baseURI).origin)
  document.head.innerHTML = ''
  expect(call.state).not.toBe('pending')
  expect(targets).not.toContain('https://evil.test')
})

test('an input that reads differently the second time does not get past the check', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  let reads = 0
  const input = { toString: () => ((reads += 1) === 1 ? '/api/x' : 'https://evil.test/x') } as unknown as string
  outcomeOf(scene.client.fetch(input))
  await flush()
  expect(scene.calls.map(({ url }) => new URL(url, location.href).origin)).not.toContain('https://evil.test')
})

test('a relative address is sent as the absolute one that was checked', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  await settle(scene.client.fetch('x/../y?q=1'))
  expect(scene.calls[0]!.url).toBe(`${location.origin}/y?q=1`)
})

test.each([
  ['a call', '/x', undefined, 'error'],
  ['a call that says manual', '/x', { redirect: 'manual' }, 'manual'],
  ['a call that says follow', '/x', { redirect: 'follow' }, 'follow'],
  ['a Request', new Request(`${location.origin}/x`), undefined, 'error'],
  ['a Request that says manual', new Request(`${location.origin}/x`, { redirect: 'manual' }), undefined, 'manual'],
  [
    'a Request that says manual, over it',
    new Request(`${location.origin}/x`, { redirect: 'manual' }),
    { redirect: 'error' },
    'error',
  ],
] as const)('%s follows no redirect unless it says so', async (_title, input, init, redirect) => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  await settle(scene.client.fetch(input, init))
  expect(new Set(scene.calls.map(({ init: sent }) => sent.redirect))).toEqual(new Set([redirect]))
})

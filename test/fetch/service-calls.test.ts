// Calls of the service through client.fetch: the service headers come with them, below baseUrl and nowhere else.
import { expect, test } from 'vitest'
import { DEVICE, CLIENT_ID, settle, signIn } from '../client/scripted-service'
import { bearer, createApiScene, ok } from './api-scene'

test.each([
  ['https://tenant.test', 'https://tenant.test/api/v2/sdk/pwd', true],
  ['https://tenant.test', '/api', false],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam', true],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam/x?y', true],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam2/x', false],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam/../x', false],
  ['https://tenant.test/ciam', 'https://tenant.test/ciam/%2e%2e/x', false],
  ['https://tenant.test/ciam', 'https://tenant.test/', false],
  ['/ciam', '/ciam/x', true],
  ['/ciam', '/ciamx', false],
  ['/ciam', '/x', false],
  ['/ciam', 'https://api.allowed.test/ciam/x', false],
])('with baseUrl %s, a call to %s has the service headers: %s', async (baseUrl, url, expected) => {
  const scene = createApiScene(ok, { baseUrl, apiOrigins: ['https://api.allowed.test'] })
  await signIn(scene)
  await settle(scene.client.fetch(url, { headers: { 'x-own': '1' } }))
  const { headers } = scene.calls[0]!
  expect(['x-client-id', 'x-device-fingerprint', 'x-agent'].map((name) => name in headers)).toEqual([
    expected,
    expected,
    expected,
  ])
  expect(headers['x-own']).toBe('1')
  expect(headers['session-token']).toBeUndefined()
})

test.each([
  ['/pwd/check-exist', {}],
  ['/pwd/change', { method: 'POST', body: '{"new_password":"a"}' }],
  ['/pwd/update-by-email', { method: 'POST', body: '{"verify_code":"1","password":"a"}' }],
  ['/profile/update-mobile', { method: 'POST', body: '{"mobile":"1","verify_code":"1"}' }],
  ['/profile/update', { method: 'POST', body: '{"name":"A"}' }],
  ['/social/unbind-account', { method: 'POST', body: '{"id":"1"}' }],
])('the self-service call %s has Authorization and every header of a device', async (path, init) => {
  const scene = createApiScene(ok)
  const { id_token } = await signIn(scene)
  await settle(scene.client.fetch(`https://tenant.test/api/v2/sdk${path}`, init))
  expect(scene.calls[0]!.headers).toEqual({
    authorization: bearer(id_token),
    'content-type': 'application/json',
    'x-client-id': CLIENT_ID,
    'x-operating-sys-version': DEVICE.osVersion,
    'x-device-fingerprint': DEVICE.fingerprint,
    'x-agent': DEVICE.userAgent,
    'x-l': 'en',
  })
})

test('a call of the service is the refresh of the same device: one fingerprint', async () => {
  const scene = createApiScene(ok, { device: undefined } as object)
  await signIn(scene)
  await settle(scene.client.getIdToken({ force: true }))
  await settle(scene.client.fetch('https://tenant.test/api/v2/sdk/pwd/check-exist'))
  const { headers } = scene.service.requests[0]!
  expect(headers['x-device-fingerprint']).toMatch(/./)
  expect(scene.calls[0]!.headers['x-device-fingerprint']).toBe(headers['x-device-fingerprint'])
})

test.each([
  ['a string', 'application/json', '{}'],
  ['nothing', 'application/json', undefined],
  ['a form', undefined, new FormData()],
  ['URL parameters', undefined, new URLSearchParams('a=1')],
  ['a file', undefined, new Blob(['a'], { type: 'image/png' })],
])('the content type of a service call with %s as its body is %s', async (_title, expected, body) => {
  const scene = createApiScene(ok)
  await signIn(scene)
  await settle(scene.client.fetch('https://tenant.test/x', { method: 'POST', ...(body !== undefined && { body }) }))
  expect(scene.calls[0]!.headers['content-type']).toBe(expected)
})

test("a header that the caller set stands, also the service's own and the language", async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  const headers = { 'X-L': 'zh', 'Content-Type': 'text/plain', 'X-Agent': 'own' }
  await settle(scene.client.fetch('https://tenant.test/x', { method: 'POST', body: 'a', headers }))
  expect(scene.calls[0]!.headers).toMatchObject({ 'x-l': 'zh', 'content-type': 'text/plain', 'x-agent': 'own' })
})

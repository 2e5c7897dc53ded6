// Whose Authorization a call of client.fetch carries, and what becomes of it where nobody is signed in.
import { expect, test } from 'vitest'
import { advance, flush, json, outcomeOf, refusal, settle, signIn } from '../client/scripted-service'
import { createApiScene, ok } from './api-scene'

test.each([
  ['init', '/x', { headers: { authorization: 'Basic own' } }],
  ['a Request', new Request(`${location.origin}/x`, { headers: { Authorization: 'Basic own' } }), undefined],
] as const)("a caller's own Authorization in %s stands, and its 401 causes no refresh", async (_title, input, init) => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  const response = await settle(scene.client.fetch(input, init))
  expect(response.status).toBe(401)
  expect(scene.calls.map(({ headers }) => headers.authorization)).toEqual(['Basic own'])
  expect(scene.refreshes()).toBe(0)
})

test("a Request's own headers go along, and those of init take their place", async () => {
  const scene = createApiScene(ok)
  const { id_token } = await signIn(scene)
  const request = new Request(`${location.origin}/x`, { headers: { 'x-own': '1' } })
  await settle(scene.client.fetch(request))
  await settle(scene.client.fetch(request, { headers: { 'x-other': '2' } }))
  const authorization = `Bearer ${id_token}`
  expect(scene.calls.map(({ headers }) => headers)).toEqual([
    { authorization, 'x-own': '1' },
    { authorization, 'x-other': '2' },
  ])
})

test('what the caller handed over is not changed', async () => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  const headers = new Headers({ 'x-own': '1' })
  const init = { headers }
  await settle(scene.client.fetch('/x', init))
  expect(init).toEqual({ headers })
  expect(Object.fromEntries(headers)).toEqual({ 'x-own': '1' })
})

test.each([
  ['plain', {}],
  ['with an own Authorization', { headers: { Authorization: 'Basic own' } }],
])('signed out, a call %s rejects and nothing is sent, also as the first use of a client', async (_title, init) => {
  const scene = createApiScene(ok)
  const first = outcomeOf(scene.client.fetch('/x', init))
  await flush()
  const second = outcomeOf(scene.client.fetch('/x', init))
  await flush()
  expect(second.error).toMatchObject({ code: 'SIGNED_OUT' })
  expect(first.error).toMatchObject({ code: 'SIGNED_OUT' })
  expect(scene.calls).toEqual([])
})

test('after a rejected session, a call rejects with the error that ended it', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  scene.service.next(() => refusal('IDAAS.SDK.PARAM.0023'))
  outcomeOf(scene.client.getIdToken({ force: true }))
  await advance(2_000)
  const call = outcomeOf(scene.client.fetch('/x'))
  await flush()
  expect(call.error).toMatchObject({ code: 'SESSION_REJECTED' })
  expect(scene.calls).toEqual([])
})

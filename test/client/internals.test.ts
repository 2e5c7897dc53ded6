// What the React binding and the axios entry find in a client, and in what is none.
import { expect, test } from 'vitest'
import { CALL_RULES, callRulesOf, CLIENT_INTERNALS, internalsOf } from '../../src/client/internals'
import { createScene, flush, signIn } from './scripted-service'

test('a client has internals and rules under the keys that every copy of the package knows', () => {
  const { client } = createScene()
  expect([CLIENT_INTERNALS, CALL_RULES]).toEqual([Symbol.for('react-ciam.client'), Symbol.for('react-ciam.calls')])
  expect(internalsOf(client)?.getIdTokenView()).toMatchObject({ status: 'signed-out' })
  expect(callRulesOf(client as never)?.allows('https://tenant.test/a')).toBe(true)
})

test.each([undefined, {}, { fetch: undefined }, { fetch: () => {} }])('%j has neither', (other) => {
  expect(internalsOf(other as never)).toBeNull()
  expect(callRulesOf(other as never)).toBeNull()
})

test('refresh() asks the service though the id_token is fresh, and is not seen among the client’s own properties', async () => {
  const scene = createScene()
  const { id_token: first } = await signIn(scene)
  const refreshing = internalsOf(scene.client)!.refresh()
  await flush()
  expect(await refreshing).not.toBe(first)
  expect(scene.service.requests).toHaveLength(1)
  expect(Object.getOwnPropertySymbols({ ...scene.client })).toEqual([])
})

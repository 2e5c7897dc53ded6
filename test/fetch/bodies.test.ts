// Bodies of calls through client.fetch: repeated whole, or the call is not repeated.
import { expect, test } from 'vitest'
import { flush, json, outcomeOf, settle, signIn } from '../client/scripted-service'
import { createApiScene, ok } from './api-scene'

const once = () => {
  let count = 0
  return () => ((count += 1) === 1 ? json({}, 401) : ok())
}

test.each([
  ['a string', '{"a":1}'],
  ['an empty string', ''],
  ['a form', new FormData()],
  ['URL parameters', new URLSearchParams('a=1')],
  ['a file', new Blob(['a'])],
  ['bytes', new Uint8Array([1, 2]).buffer],
  ['nothing', undefined],
  ['null', null],
])('a call with %s as its body is repeated with the same method, headers and body', async (_title, body) => {
  const scene = createApiScene(once())
  await signIn(scene)
  const init = { method: 'PUT', headers: { 'x-own': '1' }, ...(body !== undefined && { body }) }
  expect((await settle(scene.client.fetch('/x', init))).status).toBe(200)
  expect(scene.calls).toHaveLength(2)
  for (const call of scene.calls) {
    expect(call.init).toMatchObject({ method: 'PUT' })
    expect(call.init.body).toBe(body)
    expect(call.headers).toMatchObject({ 'x-own': '1' })
  }
  expect(new Set(scene.tokens()).size).toBe(2)
})

test.each([
  ['a string', 'the body'],
  ['a stream', new Response('the body').body],
])('a Request that was made with %s is repeated whole', async (_title, body) => {
  const bodies: string[] = []
  const scene = createApiScene(async ({ request }) => {
    bodies.push(await request!.text())
    return bodies.length === 1 ? json({}, 401) : ok()
  })
  await signIn(scene)
  const request = new Request(`${location.origin}/x`, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect((await settle(scene.client.fetch(request))).status).toBe(200)
  expect(bodies).toEqual(['the body', 'the body'])
})

test('a stream is not repeated: its first answer is returned, no refresh is made for it', async () => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  const body = new ReadableStream({ start: (controller) => controller.close() })
  const response = await settle(scene.client.fetch('/x', { method: 'POST', body, duplex: 'half' } as RequestInit))
  expect(response.status).toBe(401)
  expect([scene.refreshes(), scene.calls.length]).toEqual([0, 1])
})

test('a Request whose body was read before rejects as fetch does, and nothing is sent', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  const request = new Request(`${location.origin}/x`, { method: 'POST', body: 'the body' })
  await request.text()
  const call = outcomeOf(scene.client.fetch(request))
  await flush()
  expect(call.error).toBeInstanceOf(TypeError)
  expect(scene.calls).toEqual([])
})

test('the body of init takes the place of the one of a Request', async () => {
  const scene = createApiScene(once())
  await signIn(scene)
  const request = new Request(`${location.origin}/x`, { method: 'POST', body: 'old' })
  await settle(scene.client.fetch(request, { body: 'new' }))
  expect(scene.calls.map(({ init }) => init.body)).toEqual(['new', 'new'])
})

// A caller of client.fetch who gives up: before, during the call, during the refresh. The refresh runs on.
import { expect, test } from 'vitest'
import { advance, flush, gate, json, outcomeOf, settle, signIn } from '../client/scripted-service'
import { createApiScene, ok } from './api-scene'

test('a call that is aborted before it begins sends nothing', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  const reason = new Error('enough')
  const call = outcomeOf(scene.client.fetch('/x', { signal: AbortSignal.abort(reason) }))
  await flush()
  expect(call.error).toBe(reason)
  expect(scene.calls).toEqual([])
})

test('a Request that is aborted before it begins sends nothing', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  const controller = new AbortController()
  const request = new Request(`${location.origin}/x`)
  // The test environment brings AbortSignals that Request refuses.
  Object.defineProperty(request, 'signal', { value: controller.signal })
  const reason = new Error('enough')
  controller.abort(reason)
  const call = outcomeOf(scene.client.fetch(request))
  await flush()
  expect(call.error).toBe(reason)
  const without = outcomeOf(scene.client.fetch(request, { signal: null }))
  await flush()
  expect(without.value?.status).toBe(200)
  expect(scene.calls).toHaveLength(1)
})

test('an abort while the call waits for a token ends it, sends nothing, and lets the refresh finish', async () => {
  const scene = createApiScene(ok)
  await signIn(scene)
  await advance(301_000)
  const answer = gate<Response>()
  scene.service.next(() => answer.promise)
  const controller = new AbortController()
  const call = outcomeOf(scene.client.fetch('/x', { signal: controller.signal }))
  await flush()
  expect(scene.refreshes()).toBe(1)
  const reason = new Error('enough')
  controller.abort(reason)
  await flush()
  expect(call.error).toBe(reason)
  answer.open(scene.service.rotate(scene.service.requests[0]!))
  await flush()
  expect(scene.calls).toEqual([])
  expect(scene.stored()).toContain('session-token-2')
})

test('the signal is handed on, so that an abort during the call, or during the repeat, reaches it', async () => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  const { signal } = new AbortController()
  await settle(scene.client.fetch('/x', { signal }))
  expect(scene.calls.map(({ init }) => init.signal)).toEqual([signal, signal])
})

test('a call that is aborted when its refusal comes causes no refresh', async () => {
  const controller = new AbortController()
  const reason = new Error('enough')
  const scene = createApiScene(() => {
    controller.abort(reason)
    return json({}, 401)
  })
  await signIn(scene)
  const call = outcomeOf(scene.client.fetch('/x', { signal: controller.signal }))
  await flush()
  expect(call.error).toBe(reason)
  expect([scene.refreshes(), scene.calls.length]).toEqual([0, 1])
})

test('an abort ends the call with its reason, and not the refresh that it started', async () => {
  const scene = createApiScene(() => json({}, 401))
  await signIn(scene)
  await advance(5_000)
  let answer: (response: Response) => void = () => {}
  scene.service.next(() => new Promise((resolve) => (answer = resolve)))
  const controller = new AbortController()
  const call = outcomeOf(scene.client.fetch('/x', { signal: controller.signal }))
  await flush()
  expect(scene.refreshes()).toBe(1)
  const reason = new Error('enough')
  controller.abort(reason)
  await flush()
  expect(call.error).toBe(reason)
  answer(scene.service.rotate(scene.service.requests[0]!))
  await flush()
  expect(scene.stored()).toContain('session-token-2')
})

test('the abort of one caller leaves the others their repeat', async () => {
  let isRefusing = true
  const scene = createApiScene(() => (isRefusing ? json({}, 401) : ok()))
  await signIn(scene)
  const answer = gate<Response>()
  scene.service.next(() => answer.promise)
  const controller = new AbortController()
  const given = outcomeOf(scene.client.fetch('/x', { signal: controller.signal }))
  const kept = outcomeOf(scene.client.fetch('/y'))
  await flush()
  controller.abort()
  isRefusing = false
  answer.open(scene.service.rotate(scene.service.requests[0]!))
  await flush()
  expect(given.state).toBe('failed')
  expect(kept.value?.status).toBe(200)
  expect(scene.refreshes()).toBe(1)
})

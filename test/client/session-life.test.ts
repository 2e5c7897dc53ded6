// The life of a session from sign-in to sign-out, through the public client and the emulator.
import { createCiamClient } from 'react-ciam'
import { EMULATOR_CLIENT_ID } from 'react-ciam/testing'
import { expect, test, vi } from 'vitest'
import { BASE_URL, createHarness } from './harness'

test('a sign-in is saved, and a later page has the session without a request', async () => {
  const { client, emulator, another } = createHarness()
  expect(client.getSnapshot()).toEqual({ status: 'signed-out', reason: 'none', error: null })
  await client.signIn(await emulator.login())
  const reloaded = another()
  expect(reloaded.getSnapshot()).toMatchObject({ status: 'signed-in', isRefreshing: false, error: null })
  expect(reloaded.getSnapshot()).toEqual(client.getSnapshot())
  await reloaded.getIdToken()
  expect(emulator.ledger.refreshes()).toHaveLength(0)
})

test('while keepFresh is held the id_token is refreshed ahead of its end, each rotation saved', async () => {
  const { client, emulator, advance, events } = createHarness()
  await client.signIn(await emulator.login())
  const first = await client.getIdToken()
  const release = client.keepFresh()
  await advance(239_000)
  expect(emulator.ledger.refreshes()).toHaveLength(0)
  await advance(2_000)
  expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated', reused: false }])
  expect(await client.getIdToken()).not.toBe(first)
  await advance(241_000)
  expect(emulator.ledger.refreshes()).toHaveLength(2)
  expect(events.map(([name]) => name)).toEqual(['signed-in', 'refreshed', 'refreshed'])
  release()
  await advance(600_000)
  expect(emulator.ledger.refreshes()).toHaveLength(2)
})

test('getIdToken joins one refresh, and a second force within a second is given its token', async () => {
  const { client, emulator, flush } = createHarness()
  await client.signIn(await emulator.login())
  const calls = [client.getIdToken({ force: true }), client.getIdToken({ force: true })]
  await flush()
  const [a, b] = await Promise.all(calls)
  expect(a).toBe(b)
  const again = client.getIdToken({ force: true })
  await flush()
  expect(await again).toBe(a)
  expect(emulator.ledger.refreshes()).toHaveLength(1)
})

test('a sign-out ends the session in memory at once, in storage, and for every later call', async () => {
  const { client, emulator, storage, events } = createHarness()
  await client.signIn(await emulator.login())
  const key = `react-ciam:session:${EMULATOR_CLIENT_ID}@${BASE_URL}`
  expect(await storage.getItem(key)).not.toBeNull()
  const signOut = client.signOut()
  expect(client.getSnapshot()).toEqual({ status: 'signed-out', reason: 'signed-out', error: null })
  await signOut
  await expect(client.getIdToken()).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  expect(await storage.getItem(key)).toBeNull()
  expect(events.at(-1)).toEqual(['signed-out', { reason: 'signed-out' }])
})

test('without a window nothing is read, and getIdToken() rejects with CONFIG', async () => {
  vi.stubGlobal('window', undefined)
  const client = createCiamClient({ baseUrl: 'https://tenant.test', clientId: 'a' })
  expect(client.getSnapshot()).toEqual({ status: 'restoring', error: null })
  await expect(client.getIdToken()).rejects.toMatchObject({ code: 'CONFIG' })
})

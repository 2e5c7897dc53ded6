// The device's fingerprint in a storage that has something else, or nothing to show, under its key.
import { expect, test } from 'vitest'
import { createScene, settle } from './scripted-service'

const KEY = 'react-ciam:fingerprint'
const browserDevice = { device: undefined as never }

test('a blank fingerprint in storage is none: another one is made and kept', async () => {
  const scene = createScene(browserDevice)
  scene.storage.values.set(KEY, ' ')
  const { 'X-device-fingerprint': made } = await settle(scene.client.getServiceHeaders(), 1_000)
  expect(made).toMatch(/^[!-~]{16,}$/)
  expect(scene.storage.values.get(KEY)).toBe(made)
})

test('a fingerprint that cannot be read is not written over', async () => {
  const scene = createScene(browserDevice)
  scene.storage.values.set(KEY, 'the-one-that-is-there')
  scene.storage.before = (operation, key) => {
    if (operation === 'getItem' && key === KEY) throw new Error('not now')
  }
  const { 'X-device-fingerprint': used } = await settle(scene.client.getServiceHeaders(), 1_000)
  expect(used).toMatch(/^[!-~]{16,}$/)
  expect(scene.storage.values.get(KEY)).toBe('the-one-that-is-there')
})

test('a device that throws is CONFIG, with the name of what was thrown as its cause', async () => {
  const scene = createScene({
    device: () => {
      throw new TypeError('may quote what the app knows')
    },
  })
  const error: unknown = await settle(scene.client.getServiceHeaders().catch((reason: unknown) => reason))
  expect(error).toMatchObject({ code: 'CONFIG', cause: { name: 'TypeError' } })
  expect(String((error as { cause: Error }).cause.message)).not.toContain('quote what')
})

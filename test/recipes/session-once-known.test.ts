// The recipe that guards wait for: it waits for storage, no longer, and leaves nothing behind.
import { createCiamClient, type StorageAdapter } from 'react-ciam'
import { memoryStorage } from 'react-ciam/storage'
import { sessionRecord } from 'react-ciam/testing'
import { expect, test, vi } from 'vitest'

const options = { baseUrl: 'https://tenant.example.com', clientId: 'application' }

/** The recipe over a client whose storage answers as the test says. */
async function recipeOver(getItem: StorageAdapter['getItem']) {
  vi.resetModules()
  const client = createCiamClient({ ...options, storage: { ...memoryStorage(), getItem } })
  vi.doMock('./ciam', () => ({ client }))
  return { client, ...(await import('./session-once-known')) }
}

test('it waits for storage', async () => {
  let answer: (value: string | null) => void = () => {}
  const { key, value } = sessionRecord(options, { session_token: 'a', status: 'SUCCESS' })
  const { sessionOnceKnown } = await recipeOver((asked) =>
    asked === key ? new Promise((resolve) => (answer = resolve)) : null,
  )
  let status = ''
  const known = sessionOnceKnown().then((session) => (status = session.status))
  await Promise.resolve()
  expect(status).toBe('')
  await vi.waitFor(() => answer(value))
  await known
  expect(status).toBe('signed-in')
})

test('what is known is told at once', async () => {
  const { sessionOnceKnown } = await recipeOver(() => null)
  expect(await sessionOnceKnown()).toMatchObject({ status: 'signed-out', reason: 'none' })
})

test('where storage fails, it does not wait for ever: the guard sees why', async () => {
  const { sessionOnceKnown } = await recipeOver(() => Promise.reject(new Error('broken')))
  expect(await sessionOnceKnown()).toMatchObject({ status: 'restoring', error: { code: 'STORAGE' } })
})

// The recipe for coming from hand-written tokens: nobody is signed out by it, and no token is lost on the way.
import { beforeEach, expect, test, vi } from 'vitest'
import { createFakeLocks } from '../tabs-ports/fake-locks'
import { client } from './ciam'
import { emulator } from './network'
import { beginEachSignedOut, signIn } from './recipe-scene'
import { takeOverOldSession } from './take-over-old-session'

beginEachSignedOut()

beforeEach(async () => {
  const { locks } = createFakeLocks()
  const request = (name: string, ...rest: [LockGrantedCallback<unknown>]) =>
    rest.length === 1 ? locks.request(name, {}, rest[0]) : locks.request(name, ...rest)
  vi.stubGlobal('navigator', { onLine: true, language: 'en', locks: { request } })
  const { session_token, id_token } = await emulator.login()
  localStorage.setItem('session_token', session_token)
  localStorage.setItem('id_token', id_token)
  localStorage.setItem('theme', 'dark')
})

const oldKeys = () => ['session_token', 'id_token'].filter((key) => localStorage.getItem(key) !== null)

test('who was signed in before is signed in, the old values are gone, and nothing else is', async () => {
  await takeOverOldSession()
  expect(client.getSnapshot().status).toBe('signed-in')
  expect(oldKeys()).toEqual([])
  expect(localStorage.getItem('theme')).toBe('dark')
})

test('the old id_token is not given out: the first token is a new one', async () => {
  const old = localStorage.getItem('id_token')
  await takeOverOldSession()
  expect(await client.getIdToken()).not.toBe(old)
  expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: 'rotated' }])
})

test('where nothing is left to take over, nothing happens', async () => {
  localStorage.clear()
  await takeOverOldSession()
  expect(client.getSnapshot().status).toBe('signed-out')
})

test('a session that there is already stays, and the old values go', async () => {
  await signIn('second')
  const before = client.getSnapshot()
  await takeOverOldSession()
  expect(client.getSnapshot()).toBe(before)
  expect(oldKeys()).toEqual([])
})

test('two at once sign in once', async () => {
  let signedIn = 0
  const unsubscribe = client.on('signed-in', () => (signedIn += 1))
  await Promise.all([takeOverOldSession(), takeOverOldSession()])
  unsubscribe()
  expect(signedIn).toBe(1)
})

test('while the new record cannot be written the old values stay; the next load removes them', async () => {
  const { setItem } = Storage.prototype
  const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(function (this: Storage, key, value) {
    if (key.startsWith('react-ciam:')) throw new DOMException('full', 'QuotaExceededError')
    setItem.call(this, key, value)
  })
  await takeOverOldSession()
  expect(client.getSnapshot().status).toBe('signed-in')
  expect(oldKeys()).toEqual(['session_token', 'id_token'])
  full.mockRestore()
  await client.getIdToken()
  await takeOverOldSession()
  expect(oldKeys()).toEqual([])
})

test('an old token that the service does not know any more ends in signed-out', async () => {
  localStorage.setItem('session_token', 'of-last-year')
  await takeOverOldSession()
  await expect(client.getIdToken()).rejects.toMatchObject({ code: 'SESSION_REJECTED' })
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'session-rejected' })
})

test('an old value that is no token stays where it is', async () => {
  localStorage.setItem('session_token', 'two words')
  await expect(takeOverOldSession()).rejects.toMatchObject({ name: 'CiamError' })
  expect(oldKeys()).toEqual(['session_token', 'id_token'])
})

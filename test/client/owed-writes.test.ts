// Invariants 3 and 7: a record that storage lacks is written until it is there, and never over what counts more.
import { expect, test } from 'vitest'
import { createScene, follow, NOTE_KEY, readStored, RECORD_KEY } from './plain-service'
import { createScriptedStorage } from './scripted-service'

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

test('the write of a new sign-in is tried again, also where the retry for the session before it is still under way', async () => {
  const storage = createScriptedStorage()
  const { client, service, advance } = createScene({ storage })
  let isFull = true
  storage.before = async (operation, key) => {
    await wait(300)
    if (isFull && operation === 'setItem' && key === RECORD_KEY) throw new Error('Full')
  }
  const first = follow(client.signIn(service.login()))
  await advance(600)
  expect(first.status).toBe('resolved')
  await advance(900)
  // The first session's retry comes 100 ms later, and waits until this one was tried to be written.
  const reply = service.login()
  const second = follow(client.signIn(reply))
  await advance(800)
  expect(second.status).toBe('resolved')
  isFull = false
  expect(storage.values.has(RECORD_KEY)).toBe(false)
  await advance(70_000)
  expect(storage.values.get(RECORD_KEY)).toContain(reply.session_token)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
})

test('an old record that is written late over a new sign-in is replaced by that again when the page is focused', async () => {
  const storage = createScriptedStorage()
  const { client, service, signIn, advance } = createScene({ storage })
  client.start()
  await signIn()
  storage.before = (operation, key) => {
    if (operation !== 'setItem' || key !== RECORD_KEY) return
    storage.before = () => {}
    return wait(10_000)
  }
  const force = follow(client.getIdToken({ force: true }))
  await advance(1_000)
  const reply = service.login()
  const signingIn = follow(client.signIn(reply))
  await advance(4_000)
  expect(signingIn.status).toBe('resolved')
  expect(force).toMatchObject({ status: 'resolved', value: reply.id_token })
  expect(await readStored(storage)).toMatchObject({ sessionToken: reply.session_token, revision: 1 })
  await advance(6_000)
  expect(await readStored(storage)).toMatchObject({ revision: 2 })
  window.dispatchEvent(new Event('focus'))
  await advance(1_000)
  expect(await readStored(storage)).toMatchObject({ sessionToken: reply.session_token, revision: 1 })
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-in' })
})

test('a record that was owed, and is removed after it was written, is not written again by the answer under way', async () => {
  const storage = createScriptedStorage()
  const { client, service, signIn, now, advance } = createScene({ storage })
  storage.before = (operation, key) => {
    if (operation === 'setItem' && key === RECORD_KEY) throw new Error('Full')
  }
  await signIn()
  client.start()
  await advance(500) // What starts tries to save at once; the next try is later than the refresh.
  storage.before = () => {}
  expect(storage.values.has(RECORD_KEY)).toBe(false)
  service.next.push((request) => {
    expect(storage.values.delete(RECORD_KEY)).toBe(true)
    return service.grant(request)
  })
  await expect(now(() => client.getIdToken({ force: true }))).rejects.toMatchObject({ code: 'SIGNED_OUT' })
  expect(storage.values.has(RECORD_KEY)).toBe(false)
  expect(client.getSnapshot()).toMatchObject({ status: 'signed-out', reason: 'signed-out' })
})

test('a session that is saved while a refresh looks into storage is not taken for one that somebody cleared', async () => {
  const storage = createScriptedStorage()
  const { client, service, events, advance, now } = createScene({ storage })
  let isFull = true
  storage.before = (operation, key) => {
    if (isFull && operation === 'setItem' && key === RECORD_KEY) throw new Error('Full')
    return operation === 'getItem' && key === NOTE_KEY ? wait(2_800) : undefined
  }
  await now(() => client.signIn(service.login()))
  await advance(500)
  // The record is looked for now, and is not there; what is noted of requests comes after the record was saved.
  const force = follow(client.getIdToken({ force: true }))
  await advance(100)
  isFull = false
  await advance(2_000)
  expect(storage.values.has(RECORD_KEY)).toBe(true)
  await advance(9_000)
  expect(force.status).toBe('resolved')
  expect(events.map(([name]) => name)).not.toContain('signed-out')
})

test('an old record that is put back is written over until that has worked', async () => {
  const storage = createScriptedStorage()
  const { client, events, signIn, now, advance } = createScene({ storage })
  await signIn()
  client.start()
  const old = storage.values.get(RECORD_KEY)!
  await now(() => client.getIdToken({ force: true }))
  const newest = storage.values.get(RECORD_KEY)!
  storage.values.set(RECORD_KEY, old)
  let fails = 2
  storage.before = (operation, key) => {
    if (operation === 'setItem' && key === RECORD_KEY && (fails -= 1) >= 0) throw new Error('Full')
  }
  window.dispatchEvent(new Event('focus'))
  await advance(10_000)
  expect(storage.values.get(RECORD_KEY)).toBe(newest)
  expect(events.filter(([name]) => name === 'storage-failed')).toHaveLength(2)
  expect(client.getSnapshot().status).toBe('signed-in')
})

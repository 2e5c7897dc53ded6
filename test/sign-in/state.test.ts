// The state as listeners see it: sessions that begin elsewhere, listeners that throw, objects that stay the same.
import { EMULATOR_USERS } from 'react-ciam/testing'
import { createSignIn, type SignIn, type SignInState } from 'react-ciam/sign-in'
import { memoryStorage } from 'react-ciam/storage'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSignInScene, hang, inState, json, refusal } from './sign-in-scene'

const { mobile } = EMULATOR_USERS[0]!
const LOGIN = { session_token: 'SessionTokenOfTheTests', expire: 600, id_token: 'a.b.c', status: 'SUCCESS' }

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** The states that a listener saw. */
function watch(signIn: SignIn): SignInState[] {
  const states: SignInState[] = []
  signIn.subscribe(() => states.push(signIn.getState()))
  return states
}

describe('a session of another tab', () => {
  test('ends what is half-finished here: a late answer changes nothing, and the next sign-in begins anew', async () => {
    const scene = createSignInScene()
    scene.client.start()
    const sent = inState(await inState(scene.signIn, 'ready').enterCode({ mobile }), 'code-sent')
    const states = watch(scene.signIn)
    scene.next.push(hang)
    const running = sent.verify({ code: '1' })
    await vi.advanceTimersByTimeAsync(0)
    await scene.another().signIn(LOGIN)
    expect(await running).toEqual({ status: 'signed-in', isBusy: false, problem: null })
    expect(states.map(({ status, isBusy }) => [status, isBusy])).toEqual([
      ['code-sent', true],
      ['signed-in', false],
    ])
    await scene.client.signOut()
    expect(inState(scene.signIn, 'ready')).toMatchObject({ isBusy: false, problem: null })
    expect(states.at(-1)!.status).toBe('ready')
  })

  test('from an earlier visit is there at once, and its end leads to ready', async () => {
    const scene = createSignInScene()
    await scene.client.signIn(LOGIN)
    const later = createSignIn(scene.another())
    expect(later.getState()).toEqual({ status: 'signed-in', isBusy: false, problem: null })
    expect(scene.requests).toEqual([])
    await scene.client.signOut()
    expect(scene.signIn.getState().status).toBe('ready')
  })

  test('that is still being read is none yet; found, it ends what was begun meanwhile', async () => {
    const stored = memoryStorage()
    const first = createSignInScene({ client: { storage: stored } })
    await first.client.signIn(LOGIN)
    let read!: () => void
    const reading = new Promise<void>((resolve) => (read = resolve))
    const storage = { ...stored, getItem: async (key: string) => reading.then(() => stored.getItem(key)) }
    const { client, signIn, requests } = createSignInScene({ client: { storage } })
    expect(client.getSnapshot().status).toBe('restoring')
    const sent = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
    const states = watch(signIn)
    read()
    await vi.advanceTimersByTimeAsync(0)
    expect(states.map(({ status }) => status)).toEqual(['signed-in'])
    inState(await sent.verify({ code: '1' }), 'signed-in')
    expect(requests).toEqual([])
  })

  test('makes the steps of before send nothing', async () => {
    const scene = createSignInScene()
    const ready = inState(scene.signIn, 'ready')
    await scene.client.signIn(LOGIN)
    inState(await ready.signInWithPassword({ userName: 'demo', password: 'p' }), 'signed-in')
    inState(await ready.enterCode({ mobile }), 'signed-in')
    expect(scene.requests).toEqual([])
  })
})

test('a listener that throws stops nothing; its error goes to the global handler', async () => {
  const reportError = vi.fn()
  vi.stubGlobal('reportError', reportError)
  const { signIn } = createSignInScene()
  const error = new Error('of a listener')
  signIn.subscribe(() => {
    throw error
  })
  const states = watch(signIn)
  inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
  expect(reportError).toHaveBeenCalledWith(error)
  expect(states.map(({ status }) => status)).toEqual(['code-sent'])
})

test('unsubscribing twice is once, and one function that listens twice is told twice', async () => {
  const { signIn, client } = createSignInScene()
  const listener = vi.fn()
  const stop = signIn.subscribe(listener)
  signIn.subscribe(listener)
  stop()
  stop()
  await inState(signIn, 'ready').enterCode({ mobile })
  expect(listener).toHaveBeenCalledTimes(1)
  await inState(signIn, 'code-sent').back()
  listener.mockClear()
  await client.signIn(LOGIN)
  expect(listener).toHaveBeenCalledTimes(1)
})

test('what happened while nobody listened keeps no later change from a listener', async () => {
  const { signIn, client } = createSignInScene()
  inState(await inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent').back(), 'ready')
  await client.signIn(LOGIN)
  const states = watch(signIn)
  await client.signOut()
  expect(states.map(({ status }) => status)).toEqual(['ready'])
})

test('two sign-ins of one client stand apart, and a session ends both', async () => {
  const { signIn, client, next } = createSignInScene()
  const other = createSignIn(client, { captcha: false })
  inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
  inState(other, 'ready')
  next.push(() => new Response())
  inState(await inState(other, 'ready').sendCode({ mobile }), 'code-sent')
  const both = [watch(signIn), watch(other)]
  next.push(hang, () => json(LOGIN))
  const running = inState(signIn, 'code-sent').verify({ code: '1' })
  await vi.advanceTimersByTimeAsync(0)
  inState(await inState(other, 'code-sent').verify({ code: '1' }), 'signed-in')
  expect(await running).toMatchObject({ status: 'signed-in', isBusy: false })
  expect(both.map((states) => states.map(({ status, isBusy }) => [status, isBusy]))).toEqual([
    [
      ['code-sent', true],
      ['signed-in', false],
    ],
    [
      ['code-sent', true],
      ['signed-in', false],
    ],
  ])
})

test('what changes in the client besides the session is no change here', async () => {
  const { signIn, client, next } = createSignInScene()
  next.push(refusal('IDAAS.SDK.COM.0002'))
  const states = watch(signIn)
  const changes = vi.fn()
  client.subscribe(changes)
  await client.signIn(LOGIN)
  void client.getIdToken({ force: true }).catch(() => {})
  await vi.advanceTimersByTimeAsync(5_000)
  expect(changes.mock.calls.length).toBeGreaterThan(1)
  expect(states.map(({ status }) => status)).toEqual(['signed-in'])
})

test('states are frozen, and the same object until something changes', async () => {
  const { signIn } = createSignInScene()
  const ready = inState(signIn, 'ready')
  const sent = inState(await ready.enterCode({ mobile }), 'code-sent')
  for (const value of [ready, sent, sent.target]) expect(Object.isFrozen(value)).toBe(true)
  expect(signIn.getState()).toBe(sent)
  expect(await sent.back()).toBe(ready)
})

// A step whose session is being saved, and a sign-out while one is under way: what comes late changes nothing.
import { createSignIn } from 'react-ciam/sign-in'
import { memoryStorage } from 'react-ciam/storage'
import { afterEach, expect, test, vi } from 'vitest'
import { createSignInScene, held, inState, json, type SceneOptions } from './sign-in-scene'

afterEach(() => void vi.useRealTimers())

const CREDENTIALS = { userName: 'demo', password: 'x' }
const LOGIN = { session_token: 'SessionTokenOfTheTests', expire: 600, id_token: 'a.b.c', status: 'SUCCESS' }

/** In `code-sent`, with a code sent to be verified, whose session storage does not take before `save` is called. */
async function saving(options: SceneOptions = {}) {
  let isHeld = false
  let save = (): void => {}
  const saved = new Promise<void>((resolve) => (save = resolve))
  const memory = memoryStorage()
  const storage = {
    ...memory,
    setItem: (key: string, value: string) => {
      const wait = key.includes(':session:') ? saved : undefined
      isHeld ||= !!wait
      return Promise.resolve(wait).then(() => memory.setItem(key, value))
    },
  }
  const scene = createSignInScene({ ...options, client: { storage } })
  const sent = inState(await inState(scene.signIn, 'ready').enterCode({ mobile: '138' }), 'code-sent')
  scene.next.push(() => json(LOGIN))
  const verified = sent.verify({ code: '1' })
  await vi.waitFor(() => expect(isHeld).toBe(true))
  return { ...scene, sent, verified, save }
}

test('while the session is being saved it is too late to go back: both steps end in it', async () => {
  const { signIn, client, sent, verified, save } = await saving()
  const back = sent.back()
  expect(signIn.getState()).toMatchObject({ status: 'code-sent', isBusy: true })
  save()
  expect(await back).toMatchObject({ status: 'signed-in' })
  expect(await verified).toBe(await back)
  expect(client.getSnapshot().status).toBe('signed-in')
})

test('while the session is being saved stepTimeout forgets nothing', async () => {
  vi.useFakeTimers()
  const { signIn, verified, save } = await saving({ signIn: { stepTimeout: 1_000 } })
  await vi.advanceTimersByTimeAsync(2_000)
  expect(signIn.getState()).toMatchObject({ status: 'code-sent', problem: null })
  save()
  await vi.advanceTimersByTimeAsync(0)
  expect(await verified).toEqual({ status: 'signed-in', isBusy: false, problem: null })
})

test('a step that is over late, and without a session, is forgotten then', async () => {
  vi.useFakeTimers()
  const { signIn, next } = createSignInScene({ signIn: { stepTimeout: 5_000 } })
  const sent = inState(await inState(signIn, 'ready').enterCode({ mobile: '138' }), 'code-sent')
  const answer = held()
  next.push(answer.answer)
  const verified = sent.verify({ code: '1' })
  await vi.advanceTimersByTimeAsync(0)
  vi.setSystemTime(Date.now() + 60_000)
  answer.give(json({ status: 'SUCCESS' }))
  await verified
  expect(signIn.getState()).toMatchObject({ status: 'ready', problem: { kind: 'step-over' } })
})

test('a login reply that comes after a sign-out signs nobody in', async () => {
  const { signIn, client, next } = createSignInScene()
  const answer = held()
  next.push(answer.answer)
  const step = inState(signIn, 'ready').signInWithPassword(CREDENTIALS)
  await vi.waitFor(() => expect(next).toEqual([]))
  await client.signOut()
  answer.give(json(LOGIN))
  expect(await step).toMatchObject({ status: 'ready', problem: null })
  expect(client.getSnapshot().status).toBe('signed-out')
})

test('of two sign-ins of one client that both succeed, both end signed in', async () => {
  const { signIn, client, next } = createSignInScene()
  const other = createSignIn(client)
  const [one, two] = [held(), held()]
  next.push(one.answer, two.answer)
  const steps = [signIn, other].map((each) => inState(each, 'ready').signInWithPassword(CREDENTIALS))
  await vi.waitFor(() => expect(next).toEqual([]))
  one.give(json(LOGIN))
  two.give(json({ ...LOGIN, session_token: 'another' }))
  expect((await Promise.all(steps)).map(({ status }) => status)).toEqual(['signed-in', 'signed-in'])
})

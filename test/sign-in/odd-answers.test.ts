// Answers and input of a form that nobody promised: a step ends all the same, once, and says what it can.
import { createAccount, type SignInState } from 'react-ciam/sign-in'
import { afterEach, expect, test, vi } from 'vitest'
import { createSignInScene, inState, json, refusal, reply } from './sign-in-scene'

afterEach(() => void vi.useRealTimers())

const CREDENTIALS = { userName: 'demo', password: 'x' }

async function signedIn() {
  const scene = createSignInScene()
  await scene.client.signIn(await scene.emulator.login('demo'))
  await scene.client.getIdToken()
  scene.requests.length = 0
  return { ...scene, account: createAccount(scene.client) }
}

/** Throws whatever is done with it. */
function untouchable(): Error {
  const { proxy, revoke } = Proxy.revocable(new Error(), {})
  revoke()
  return proxy
}

test('a wrong password is sent once, also where the service says so with a 401', async () => {
  const { account, next, paths } = await signedIn()
  next.push(refusal('SDK.LOGIN.1005', 'x:3', 401))
  const change = account.changePassword({ oldPassword: 'wrong', newPassword: 'n' })
  await expect(change).rejects.toMatchObject({ serviceCode: 'SDK.LOGIN.1005', httpStatus: 401 })
  expect(paths()).toEqual(['/pwd/change'])
})

test('a 401 that says nothing is about the id_token: that is refreshed, and the call sent again', async () => {
  const { account, next, paths } = await signedIn()
  next.push(() => new Response('', { status: 401 }))
  expect(await account.hasPassword()).toBe(true)
  expect(paths().filter((path) => path === '/pwd/check-exist')).toHaveLength(2)
})

test.each([{ toString: 1 }, ['true'], [[[]]], 1, null])('is_set_pwd as %j is no answer', async (is_set_pwd) => {
  const { account, next } = await signedIn()
  next.push(() => json({ is_set_pwd }))
  await expect(account.hasPassword()).rejects.toMatchObject({ code: 'INVALID_RESPONSE' })
})

test('of a text that never ends only the end is searched for numbers', async () => {
  const { signIn, next } = createSignInScene()
  next.push(refusal('SDK.LOGIN.1005', `a:7${' '.repeat(1_000)}`), refusal('SDK.LOGIN.1005', `${' '.repeat(1_000)}a:7`))
  const ready = inState(signIn, 'ready')
  expect((await ready.signInWithPassword(CREDENTIALS)).problem).toMatchObject({ remainingAttempts: null })
  expect((await ready.signInWithPassword(CREDENTIALS)).problem).toMatchObject({ remainingAttempts: 7 })
})

test('a session_token that is none does not hide what the code beside it says', async () => {
  const { signIn, next } = createSignInScene()
  next.push(reply('PASSWORD_WARN'), () => json({ error_code: 'IDAAS.SDK.PARAM.0014', session_token: 'two words' }))
  const warning = inState(await inState(signIn, 'ready').signInWithPassword(CREDENTIALS), 'password-warning')
  expect(await warning.skip()).toMatchObject({ status: 'ready', problem: { kind: 'step-over' } })
})

test('a fetch that rejects with what cannot be looked at ends the step', async () => {
  const { signIn, next } = createSignInScene()
  next.push(() => Promise.reject(untouchable()))
  const after = await inState(signIn, 'ready').signInWithPassword(CREDENTIALS)
  expect(after).toMatchObject({ status: 'ready', isBusy: false, problem: { kind: 'unavailable' } })
})

test('a sendEmailCode that rejects with what cannot be looked at ends the step', async () => {
  const sendEmailCode = () => Promise.reject(untouchable())
  const { signIn } = createSignInScene({ signIn: { sendEmailCode } })
  const after = await inState(signIn, 'ready').sendCode({ email: 'a@b.test' })
  expect(after).toMatchObject({ status: 'ready', isBusy: false, problem: { kind: 'code-not-sent' } })
})

test('a getter that throws what cannot be looked at is wrong input', async () => {
  const { signIn } = createSignInScene()
  const input = Object.defineProperty({ password: 'x' }, 'userName', {
    get() {
      throw untouchable()
    },
  })
  const after = await inState(signIn, 'ready').signInWithPassword(input as never)
  expect(after.problem).toMatchObject({ kind: 'input', error: { code: 'CONFIG' } })
})

test('a getter that calls a step itself gets that step, and one request is made', async () => {
  const { signIn, requests } = createSignInScene()
  const ready = inState(signIn, 'ready')
  let inner: Promise<SignInState> | undefined
  const outer = ready.signInWithPassword({
    password: 'p',
    get userName() {
      inner ??= ready.signInWithPassword(CREDENTIALS)
      return 'a'
    },
  })
  expect(await outer).toBe(await inner)
  expect(requests).toHaveLength(1)
})

test('a getter that moves on itself is not moved again', async () => {
  const { signIn } = createSignInScene()
  const ready = inState(signIn, 'ready')
  const after = await ready.enterCode({
    get mobile() {
      void ready.enterCode({ mobile: '139' })
      return '138'
    },
  })
  expect(after).toMatchObject({ status: 'code-sent', target: { mobile: '139' } })
})

test('a profile that is no object of fields is not sent', async () => {
  const { account, requests } = await signedIn()
  for (const profile of [{ toJSON: () => undefined }, new Date()]) {
    await expect(account.updateProfile(profile as never)).rejects.toMatchObject({ code: 'CONFIG' })
  }
  expect(requests).toEqual([])
})

test('a clock that is set back by less than the wait makes nobody wait longer for another code', async () => {
  vi.useFakeTimers()
  const { signIn, next } = createSignInScene()
  next.push(() => new Response())
  await inState(signIn, 'ready').sendCode({ mobile: '138' })
  await vi.advanceTimersByTimeAsync(50_000)
  vi.setSystemTime(Date.now() - 45_000)
  expect(inState(signIn, 'code-sent').resend).toBeNull()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(inState(signIn, 'code-sent').resend).not.toBeNull()
})

test('listeners hear within a second that another code may be sent, though the device slept', async () => {
  vi.useFakeTimers()
  const { signIn, next } = createSignInScene()
  next.push(() => new Response())
  await inState(signIn, 'ready').sendCode({ mobile: '138' })
  const listener = vi.fn()
  signIn.subscribe(listener)
  vi.setSystemTime(Date.now() + 360_000)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(listener).toHaveBeenCalledTimes(1)
})

test('null is no redirectUrl', () => {
  const { signIn } = createSignInScene()
  expect(signIn.globalSignOutUrl(null as never)).not.toContain('redirect_url')
})

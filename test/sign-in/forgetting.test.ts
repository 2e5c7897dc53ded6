// What a sign-in remembers ends: with success, by being left, with time; and the waits that it shows.
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import type { SignIn, SignInState } from 'react-ciam/sign-in'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createSignInScene, hang, inState, json, refusal, reply, type SignInScene } from './sign-in-scene'

const { mobile } = EMULATOR_USERS[0]!
const RESEND = 60_000
const STEP = 600_000

/** The steps are answered at once by the test, so that the clock is forced and nothing is signed in between. */
const LOGIN = { session_token: 'SessionTokenOfTheTests', expire: 600, id_token: 'a.b.c', status: 'SUCCESS' }
const ok = () => new Response()

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function codeSent(scene: SignInScene) {
  scene.next.push(ok)
  return inState(await inState(scene.signIn, 'ready').sendCode({ mobile }), 'code-sent')
}

async function secondFactor(scene: SignInScene, state_token = 'first') {
  scene.next.push(reply('MFA_AUTH', { state_token }))
  const state = inState(scene.signIn, 'ready').signInWithPassword({ userName: 'mfa', password: EMULATOR_PASSWORD })
  return inState(await state, 'second-factor')
}

/** The states that a listener saw. */
function watch(signIn: SignIn): { states: SignInState[]; stop: () => void } {
  const states: SignInState[] = []
  return { states, stop: signIn.subscribe(() => states.push(signIn.getState())) }
}

describe('the wait for another code', () => {
  test('is told as a time and ends by itself: resend is null until then', async () => {
    const scene = createSignInScene()
    const { states } = watch(scene.signIn)
    const sent = await codeSent(scene)
    expect(sent).toMatchObject({ resendAt: Date.now() + RESEND, resend: null })
    states.length = 0
    await vi.advanceTimersByTimeAsync(RESEND - 1)
    expect(states).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(states).toHaveLength(1)
    const free = inState(scene.signIn, 'code-sent')
    expect(free).toMatchObject({ resendAt: null })
    scene.next.push(ok)
    expect(inState(await free.resend!(), 'code-sent').resendAt).toBe(Date.now() + RESEND)
    expect(scene.paths()).toEqual(['/sms/send', '/sms/send'])
  })

  test('ends for who only looks, too, and needs no timer then', async () => {
    const scene = createSignInScene()
    const timers = vi.getTimerCount()
    await codeSent(scene)
    expect(vi.getTimerCount() - timers).toBe(1) // The one that forgets.
    const { stop } = watch(scene.signIn)
    expect(vi.getTimerCount() - timers).toBe(2)
    stop()
    expect(vi.getTimerCount() - timers).toBe(1)
    await vi.advanceTimersByTimeAsync(RESEND)
    expect(inState(scene.signIn, 'code-sent').resend).not.toBeNull()
  })

  test('is as long as resendAfter says; 0 is none', async () => {
    const own = createSignInScene({ signIn: { resendAfter: 5_000 } })
    expect((await codeSent(own)).resendAt).toBe(Date.now() + 5_000)
    const none = createSignInScene({ signIn: { resendAfter: 0 } })
    expect((await codeSent(none)).resendAt).toBeNull()
  })

  test('does not grow when the clock is set back', async () => {
    const scene = createSignInScene()
    await codeSent(scene)
    vi.setSystemTime(Date.now() - 24 * 3_600_000)
    expect(inState(scene.signIn, 'code-sent').resend).not.toBeNull()
  })

  test('goes on while a code is refused', async () => {
    const scene = createSignInScene()
    const sent = await codeSent(scene)
    await vi.advanceTimersByTimeAsync(1_000)
    scene.next.push(refusal('SDK.CAPTCHA.0007'))
    const after = inState(await sent.verify({ code: '1' }), 'code-sent')
    expect(after).toMatchObject({ resendAt: sent.resendAt, resend: null })
  })
})

describe('a half-finished sign-in', () => {
  test('is forgotten after stepTimeout: ready, step-over, and its state token is sent no more', async () => {
    const scene = createSignInScene()
    const factor = await secondFactor(scene)
    const { states } = watch(scene.signIn)
    await vi.advanceTimersByTimeAsync(STEP - 1)
    expect(states).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(states).toMatchObject([{ status: 'ready', isBusy: false, problem: { kind: 'step-over' } }])
    expect(await factor.sendCode({ mobile })).toBe(states[0])
    expect(scene.requests).toHaveLength(1)
  })

  test('is forgotten while nobody listens, and in the middle of a request', async () => {
    const scene = createSignInScene({ signIn: { stepTimeout: 5_000 } })
    const factor = await secondFactor(scene)
    await vi.advanceTimersByTimeAsync(4_000)
    scene.next.push(hang)
    const running = factor.sendCode({ mobile })
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await running).toMatchObject({ status: 'ready', problem: { kind: 'step-over' } })
    expect(scene.requests.at(-1)!.init.signal!.aborted).toBe(true)
  })

  test('is forgotten by the next step after a device slept longer, whose timers stood still: nothing is sent', async () => {
    const scene = createSignInScene()
    const factor = await secondFactor(scene)
    const { states } = watch(scene.signIn)
    vi.setSystemTime(Date.now() + STEP)
    expect(await factor.sendCode({ mobile })).toMatchObject({ status: 'ready', problem: { kind: 'step-over' } })
    expect(states).toMatchObject([{ status: 'ready', problem: { kind: 'step-over' } }])
    expect(scene.requests).toHaveLength(1)
    expect(await factor.cancel()).toBe(states[0])
    inState(await inState(scene.signIn, 'ready').enterCode({ mobile }), 'code-sent')
  })

  test('counts from when its state token came, however many codes are asked for with it', async () => {
    const scene = createSignInScene()
    const factor = await secondFactor(scene)
    await vi.advanceTimersByTimeAsync(STEP - 1_000)
    scene.next.push(ok)
    inState(await factor.sendCode({ mobile }), 'code-sent')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(inState(scene.signIn, 'ready').problem).toMatchObject({ kind: 'step-over' })
  })

  test('has all of its time again with the next state token, and with another code where there is none', async () => {
    const scene = createSignInScene()
    const factor = await secondFactor(scene)
    await vi.advanceTimersByTimeAsync(STEP - 1_000)
    scene.next.push(ok, reply('PASSWORD_EXPIRED', { state_token: 'second' }))
    const sent = inState(await factor.sendCode({ mobile }), 'code-sent')
    const expired = inState(await sent.verify({ code: '1' }), 'password-expired')
    await vi.advanceTimersByTimeAsync(STEP - 1_000)
    inState(await expired.cancel(), 'ready')

    await codeSent(scene)
    await vi.advanceTimersByTimeAsync(STEP - 1_000)
    scene.next.push(ok)
    await inState(scene.signIn, 'code-sent').resend!()
    await vi.advanceTimersByTimeAsync(STEP - 1_000)
    inState(scene.signIn, 'code-sent')
  })

  test.each<[string, (scene: SignInScene) => Promise<unknown>]>([
    ['is left', async (scene) => (await secondFactor(scene)).cancel()],
    ['is left from a code', async (scene) => (await codeSent(scene)).back()],
    [
      'is done',
      async (scene) => {
        const sent = await codeSent(scene)
        scene.next.push(() => json(LOGIN))
        inState(await sent.verify({ code: '1' }), 'signed-in')
      },
    ],
    [
      'is over for the service',
      async (scene) => {
        const sent = inState(await (await secondFactor(scene)).enterCode({ mobile }), 'code-sent')
        scene.next.push(refusal('IDAAS.SDK.PARAM.0014'))
        inState(await sent.verify({ code: '1' }), 'ready')
      },
    ],
    [
      'is denied',
      async (scene) => {
        const sent = inState(await (await secondFactor(scene)).enterCode({ mobile }), 'code-sent')
        scene.next.push(reply('ACCESS_DENIED', {}))
        inState(await sent.verify({ code: '1' }), 'denied')
      },
    ],
    [
      'began in another client',
      async (scene) => {
        await secondFactor(scene)
        scene.client.start()
        await scene.another().signIn(LOGIN)
      },
    ],
  ])('that %s leaves no timer and no listener', async (_how, act) => {
    const scene = createSignInScene()
    const ends: ReturnType<typeof vi.fn>[] = []
    const { subscribe } = scene.client
    scene.client.subscribe = (listener) => {
      const end = vi.fn(subscribe(listener))
      ends.push(end)
      return end
    }
    const timers = vi.getTimerCount()
    const { stop } = watch(scene.signIn)
    await act(scene)
    stop()
    if (scene.signIn.getState().status !== 'signed-in') expect(vi.getTimerCount()).toBe(timers)
    expect(ends.length).toBeGreaterThan(0)
    for (const end of ends) expect(end).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(STEP)
    expect(scene.signIn.getState().problem?.error.code).not.toBe('TIMEOUT')
  })
})

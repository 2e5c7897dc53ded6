// Steps that are left while their request is under way: it is aborted, and a late answer changes nothing.
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import type { SignInState } from 'react-ciam/sign-in'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { START, transition } from '../../src/sign-in/flow'
import { createSignInScene, hang, held, inState, json, refusal, reply } from './sign-in-scene'

const { mobile, email } = EMULATOR_USERS[0]!
const credentials = { userName: 'demo', password: EMULATOR_PASSWORD }

function useFakeClock(): void {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
}

describe('back leaves what went wrong behind', () => {
  test('from a wrong code, to ready and to a second factor', async () => {
    const { signIn, next } = createSignInScene()
    const wrong = refusal('SDK.CAPTCHA.0007')
    next.push(wrong, reply('MFA_AUTH'), wrong)
    const first = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
    const after = inState(await first.verify({ code: '1' }), 'code-sent')
    expect(after.problem?.kind).toBe('wrong-code')
    const ready = inState(await after.back(), 'ready')
    expect(ready.problem).toBeNull()
    const factor = inState(await ready.signInWithPassword(credentials), 'second-factor')
    const second = inState(await factor.enterCode({ mobile }), 'code-sent')
    expect((await second.verify({ code: '1' })).problem?.kind).toBe('wrong-code')
    expect(inState(await second.back(), 'second-factor').problem).toBeNull()
  })

  test('from a puzzle, with its token', async () => {
    const { signIn, next } = createSignInScene({ signIn: { captcha: true } })
    const puzzle = () => json({ token: 't' })
    next.push(puzzle, refusal('SDK.CAPTCHA.0002'), puzzle)
    const captcha = inState(await inState(signIn, 'ready').sendCode({ mobile }), 'captcha')
    const after = inState(await captcha.solve({ x: 1 }), 'captcha')
    expect(after.problem?.kind).toBe('captcha-failed')
    expect(inState(await after.back(), 'ready').problem).toBeNull()
  })

  test('of all that a sign-in knows, nothing is left at the beginning', () => {
    const target = { mobile }
    const puzzle = { originalImageBase64: null, jigsawImageBase64: null, secretKey: null }
    const asked = transition(START, { type: 'puzzle', target, puzzle, captchaToken: 'secret', problem: null })
    expect(asked).toMatchObject({ place: { at: 'captcha' }, captchaToken: 'secret' })
    expect(transition(asked, { type: 'left' })).toBe(START)
    expect(transition(asked, { type: 'code-sent', target, resendAt: null }).captchaToken).toBeNull()
    const half = transition(START, { type: 'incomplete', status: 'MFA_AUTH', stateToken: 'secret', data: undefined })
    expect(half).toMatchObject({ place: { at: 'second-factor' }, stateToken: 'secret' })
    for (const type of ['left', 'over'] as const) expect(transition(half, { type, problem: null })).toBe(START)
    const denied = transition(half, {
      type: 'incomplete',
      status: 'ACCESS_DENIED',
      stateToken: 'secret',
      data: undefined,
    })
    expect(denied).toEqual({ ...START, place: { at: 'denied' } })
  })
})

describe('a step that is left while its request is under way', () => {
  const starts: [
    string,
    (scene: ReturnType<typeof createSignInScene>) => Promise<[Promise<SignInState>, () => Promise<SignInState>]>,
  ][] = [
    [
      'back from a code',
      async ({ signIn, next }) => {
        const sent = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
        next.push(hang)
        return [sent.verify({ code: '1' }), sent.back]
      },
    ],
    [
      'back from a puzzle',
      async ({ signIn, next }) => {
        next.push(() => json({ token: 't' }), hang)
        const captcha = inState(await inState(signIn, 'ready').sendCode({ mobile }), 'captcha')
        return [captcha.solve({ x: 1 }), captcha.back]
      },
    ],
    ...(['PASSWORD_WARN', 'PASSWORD_EXPIRED', 'MFA_AUTH', 'SOCIAL_BIND'] as const).map(
      (status): (typeof starts)[number] => [
        `cancel of ${status}`,
        async ({ signIn, next }) => {
          next.push(reply(status), hang)
          const state = await inState(signIn, 'ready').signInWithWeChat({ code: 'any' })
          const { cancel, ...steps } = state as Extract<SignInState, { cancel: unknown }>
          const running =
            'changePassword' in steps
              ? steps.changePassword({ oldPassword: 'a', newPassword: 'b' })
              : (steps as { sendCode(target: object): Promise<SignInState> }).sendCode({ mobile })
          return [running, cancel]
        },
      ],
    ),
  ]

  test.each(starts)('%s: the request is aborted, both promises give the state afterwards', async (_what, start) => {
    const scene = createSignInScene({ signIn: { captcha: true } })
    const [running, leave] = await start(scene)
    await vi.waitFor(() => expect(scene.next).toEqual([]))
    const { signal } = scene.requests.at(-1)!.init
    const after = inState(await leave(), 'ready')
    expect(after).toMatchObject({ isBusy: false, problem: null })
    expect(await running).toBe(after)
    expect(signal!.aborted).toBe(true)
  })

  test('a late answer of a fetch that no abort stops changes nothing', async () => {
    useFakeClock()
    const { signIn, next, emulator, client } = createSignInScene()
    const answer = held()
    const sent = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
    next.push(answer.answer)
    const running = sent.verify({ code: '1' })
    await vi.waitFor(() => expect(next).toEqual([]))
    await sent.back()
    await running
    answer.give(json(await emulator.login('demo')))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(signIn.getState()).toMatchObject({ status: 'ready', problem: null, isBusy: false })
    expect(client.getSnapshot().status).toBe('signed-out')
  })

  test('before its request was sent: nothing is sent', async () => {
    useFakeClock()
    const { signIn, requests } = createSignInScene()
    const sent = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
    const running = sent.verify({ code: '1' })
    await sent.back()
    await running
    await vi.advanceTimersByTimeAsync(1_000)
    expect(requests).toEqual([])
  })

  test('by a listener that hears of it: nothing is sent', async () => {
    useFakeClock()
    const { signIn, requests } = createSignInScene()
    const sent = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
    signIn.subscribe(() => signIn.getState().isBusy && void sent.back())
    inState(await sent.verify({ code: '1' }), 'ready')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(requests).toEqual([])
  })

  test('by a listener that hears of it: the app is asked for no code', async () => {
    const sendEmailCode = vi.fn(async () => {})
    const { signIn, next } = createSignInScene({ signIn: { sendEmailCode } })
    next.push(reply('MFA_AUTH'))
    const factor = inState(await inState(signIn, 'ready').signInWithPassword(credentials), 'second-factor')
    signIn.subscribe(() => signIn.getState().isBusy && void factor.cancel())
    inState(await factor.sendCode({ email }), 'ready')
    expect(sendEmailCode).not.toHaveBeenCalled()
  })

  test("by the app's own fetch, while it is called: no timer is left of it", async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { signIn, next } = createSignInScene()
    const timers = vi.getTimerCount()
    const sent = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
    next.push(() => {
      void sent.back()
      return new Promise(() => {})
    })
    inState(await sent.verify({ code: '1' }), 'ready')
    await vi.advanceTimersByTimeAsync(0)
    expect(next).toEqual([])
    expect(vi.getTimerCount()).toBe(timers)
  })

  test('at whichever moment after the answer: no session is taken for a step that was left before', async () => {
    let taken = 0
    let takenLate = 0
    for (let moment = 0; moment < 30; moment += 1) {
      const { signIn, next, client } = createSignInScene()
      const sent = inState(await inState(signIn, 'ready').enterCode({ mobile }), 'code-sent')
      const answer = held()
      next.push(answer.answer)
      const running = sent.verify({ code: '1' })
      await vi.waitFor(() => expect(next).toEqual([]))
      let isLeft = false
      client.signIn = async () => {
        taken += 1
        if (isLeft) takenLate += 1
      }
      answer.give(json({ session_token: 'S', status: 'SUCCESS' }))
      for (let turn = 0; turn < moment; turn += 1) await Promise.resolve()
      isLeft = true
      await sent.back()
      await running
      await new Promise((resolve) => setTimeout(resolve))
    }
    expect(takenLate).toBe(0)
    expect(taken).toBeGreaterThan(0)
    expect(taken).toBeLessThan(30)
  })
})

// Whatever is clicked in whatever order, and whatever the service answers: there is always a way on, no step rejects, and no
// password or code is sent twice.
import fc from 'fast-check'
import { createCiamClient } from 'react-ciam'
import { createSignIn, type SignInState } from 'react-ciam/sign-in'
import { memoryStorage } from 'react-ciam/storage'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hold, patience } from '../fuzz/runs'
import { hang, json } from './sign-in-scene'

const STATUSES = [
  ...['SUCCESS', 'PASSWORD_WARN', 'PASSWORD_EXPIRED', 'MFA_AUTH', 'USER_REGISTER', ' SOCIAL_BIND', 'ACCESS_DENIED'],
  ...['', 'NEW'],
]
const CODES = [
  ...['LOGIN.1005', 'LOGIN.1003', 'LOGIN.1002', 'CAPTCHA.0002', 'CAPTCHA.0006', 'CAPTCHA.0007', 'PARAM.0014'],
  ...['COMMON.1007', 'COMMON.1008', 'PARAM.0003', 'NEW.0001'],
]

const answer = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('reply'), status: fc.constantFrom(...STATUSES), token: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('captcha'), token: fc.boolean(), passes: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('code'), code: fc.constantFrom(...CODES), isEiam: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('cut', 'hang', 'html', 'empty', 'none', 'error-500', 'late') }),
  },
)
type GivenAnswer = typeof answer extends fc.Arbitrary<infer Value> ? Value : never

const click = fc.record({
  /** Of the steps of the state that is shown, or of one that was shown before. */
  step: fc.nat(9),
  ago: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(5) }),
  isBad: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  isMobile: fc.boolean(),
  /** Ms until the next click: 0 clicks while the request is under way. */
  pause: fc.constantFrom(0, 0, 20, 20, 200, 70_000, 700_000),
})

/** Which one only the answers know that were drawn. */
function respond(given: GivenAnswer, init: RequestInit): Response | Promise<Response> {
  if ('status' in given) {
    const tokens = given.token ? { state_token: 'S', session_token: 'T', id_token: 'a.b.c', expire: 600 } : {}
    return json({ ...tokens, status: given.status, data: '{"minLength":8}' })
  }
  if ('passes' in given) {
    return json({ ...(given.token && { token: 'P' }), ...(given.passes && { captcha_token: 'C' }) })
  }
  if ('code' in given)
    return json({ error_code: `${given.isEiam ? '' : 'IDAAS.'}SDK.${given.code}`, error_msg: 'x:3' }, 400)
  switch (given.kind) {
    case 'cut':
      throw new TypeError('Failed to fetch')
    case 'hang':
      return hang({ init } as never)
    case 'late': // No abort stops it.
      return new Promise((resolve) => setTimeout(() => resolve(json({ status: 'SUCCESS', session_token: 'late' })), 90))
    case 'html':
      return new Response('<html></html>')
    case 'empty':
      return new Response()
    case 'none':
      return undefined as never
    default:
      return new Response('{}', { status: 500 })
  }
}

type AnyStep = (input: unknown) => Promise<SignInState>

const stepsOf = (state: SignInState): [string, AnyStep][] =>
  Object.entries(state).filter((entry): entry is [string, AnyStep] => typeof entry[1] === 'function')

const LEAVING = ['cancel', 'back', 'restart']

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('no sequence of clicks and answers is without a way on', patience, async () => {
  const seen = new Set<string>()
  const property = fc.asyncProperty(
    fc.array(click, { maxLength: 25 }),
    fc.array(answer, { maxLength: 40 }),
    async (clicks, answers) => {
      const sent: string[] = []
      const line = [...answers]
      const client = createCiamClient({
        baseUrl: 'https://tenant.test',
        clientId: 'client-of-the-tests',
        storage: memoryStorage(),
        requestTimeout: 100,
        fetch: async (_input, init = {}) => {
          if (typeof init.body === 'string') sent.push(init.body)
          const given = line.shift()
          return given ? respond(given, init) : json({ error_code: 'SDK.NEW' }, 400)
        },
      })
      const signIn = createSignIn(client, { sendEmailCode: async () => {} })
      const unsubscribe = signIn.subscribe(() => seen.add(signIn.getState().status))
      const shown: SignInState[] = [signIn.getState()]
      const secrets: string[] = []
      const promises: Promise<SignInState>[] = []
      for (const { step, ago, isBad, isMobile, pause } of clicks) {
        const steps = stepsOf(shown[Math.max(0, shown.length - 1 - ago)]!)
        const [, take] = steps[step % Math.max(1, steps.length)] ?? []
        const secret = `secret-${secrets.length}`
        secrets.push(secret)
        const target = isMobile ? { mobile: '138' } : { email: 'a@b.test' }
        const words = { userName: 'anna', password: secret, oldPassword: secret, newPassword: 'n', code: secret, x: 1 }
        if (take) promises.push(take(isBad ? null : { ...target, ...words }))
        await vi.advanceTimersByTimeAsync(pause)
        shown.push(signIn.getState())
      }
      await vi.advanceTimersByTimeAsync(1_000)
      const settled = await Promise.allSettled(promises)
      expect(settled.map(({ status }) => status).filter((status) => status === 'rejected')).toEqual([])
      for (const secret of secrets) {
        expect(sent.filter((body) => body.includes(`"${secret}"`)).length).toBeLessThan(2)
      }
      let state = signIn.getState()
      expect(state.isBusy).toBe(false)
      for (let count = 0; state.status !== 'ready' && state.status !== 'signed-in'; count += 1) {
        expect(count).toBeLessThan(4) // A puzzle, the code before, what it was for, the beginning.
        state = await stepsOf(state).find(([name]) => LEAVING.includes(name))![1](undefined)
      }
      unsubscribe()
      await client.signOut()
      expect(vi.getTimerCount()).toBe(0)
      expect(stepsOf(signIn.getState()).map(([name]) => name)).toContain('signInWithPassword')
    },
  )
  await hold(property, 12)
  // What was never reached is not shown to have a way on.
  expect([...seen].sort()).toEqual([
    ...['account-link', 'captcha', 'code-sent', 'denied', 'password-expired', 'password-warning'],
    ...['ready', 'second-factor', 'signed-in'],
  ])
})

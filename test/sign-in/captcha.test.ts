// A captcha before a code: the puzzle, its solution, another one where that is used up, and the code that follows.
import { EMULATOR_PASSWORD, EMULATOR_USERS } from 'react-ciam/testing'
import { expect, test, vi } from 'vitest'
import { createSignInScene, inState, json, lastCode, refusal, reply, type SignInScene } from './sign-in-scene'

const { mobile } = EMULATOR_USERS[0]!
const createScene = (): SignInScene => createSignInScene({ signIn: { captcha: true }, emulator: { captcha: true } })

async function untilPuzzle(scene: SignInScene) {
  return inState(await inState(scene.signIn, 'ready').sendCode({ mobile }), 'captcha')
}

/** The solution of the puzzle that was last given out: noted from the answers, for no state tells its token. */
function noteTokens({ next, emulator }: SignInScene, times = 9): { solution(): number } {
  const tokens: string[] = []
  next.push(
    ...Array.from({ length: times }, () => async ({ init, path }: { init: RequestInit; path: string }) => {
      const response = await emulator.fetch(`https://tenant.test/api/v2/sdk${path}`, init)
      const text = await response.text()
      if (path === '/captcha') tokens.push((JSON.parse(text) as { token: string }).token)
      return new Response(text || null, { status: response.status })
    }),
  )
  return { solution: () => emulator.captchaSolution(tokens.at(-1)!)! }
}

test('is the default: a code by SMS is sent after a solved puzzle, with its captcha_token', async () => {
  const scene = createScene()
  const notes = noteTokens(scene)
  const captcha = await untilPuzzle(scene)
  expect(captcha).toMatchObject({
    purpose: 'sign-in',
    target: { mobile },
    isBusy: false,
    problem: null,
    puzzle: { secretKey: null },
  })
  expect(captcha.puzzle.originalImageBase64).toMatch(/^iVBOR/)
  const sent = inState(await captcha.solve({ x: notes.solution() }), 'code-sent')
  expect(scene.requests).toMatchObject([
    { path: '/captcha', method: 'GET' },
    { path: '/captcha/verify', body: { sender: mobile, token: expect.any(String) as string } },
    {
      path: '/sms/send',
      body: { mobile, type: 'LOGIN_SMS', captcha_token: expect.stringContaining('---{') as string },
    },
  ])
  expect(sent.resendAt).toBeGreaterThan(Date.now())
  inState(await sent.verify({ code: lastCode(scene.emulator) }), 'signed-in')
})

test('the point is sent as the page has it, with y as 5.0, or as the app encrypted it', async () => {
  const scene = createScene()
  const first = await untilPuzzle(scene)
  const second = inState(await first.solve({ x: -3.25 }), 'captcha')
  inState(await second.solve({ pointJson: 'encrypted' }), 'captcha')
  const points = scene.requests.filter(({ path }) => path === '/captcha/verify').map(({ body }) => body!.point_json)
  expect(points).toEqual(['{"x":-3.25,"y":5.0}', 'encrypted'])
})

test('a wrong solution shows another puzzle, with the problem', async () => {
  const scene = createScene()
  const notes = noteTokens(scene)
  const first = await untilPuzzle(scene)
  const second = inState(await first.solve({ x: notes.solution() + 50 }), 'captcha')
  expect(second.problem).toMatchObject({ kind: 'captcha-failed' })
  expect(second.puzzle).not.toEqual(first.puzzle)
  expect(scene.paths()).toEqual(['/captcha', '/captcha/verify', '/captcha'])
  inState(await second.solve({ x: notes.solution() }), 'code-sent')
})

test('where no other puzzle is to be had after a wrong solution, the problem is still that one', async () => {
  const scene = createScene()
  const first = await untilPuzzle(scene)
  scene.emulator.failCall('/captcha', 'busy')
  const after = inState(await first.solve({ x: 0 }), 'captcha')
  expect(after).toMatchObject({ puzzle: first.puzzle, problem: { kind: 'captcha-failed' } })
  inState(await after.renew(), 'captcha')
})

test('renew shows another puzzle, and a solution of the one before sends nothing', async () => {
  const scene = createScene()
  const first = await untilPuzzle(scene)
  const second = inState(await first.renew(), 'captcha')
  expect(second.puzzle).not.toEqual(first.puzzle)
  const { length } = scene.requests
  expect(await first.solve({ x: 1 })).toBe(second)
  expect(scene.requests).toHaveLength(length)
})

test('a solved puzzle without a code leads back to where the code was asked for: it is used up', async () => {
  const scene = createScene()
  const notes = noteTokens(scene, 2)
  const captcha = await untilPuzzle(scene)
  scene.emulator.failCall('/sms/send', { kind: 'refused', code: 'IDAAS.SDK.CAPTCHA.0006' })
  const ready = inState(await captcha.solve({ x: notes.solution() }), 'ready')
  expect(ready.problem).toMatchObject({ kind: 'code-not-sent' })
})

test('a captcha_token that is refused with the code shows another puzzle', async () => {
  const scene = createScene()
  const notes = noteTokens(scene, 2)
  const captcha = await untilPuzzle(scene)
  scene.emulator.failCall('/sms/send', { kind: 'refused', code: 'SDK.CAPTCHA.0002' })
  const again = inState(await captcha.solve({ x: notes.solution() }), 'captcha')
  expect(again.problem).toMatchObject({ kind: 'captcha-failed' })
  expect(again.puzzle).not.toEqual(captcha.puzzle)
})

test('another code needs another puzzle; back from it leads to the code that is there', async () => {
  const scene = createScene()
  const notes = noteTokens(scene)
  const sent = inState(await (await untilPuzzle(scene)).solve({ x: notes.solution() }), 'code-sent')
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
  const resend = inState(scene.signIn, 'code-sent').resend!
  const captcha = inState(await resend(), 'captcha')
  expect(captcha.purpose).toBe('sign-in')
  inState(await captcha.back(), 'code-sent')
  inState(await sent.verify({ code: lastCode(scene.emulator) }), 'signed-in')
})

test('back from a first puzzle leads to where the code was asked for', async () => {
  const scene = createScene()
  inState(await (await untilPuzzle(scene)).back(), 'ready')
  const ready = inState(scene.signIn, 'ready')
  const password = EMULATOR_PASSWORD
  const factor = inState(await ready.signInWithPassword({ userName: 'mfa', password }), 'second-factor')
  const captcha = inState(await factor.sendCode({ mobile: EMULATOR_USERS[4]!.mobile }), 'captcha')
  inState(await captcha.back(), 'second-factor')
})

test.each([[{}], [{ token: '' }], [{ token: null }], [{ token: 7 }], [[]]])(
  'a puzzle %j without a token is no answer of the service',
  async (body) => {
    const scene = createScene()
    scene.next.push(() => json(body))
    const ready = inState(await inState(scene.signIn, 'ready').sendCode({ mobile }), 'ready')
    expect(ready.problem).toMatchObject({ kind: 'unavailable', error: { code: 'INVALID_RESPONSE' } })
  },
)

test('a puzzle whose pictures are null, or something else, is shown without them', async () => {
  const scene = createScene()
  scene.next.push(() => json({ token: 't', originalImageBase64: null, jigsawImageBase64: 7, secretKey: 'key' }))
  expect((await untilPuzzle(scene)).puzzle).toEqual({
    originalImageBase64: null,
    jigsawImageBase64: null,
    secretKey: 'key',
  })
})

test.each([[{}], [{ captcha_token: '' }]])('a verification that gives %j sends no code', async (body) => {
  const scene = createScene()
  const captcha = await untilPuzzle(scene)
  scene.next.push(() => json(body))
  const after = inState(await captcha.solve({ x: 1 }), 'captcha')
  expect(after.problem).toMatchObject({ kind: 'unavailable' })
  expect(scene.paths()).toEqual(['/captcha', '/captcha/verify'])
})

test('for a second factor and an account to link the code is asked for with its own type', async () => {
  for (const [status, type, purpose] of [
    ['MFA_AUTH', 'MFA_AUTH_SMS', 'second-factor'],
    ['SOCIAL_BIND', 'BIND_MOBILE_SMS', 'account-link'],
  ] as const) {
    const scene = createScene()
    scene.next.push(
      reply(status),
      () => json({ token: 't' }),
      () => json({ captcha_token: 'c' }),
      () => new Response(),
    )
    const half = await inState(scene.signIn, 'ready').signInWithWeChat({ code: 'any' })
    const asking = half as Extract<typeof half, { status: 'second-factor' | 'account-link' }>
    const captcha = inState(await asking.sendCode({ mobile }), 'captcha')
    const sent = inState(await captcha.solve({ x: 1 }), 'code-sent')
    expect(scene.requests.at(-1)!.body).toEqual({ mobile, type, captcha_token: 'c' })
    expect([captcha.purpose, sent.purpose]).toEqual([purpose, purpose])
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
    scene.next.push(() => json({ token: 't' }))
    expect(inState(await inState(scene.signIn, 'code-sent').resend!(), 'captcha').purpose).toBe(purpose)
    vi.restoreAllMocks()
  }
})

test('a code that could not be sent without a captcha leaves the state as it is', async () => {
  const scene = createSignInScene()
  scene.next.push(refusal('IDAAS.SDK.CAPTCHA.0006'))
  const after = await inState(scene.signIn, 'ready').sendCode({ mobile })
  expect(inState(after, 'ready').problem).toMatchObject({ kind: 'code-not-sent' })
})

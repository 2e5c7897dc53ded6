// Every error code that the service's pages name, with either prefix, as the answer of every call of a sign-in: what kind of
// problem it is, that the call is not made again, and that the state is still there. In a real browser and over HTTP.
import { EMULATOR_PASSWORD as password } from 'react-ciam/testing'
import { describe, expect, test } from 'vitest'
import { FLOW_CALLS, type FlowCall } from './calls'
import { CODES, faultOf, kindFor, STATE_OVER, statusOf } from './codes'
import type { Told } from './flow'
import { signInScene } from './scene'

const scene = signInScene()

const outcomeOf = ({ status, problem }: Told) => [status, problem?.kind, problem?.serviceCode, problem?.httpStatus]
const callsOf = ({ path }: FlowCall) => scene.calls().filter((call) => call[1] === path).length

async function arrive({ captcha, ahead }: FlowCall): Promise<void> {
  await scene.begin({ captcha })
  await scene.act(...ahead)
}

describe.each(FLOW_CALLS)('$path', (call) => {
  const { path, status, step, hasStateToken } = call

  test('tells each code by its kind, and stays where it is', async () => {
    await arrive(call)
    const codes = CODES.filter((code) => !hasStateToken || !STATE_OVER.includes(code))
    scene.emulator.failCall(path, codes.map(faultOf))
    const told = await scene.tab.evaluate(([one, count]) => window.flow.repeat(one, count), [
      step,
      codes.length,
    ] as const)
    expect(told.map(outcomeOf)).toEqual(codes.map((code) => [status, kindFor(call, code), code, statusOf(code)]))
    expect(new Set(told.map(({ steps }) => steps.join()))).toEqual(new Set([told[0]!.steps.join()]))
    expect(told[0]!.steps.length).toBeGreaterThan(1)
    expect(callsOf(call)).toBe(codes.length)
  })
})

describe.each(FLOW_CALLS.filter(({ hasStateToken }) => hasStateToken))('$path', (call) => {
  test.each(STATE_OVER)('begins anew with %s', async (code) => {
    await arrive(call)
    scene.emulator.failCall(call.path, faultOf(code))
    expect(outcomeOf(await scene.act(call.step))).toEqual(['ready', 'step-over', code, 400])
    expect(callsOf(call)).toBe(1)
  })
})

describe('an SMS after a solved captcha', () => {
  const { step } = FLOW_CALLS.find(({ path }) => path === '/captcha')!

  test.each([
    ['IDAAS.SDK.CAPTCHA.0002', 'captcha', 'captcha-failed'],
    ['SDK.CAPTCHA.0002', 'captcha', 'captcha-failed'],
    ['IDAAS.SDK.CAPTCHA.0006', 'ready', 'code-not-sent'],
    ['IDAAS.SDK.COM.0002', 'ready', 'unavailable'],
  ])('that %s refuses goes on in %s', async (code, status, kind) => {
    await scene.begin({ captcha: true }, { captcha: true })
    await scene.act(step)
    scene.emulator.failCall('/sms/send', faultOf(code))
    expect(await scene.act(['solve', scene.solution])).toMatchObject({ status, problem: { kind, serviceCode: code } })
    expect(callsOf({ path: '/sms/send' } as FlowCall)).toBe(1)
    // Nothing of the puzzle that is used up is sent again.
    if (status === 'ready') await scene.act(step)
    expect(await scene.act(['solve', scene.solution])).toMatchObject({ status: 'code-sent', problem: null })
  })
})

describe.each([
  ['en', 'ciam', 'IDAAS.SDK.'],
  ['en', 'eiam', 'SDK.'],
  ['zh', 'ciam', 'IDAAS.SDK.'],
  ['zh', 'eiam', 'SDK.'],
] as const)('wrong passwords in %s on a %s tenant', (language, dialect, prefix) => {
  test('count down to a lock, which says until when and lets the right one not in', async () => {
    await scene.begin({}, { dialect })
    const tab = await scene.open({ language })
    const attempt = (typed: string) =>
      tab.evaluate((one) => window.flow.act(one), [
        'signInWithPassword',
        { userName: 'second', password: typed },
      ] as const)
    for (const left of [4, 3, 2, 1]) {
      const { problem, page } = await attempt('Not-The-One-7')
      const code = `${prefix}LOGIN.1005`
      expect(problem).toMatchObject({ kind: 'wrong-credentials', remainingAttempts: left, serviceCode: code })
      expect(page).toContain(String(left))
    }
    const before = Date.now()
    for (const typed of ['Not-The-One-7', password]) {
      const { problem, status } = await attempt(typed)
      expect([status, problem?.kind, problem?.serviceCode]).toEqual(['ready', 'locked', `${prefix}LOGIN.1003`])
      expect(problem!.lockedUntil! - before).toBeGreaterThanOrEqual(599_000)
      expect(problem!.lockedUntil! - Date.now()).toBeLessThanOrEqual(601_000)
    }
    expect(scene.calls()).toHaveLength(6)
    scene.emulator.clock.advance(601_000)
    expect(await attempt(password)).toMatchObject({ status: 'signed-in' })
    await tab.evaluate(() => window.ciam.signOut())
  })
})

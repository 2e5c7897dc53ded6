// What is no answer of the service, in the place of every call of a sign-in: the problem is `unavailable`, the call is not
// made again, nothing follows a redirect, and the way on is still there. In a real browser and over HTTP.
import { EMULATOR_PASSWORD as password } from 'react-ciam/testing'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isFirefox } from '../../browser/chosen'
import { FLOW_CALLS, type FlowCall } from './calls'
import { CUTS, faultFor, FAULTS, kindsFor, YES, type Kind } from './faults'
import { startRecordedService, type RecordedService } from './recorded-service'
import { signInScene } from './scene'

const scene = signInScene()
let elsewhere: RecordedService

beforeAll(async () => {
  elsewhere = await startRecordedService()
})
afterEach(() => {
  expect([...elsewhere.sent, ...elsewhere.preflights]).toEqual([])
})
afterAll(() => elsewhere?.close())

const faultOf = (kind: Kind, path: string) => faultFor(kind, path, elsewhere)
const callsOf = ({ path }: FlowCall) => scene.calls().filter((call) => call[1] === path).length

describe.each(FLOW_CALLS)('$path', (call) => {
  const { path, captcha, ahead, step, status, isGet } = call

  test.each(kindsFor(isGet).filter((kind) => path !== '/sms/send' || !YES.includes(kind)))(
    'answered by %s',
    async (kind) => {
      await scene.begin({ captcha })
      await scene.act(...ahead)
      const { steps } = await scene.tell()
      scene.emulator.failCall(path, faultOf(kind, path))
      const told = await scene.act(step)
      expect(told).toMatchObject({ status, steps, isBusy: false, problem: { kind: 'unavailable', code: FAULTS[kind] } })
      expect(callsOf(call)).toBe(1)
      expect(await scene.tab.evaluate(() => window.ciam.getSnapshot().status)).toBe('signed-out')
    },
  )
})

test.each(YES)('%s, an empty answer to /sms/send, is a code on its way', async (kind) => {
  await scene.begin()
  scene.emulator.failCall('/sms/send', faultOf(kind, '/sms/send'))
  expect(await scene.act(['sendCode', { mobile: '13800000001' }])).toMatchObject({ status: 'code-sent', problem: null })
})

// A browser has six connections to an origin at a time.
test.each([[FLOW_CALLS.slice(0, 5)], [FLOW_CALLS.slice(5, 10)], [FLOW_CALLS.slice(10)]])(
  'no answer within requestTimeout ends each of %#',
  async (calls) => {
    await scene.begin()
    const tab = await scene.open({ requestTimeout: '1000' })
    await tab.evaluate((lists) => window.flow.prepare(lists), calls)
    const before = scene.calls().length
    for (const { path } of calls) scene.emulator.failCall(path, 'hang')
    const acts = calls.map(({ step }) => step)
    const told = await tab.evaluate((steps) => window.flow.finish(steps), acts)
    const problem = { kind: 'unavailable', code: 'TIMEOUT' }
    expect(told).toMatchObject(calls.map(({ status }) => ({ status, isBusy: false, problem })))
    const sent = scene.calls().slice(before)
    expect(sent.map(([, path]) => path).sort()).toEqual(calls.map(({ path }) => path).sort())
  },
)

describe('a sign-in whose answer was lost', () => {
  test.each(['500', 'html-502', 'cut-before', 'redirect', '429'] as const)(
    'by %s is done by the next click',
    async (kind) => {
      await scene.begin()
      scene.emulator.failCall('/login', faultOf(kind, '/login'))
      const step = ['signInWithPassword', { userName: 'demo', password }] as const
      expect(await scene.act(step)).toMatchObject({ status: 'ready', problem: { kind: 'unavailable' } })
      expect(await scene.act(step)).toMatchObject({ status: 'signed-in' })
      expect(scene.calls()).toHaveLength(2)
    },
  )

  test('by a step that the service had done begins anew with the next click', async () => {
    await scene.begin()
    scene.emulator.failCall('/pwd/skip-update', 'no-cors')
    const warn = ['signInWithPassword', { userName: 'warn', password }] as const
    expect(await scene.act(warn, ['skip'])).toMatchObject({ status: 'password-warning', problem: { code: 'NETWORK' } })
    expect(await scene.act(['skip'])).toMatchObject({ status: 'ready', problem: { kind: 'step-over' } })
    expect(await scene.act(warn, ['skip'])).toMatchObject({ status: 'signed-in' })
  })

  test.each(CUTS)('by a connection that breaks is sent again by no page: %s of the GET that signs in', async (kind) => {
    await scene.begin()
    await scene.act(['signInWithPassword', { userName: 'warn', password }])
    scene.emulator.failCall('/pwd/skip-update', kind)
    const { status } = await scene.act(['skip'])
    // Firefox does so by itself: then the second answer counts, of a state token that was used by the first or was not.
    const inFirefox = { 'cut-before': 'signed-in', 'cut-after': 'ready' }
    expect(status).toBe(isFirefox() ? inFirefox[kind] : 'password-warning')
    expect(scene.calls()).toHaveLength(isFirefox() ? 3 : 2)
  })
})

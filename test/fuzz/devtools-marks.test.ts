// Whatever comes over the channel of the devtools: nothing but a whole mark is shown.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inspect } from '../../src/devtools/inspector'
import { toLanes } from '../../src/devtools/lanes'
import { createTimeScale } from '../../src/devtools/lanes-scale'
import { isMark, type Mark } from '../../src/devtools/marks'
import { anyText, clonable } from './arbitraries'
import { withScene } from './fuzz-scene'
import { hold, patience } from './runs'

const REASONS = ['signed-out', 'session-expired', 'session-rejected', 'rotation-lost']
const PLAIN = ['opened', 'restored', 'signed-in', 'request-sent']
const OF_LOCK = ['lock-wanted', 'lock-held', 'lock-freed', 'lock-missed']
const WITH_FIELDS = ['signed-out', 'answered', 'written', 'refreshed', 'adopted', 'refresh-failed', 'storage-failed']
const KINDS = [...PLAIN, ...OF_LOCK, ...WITH_FIELDS, 'toString', '__proto__', '']
const TABS = ['one', 'two', 'a-b', 'x'.repeat(40), 'x'.repeat(41), '', 'é']
const NOW = Date.UTC(2027, 2, 1)
const whole = fc.record({
  kind: fc.constantFrom(...KINDS),
  tab: fc.constantFrom(...TABS),
  number: fc.integer({ min: 0, max: 20 }),
  at: fc.oneof(fc.integer({ min: NOW - 9_000, max: NOW + 9_000 }), fc.constantFrom(-1e308, 1e308, 8.64e15 + 1)),
  token: fc.constantFrom(null, '0123456789ab'),
  flight: fc.integer({ min: 0, max: 3 }),
  reason: fc.constantFrom(...REASONS),
  status: fc.constantFrom(null, 200, 503),
  rotated: fc.boolean(),
  durationMs: fc.double({ noNaN: true, noDefaultInfinity: true }),
  code: fc.constantFrom('NETWORK', 'STORAGE'),
  willRetryInMs: fc.constantFrom(null, 1_000),
  operation: fc.constantFrom('read', 'write'),
})
const odd = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>('0123456789AB', '0123456789abc', '', 'x y', 'x'.repeat(41), NaN, null, 1),
  },
  { weight: 1, arbitrary: fc.oneof(clonable, anyText, fc.double()) },
)
const fields = ['kind', 'tab', 'number', 'at', 'token', 'flight', 'reason', 'status', 'rotated', 'durationMs', 'code']
/** A mark, or nearly one. */
const mark = fc
  .tuple(whole, fc.oneof(fc.constant({}), fc.dictionary(fc.constantFrom(...fields), odd, { maxKeys: 2 })))
  .map(([right, wrong]): Record<string, unknown> => ({ ...right, ...wrong }))
const devtoolsMessage = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.constantFrom('marks', 'marks', 'marks', 'hello', 'bye', 'other'),
        fc.constantFrom(...TABS),
        fc.array(mark, { maxLength: 4 }),
      )
      .map(([kind, tab, marks]) => ({
        kind,
        tab,
        marks: marks.map((each) => (each.tab === 'a-b' || each.tab === 'two' ? each : { ...each, tab })),
      })),
  },
  { weight: 1, arbitrary: fc.record({ kind: clonable, tab: clonable, marks: clonable }) },
  { weight: 1, arbitrary: clonable },
)

test('the devtools show whole marks alone, each once, and their lanes lie in the picture', patience, async () => {
  let heard = 0
  const property = fc.asyncProperty(fc.array(devtoolsMessage, { minLength: 1, maxLength: 6 }), async (messages) => {
    await withScene(async (scene) => {
      const { client, channels } = scene
      await scene.signIn()
      const { inspector, stop } = inspect(client)!
      const name = `react-ciam:devtools:${lockNameOf(client)}`
      for (const data of [...messages, ...messages]) channels.deliver(name, data)
      const marks = inspector.marks.get()
      expect(marks.filter((each) => !isMark(each))).toEqual([])
      expect(new Set(marks.map(({ tab, number }) => `${tab}:${number}`)).size).toBe(marks.length)
      expect(inspector.tabs.get().every(({ id }) => /^\w{1,40}$/.test(id))).toBe(true)
      heard += marks.length - 1
      const said = new Set((messages as { tab?: unknown }[]).map((message) => message?.tab))
      expect(
        marks.slice(1).filter(({ tab, kind }) => !(said.has(tab) && /^\w+$/.test(tab)) && kind !== 'opened'),
      ).toEqual([])
      expectDrawn(marks)
      const token = await scene.outcome(inspector.refresh(), 60_000)
      expect(token).toBeUndefined()
      expect(client.getSnapshot().status).toBe('signed-in')
      stop()
    })
  })
  await hold(property, 8)
  expect(heard).toBeGreaterThan(0)
})

function expectDrawn(marks: readonly Mark[]): void {
  const [from, until] = [NOW - 60_000, NOW + 60_000]
  const lanes = toLanes(marks, from, until)
  const scale = createTimeScale(lanes, [from, until], [0, 800])
  for (const { x, width } of scale.stretches) {
    expect(Number.isFinite(x) && Number.isFinite(width) && width > 0).toBe(true)
  }
  for (const { points } of lanes) {
    for (const { at } of points) {
      const x = scale.toX(at)
      expect(x === null || (x >= 0 && Number.isFinite(x))).toBe(true)
    }
  }
}

function lockNameOf(client: object): string {
  return ((client as never)[Symbol.for('react-ciam.client')] as { engine: { lockName: string } }).engine.lockName
}

/** The fields that a mark of the kind has, in the types that they have. */
function fieldsAreRight(mark: Record<string, unknown>): boolean {
  const { kind, flight, reason, status, rotated, durationMs, code, willRetryInMs, operation } = mark
  const isName = (value: unknown): boolean => typeof value === 'string' && value.length > 0 && value.length <= 40
  const isText = { 'signed-out': [reason], 'refresh-failed': [code], 'storage-failed': [code, operation] }[
    kind as string
  ]
  const isFlag = { written: [rotated], refreshed: [rotated], adopted: [rotated] }[kind as string]
  const isNumber = { refreshed: [durationMs], answered: [status ?? 0], 'refresh-failed': [willRetryInMs ?? 0] }[
    kind as string
  ]
  return (
    (isText ?? []).every(isName) &&
    (isFlag ?? []).every((value) => typeof value === 'boolean') &&
    [...(isNumber ?? []), ...(OF_LOCK.includes(kind as string) ? [flight] : [])].every(Number.isFinite)
  )
}

test('isMark takes no value but a mark, and throws at none', patience, async () => {
  let marks = 0
  const property = fc.property(fc.oneof({ weight: 4, arbitrary: mark }, fc.anything(), clonable), (value) => {
    if (!isMark(value)) return
    marks += 1
    const { kind, tab, number, at, token } = value
    expect([...PLAIN, ...OF_LOCK, ...WITH_FIELDS]).toContain(kind)
    expect(tab).toMatch(/^[\w-]{1,40}$/)
    expect(token === null || /^[\da-f]{12}$/.test(token)).toBe(true)
    expect(Number.isFinite(number) && Number.isFinite(at)).toBe(true)
    expect(fieldsAreRight(value)).toBe(true)
    expect(isMark(structuredClone(value))).toBe(true)
  })
  await hold(property, 50)
  expect(marks).toBeGreaterThan(0)
})

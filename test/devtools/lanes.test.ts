// The lanes that are made of marks: what waits, what holds, what is asked, and who took over from whom.
import { expect, test } from 'vitest'
import { toLanes } from '../../src/devtools/lanes'
import type { Happening, Mark } from '../../src/devtools/marks'

const OLD = '0123456789ab'
const NEW = 'ba9876543210'

let number = 0
const mark = (tab: string, at: number, happening: Happening, token = OLD): Mark => ({
  ...happening,
  tab,
  number: (number += 1),
  at,
  token,
})

const refreshed: Mark[] = [
  mark('a', 0, { kind: 'lock-wanted', flight: 1 }),
  mark('a', 1, { kind: 'lock-held', flight: 1 }),
  mark('b', 2, { kind: 'lock-wanted', flight: 1 }),
  mark('a', 3, { kind: 'request-sent' }),
  mark('a', 40, { kind: 'answered', status: 200 }),
  mark('a', 41, { kind: 'written', rotated: true }, NEW),
  mark('a', 42, { kind: 'lock-freed', flight: 1 }, NEW),
  mark('b', 43, { kind: 'lock-held', flight: 1 }),
  mark('b', 44, { kind: 'adopted', rotated: true }, NEW),
  mark('b', 45, { kind: 'lock-freed', flight: 1 }, NEW),
]

test('one tab holds the lock around its request while the other waits, then takes the result over', () => {
  const [a, b] = toLanes(refreshed, 0, 100)
  expect(a).toMatchObject({
    tab: 'a',
    waits: [{ from: 0, until: 1 }],
    holds: [{ from: 1, until: 42 }],
    requests: [{ from: 3, until: 40, status: 200 }],
  })
  expect(a?.points.map(({ mark: { kind } }) => kind)).toEqual(['written'])
  expect(b).toMatchObject({ tab: 'b', waits: [{ from: 2, until: 43 }], holds: [{ from: 43, until: 45 }], requests: [] })
  expect(b?.points).toMatchObject([{ at: 44, source: { tab: 'a', at: 41 } }])
})

test('what has not ended is open, and what a tab began before it was gone stays open', () => {
  const [lane] = toLanes(refreshed.slice(0, 4), 0, 100)
  expect(lane).toMatchObject({ holds: [{ from: 1, until: null }], requests: [{ from: 3, until: null, status: null }] })
})

test('a lock that was not had in time ends the waiting and holds nothing', () => {
  const marks = [mark('a', 0, { kind: 'lock-wanted', flight: 7 }), mark('a', 25, { kind: 'lock-missed', flight: 7 })]
  expect(toLanes(marks, 0, 100)).toMatchObject([{ waits: [{ from: 0, until: 25 }], holds: [] }])
})

test('an answer belongs to the first request that has none yet', () => {
  const marks = [
    mark('a', 0, { kind: 'request-sent' }),
    mark('a', 10, { kind: 'request-sent' }),
    mark('a', 20, { kind: 'answered', status: null }),
  ]
  expect(toLanes(marks, 0, 100)[0]?.requests).toEqual([
    { from: 0, until: 20, status: null },
    { from: 10, until: null, status: null },
  ])
})

test('only what touches the asked time is given, and a tab keeps its lane', () => {
  const lanes = toLanes(refreshed, 42, 44)
  expect(lanes.map(({ tab }) => tab)).toEqual(['a', 'b'])
  expect(lanes[0]).toMatchObject({ waits: [], holds: [{ until: 42 }], requests: [], points: [] })
  expect(lanes[1]?.points).toHaveLength(1)
})

test('a clock that is set back makes no span that ends before it began', () => {
  const marks = [mark('a', 50, { kind: 'lock-wanted', flight: 1 }), mark('a', 20, { kind: 'lock-held', flight: 1 })]
  expect(toLanes(marks, 0, 100)[0]?.waits).toEqual([{ from: 50, until: 50 }])
})

test('an adoption without a write that is known has no source, and never that of another token', () => {
  const marks = [
    mark('a', 1, { kind: 'written', rotated: true }, NEW),
    mark('b', 2, { kind: 'adopted', rotated: true }, OLD),
  ]
  expect(toLanes(marks, 0, 100)[1]?.points[0]).not.toHaveProperty('source')
})

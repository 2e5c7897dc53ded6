// @vitest-environment jsdom
// The lanes picture: what is in it, and what it says to those who do not see it.
import { render, screen, within } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { toLanes } from '../../src/devtools/lanes'
import { createTimeScale } from '../../src/devtools/lanes-scale'
import { LanesPicture } from '../../src/devtools/LanesPicture'
import type { Mark } from '../../src/devtools/marks'
import { markOf, OTHER_TAB, START, THIS_TAB } from './devtools-scene'

vi.mock('../../src/devtools/inspector')

function draw(marks: readonly Mark[], until = START + 60_000) {
  const lanes = toLanes(marks, START, until)
  const labels = (tab: string) => (tab === THIS_TAB.id ? 'tab A' : 'tab B')
  const { container } = render(<LanesPicture lanes={lanes} from={START} until={until} labels={labels} />)
  const count = (selector: string) => container.querySelectorAll(`svg[role] ${selector}`).length
  return { container, count }
}

const legend = () =>
  within(screen.getByRole('list', { name: 'Legend' }))
    .getAllByRole('listitem')
    .map((item) => item.textContent)

const TOGETHER = [
  markOf({ kind: 'lock-wanted', flight: 1 }, 0),
  markOf({ kind: 'lock-wanted', flight: 1 }, 2, OTHER_TAB),
  markOf({ kind: 'lock-held', flight: 1 }, 4),
  markOf({ kind: 'request-sent' }, 10),
  markOf({ kind: 'answered', status: 200 }, 200),
  markOf({ kind: 'written', rotated: true }, 210),
  markOf({ kind: 'lock-freed', flight: 1 }, 215),
  markOf({ kind: 'lock-held', flight: 1 }, 216, OTHER_TAB),
  markOf({ kind: 'adopted', rotated: true }, 220, OTHER_TAB),
  markOf({ kind: 'lock-freed', flight: 1 }, 225, OTHER_TAB),
]

test('two tabs that refresh together: both waits, both holds, one request, and a link from the write to the adoption', () => {
  const { count } = draw(TOGETHER)
  expect(count('.wait-box')).toBe(2)
  expect(count('.hold')).toBe(2)
  expect(count('.link')).toBe(1)
  expect(screen.getByText('200')).toBeInTheDocument()
})

test('it has a name, and says the same in a sentence', () => {
  draw(TOGETHER)
  const picture = screen.getByRole('img', { name: /^Refreshes by tab, \d\d:00:00 to \d\d:00:00$/ })
  expect(picture).toHaveAccessibleDescription(
    '2 tabs. Tab A: waited for the lock once, 1 request, saved a new session_token once. ' +
      'Tab B: waited for the lock once, no request, took over 1 result of another tab.',
  )
})

test('the legend explains what is in the picture and nothing else', () => {
  draw(TOGETHER)
  expect(legend()).toEqual([
    'waits for the lock',
    'holds the lock',
    'request, with the status of its answer',
    'saved, new session_token',
    'took over what another tab saved',
  ])
})

test('a request under way is dashed, one without an answer is dashed and crossed, one with an answer is neither', () => {
  const sent = markOf({ kind: 'request-sent' }, 0)
  const open = draw([sent], START + 100)
  expect([open.count('.request[data-open]'), open.count('.cross')]).toEqual([1, 0])
  expect(screen.getByRole('img')).toHaveAccessibleDescription(/1 request still under way/)
  open.container.remove()
  const lost = draw([sent, markOf({ kind: 'answered', status: null }, 90)])
  expect([lost.count('.request[data-open]'), lost.count('.cross')]).toEqual([1, 1])
  expect(legend()).toEqual(['request without an answer'])
  lost.container.remove()
  const answered = draw([sent, markOf({ kind: 'answered', status: 503 }, 90)])
  expect([answered.count('.request[data-open]'), answered.count('.cross')]).toEqual([0, 0])
  expect(screen.getByText('503')).toHaveClass('bad')
})

test('a failure is a cross with its code', () => {
  const { count } = draw([markOf({ kind: 'refresh-failed', code: 'TIMEOUT', willRetryInMs: 1_000 }, 5)])
  expect(count('.cross')).toBe(1)
  expect(screen.getByText('TIMEOUT')).toBeInTheDocument()
  expect(screen.getByRole('img')).toHaveAccessibleDescription(/1 failed refresh\./)
})

test('rotated and not rotated are different shapes', () => {
  const shapeOf = (rotated: boolean) => {
    const { container } = draw([markOf({ kind: 'written', rotated }, 5)])
    const shape = container.querySelector('g[transform]')?.innerHTML
    container.remove()
    return shape
  }
  expect(shapeOf(true)).not.toBe(shapeOf(false))
})

test('without a mark it says that nothing has happened, and is no picture', () => {
  draw([])
  expect(screen.getByText(/Nothing has happened yet/)).toBeVisible()
  expect(screen.queryByRole('img')).toBeNull()
})

test('a pause is cut out and says how long it was; a moment in it has no place', () => {
  const lanes = toLanes(
    [markOf({ kind: 'signed-in' }, 0), markOf({ kind: 'signed-out', reason: 'signed-out' }, 240_000)],
    START,
    START + 300_000,
  )
  const scale = createTimeScale(lanes, [START, START + 300_000], [0, 600])
  expect(scale.stretches).toHaveLength(2)
  expect(scale.toX(START + 100_000)).toBeNull()
  draw([markOf({ kind: 'signed-in' }, 0), markOf({ kind: 'signed-in' }, 50_000)])
  expect(screen.getByText('50 s')).toBeInTheDocument()
})

test('time never runs backwards in it, and nothing lies outside of it', () => {
  const moments = [0, 3, 50, 400, 2_000, 2_100, 9_000]
  const lanes = toLanes(
    moments.map((at) => markOf({ kind: 'restored' }, at)),
    START,
    START + 10_000,
  )
  const scale = createTimeScale(lanes, [START, START + 10_000], [80, 640])
  const places = moments.map((at) => scale.toX(START + at) ?? NaN)
  expect(places).toEqual([...places].sort((one, other) => one - other))
  expect(places.every((x) => x > 80 && x < 640)).toBe(true)
})

test('where not everything has room, the newest stays, and the picture says so', () => {
  const moments = Array.from({ length: 20 }, (_, index) => index * 5_000)
  const lanes = toLanes(
    moments.map((at) => markOf({ kind: 'restored' }, at)),
    START,
    START + 100_000,
  )
  const scale = createTimeScale(lanes, [START, START + 100_000], [0, 320])
  expect(scale.omitted).toBeGreaterThan(0)
  expect(scale.stretches.length + scale.omitted).toBe(20)
  expect(scale.toX(START + 95_000)).not.toBeNull()
  expect(scale.toX(START)).toBeNull()
})

test('what was before the stretches that have room is not drawn at their edge', () => {
  const marks = Array.from({ length: 20 }, (_, index) => [
    markOf({ kind: 'lock-held', flight: index }, index * 5_000),
    markOf({ kind: 'lock-freed', flight: index }, index * 5_000 + 50),
  ]).flat()
  const { container, count } = draw(marks, START + 100_000)
  expect(count('.hold')).toBe(container.querySelectorAll('.ground').length)
  expect(count('.hold')).toBeLessThan(20)
})

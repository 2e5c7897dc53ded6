// @vitest-environment jsdom
// The timeline of the panel: every mark in words, of which tab, newest first.
import { fireEvent, render } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { CiamDevtoolsPanel } from '../../src/devtools/CiamDevtoolsPanel'
import type { Mark } from '../../src/devtools/marks'
import { createFakeClient } from '../react/fake-client'
import { handMadeInspector, markOf, OTHER_TAB, section } from './devtools-scene'

vi.mock('../../src/devtools/inspector')
// Roles are looked up much faster where nothing has a style.
vi.mock('../../src/devtools/panel/devtools-style', () => ({ DEVTOOLS_STYLE: '' }))

function open(marks: readonly Mark[]) {
  const scene = handMadeInspector()
  render(<CiamDevtoolsPanel client={createFakeClient()} />)
  scene.marks.set(marks)
  return scene
}

const items = () =>
  section('Timeline')
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)
const events = () => items().filter((text) => /\d\.\d{3}/.test(text))

const REFRESH = [
  markOf({ kind: 'lock-wanted', flight: 1 }, 0),
  markOf({ kind: 'lock-held', flight: 1 }, 10),
  markOf({ kind: 'request-sent' }, 20),
  markOf({ kind: 'answered', status: 200 }, 220),
  markOf({ kind: 'written', rotated: true }, 230),
  markOf({ kind: 'lock-freed', flight: 1 }, 240),
  markOf({ kind: 'refreshed', rotated: true, durationMs: 231.6 }, 241),
  markOf({ kind: 'adopted', rotated: true }, 260, OTHER_TAB),
]

test('outcomes are listed newest first: who, what, rotated or not, how long', () => {
  open(REFRESH)
  expect(events()).toHaveLength(2)
  expect(events()[0]).toMatch(/tab 2.*Took over another tab's refresh.*new session_token, no request/)
  expect(events()[1]).toMatch(/this tab.*Refreshed.*new session_token, took 232 ms/)
})

test('every step is listed on request', () => {
  open(REFRESH)
  fireEvent.click(section('Timeline').getByRole('checkbox', { name: 'Every step' }))
  expect(events()).toHaveLength(REFRESH.length)
  expect(events().join(' ')).toMatch(
    /Gave the lock back.*Saved.*Answered with 200.*Sent a refresh.*Got the lock.*Asked/,
  )
})

test('a failure is listed with its code, its sentence and the moment from which another attempt is allowed', () => {
  open([
    markOf({ kind: 'refresh-failed', code: 'SERVICE_BUSY', willRetryInMs: 2_000 }, 0),
    markOf({ kind: 'refresh-failed', code: 'SERVICE_ERROR', willRetryInMs: null }, 5_000),
    markOf({ kind: 'storage-failed', code: 'STORAGE', operation: 'write' }, 6_000),
  ])
  expect(events()[2]).toMatch(/SERVICE_BUSY: System busy.*Next attempt allowed after 2 s, at \d\d:00:02/)
  expect(events()[1]).toMatch(/SERVICE_ERROR: .*Not tried again until somebody asks/)
  expect(events()[0]).toMatch(/Storage failed to write STORAGE/)
})

test('the marks of this tab alone are shown on request, in list and picture', () => {
  open(REFRESH)
  const picture = () => section('Timeline').getByRole('img')
  expect(picture()).toHaveAccessibleDescription(/^2 tabs\./)
  fireEvent.click(section('Timeline').getByRole('radio', { name: 'This tab' }))
  expect(events()).toHaveLength(1)
  expect(picture()).toHaveAccessibleDescription(/^1 tab\. This tab:/)
})

test('a long list is drawn in parts', () => {
  open(Array.from({ length: 130 }, (_, index) => markOf({ kind: 'restored' }, index)))
  expect(events()).toHaveLength(60)
  fireEvent.click(section('Timeline').getByRole('button', { name: 'Show 60 older' }))
  fireEvent.click(section('Timeline').getByRole('button', { name: 'Show 10 older' }))
  expect(events()).toHaveLength(130)
  expect(section('Timeline').queryByRole('button', { name: /older/ })).toBeNull()
})

test('clearing forgets the marks', () => {
  const { inspector } = open(REFRESH)
  fireEvent.click(section('Timeline').getByRole('button', { name: 'Clear' }))
  expect(inspector.clearMarks).toHaveBeenCalledOnce()
  expect(section('Timeline').getByText('Nothing yet.')).toBeVisible()
  expect(section('Timeline').queryByRole('img')).toBeNull()
})

test('this tab is the first lane, whichever tab began', () => {
  open([markOf({ kind: 'signed-in' }, 0, OTHER_TAB), markOf({ kind: 'signed-in' }, 5)])
  const labels = [...section('Timeline').getByRole('img').querySelectorAll('.label')].map(
    ({ textContent }) => textContent,
  )
  expect(labels).toEqual(['this tab', 'tab 2'])
})

// @vitest-environment jsdom
// What the panel shows of a session, and what its buttons do.
import { act, fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { CiamError, type SessionSnapshot } from 'react-ciam'
import { CiamDevtoolsPanel } from '../../src/devtools/CiamDevtoolsPanel'
import type { Inspector } from '../../src/devtools/inspector'
import { createFakeClient, READY, SIGNED_IN } from '../react/fake-client'
import { devtools, handMadeInspector, section, START } from './devtools-scene'

vi.mock('../../src/devtools/inspector')
// Roles are looked up much faster where nothing has a style.
vi.mock('../../src/devtools/panel/devtools-style', () => ({ DEVTOOLS_STYLE: '' }))

beforeEach(() => {
  vi.useFakeTimers({ now: START + 30_000 })
})
afterEach(() => {
  vi.useRealTimers()
})

function open(change: Partial<Inspector> = {}, snapshot: SessionSnapshot = SIGNED_IN) {
  const scene = handMadeInspector(change)
  const client = createFakeClient(READY, snapshot)
  const rendered = render(<CiamDevtoolsPanel client={client} />)
  return { ...scene, ...rendered, client }
}

const press = (name: string | RegExp) => fireEvent.click(devtools().getByRole('button', { name }))
const settle = () => act(() => vi.advanceTimersByTimeAsync(0))
const outcome = () => devtools().getByRole('status').textContent

test('the meter says how much of the id_token is left and when its refresh is due, and goes on every second', async () => {
  open()
  const meter = () => devtools().getByRole('meter', { name: 'Time left of the id_token' })
  expect(meter()).toHaveAttribute('aria-valuetext', '4 minutes 30 seconds left, refresh due in 3:30')
  expect(meter()).toHaveAttribute('aria-valuenow', '270')
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(meter()).toHaveAttribute('aria-valuenow', '269')
  await act(() => vi.advanceTimersByTimeAsync(210_000))
  expect(meter()).toHaveAttribute('aria-valuetext', '59 seconds left, a refresh is due')
  await act(() => vi.advanceTimersByTimeAsync(60_000))
  expect(meter()).toHaveAttribute('aria-valuetext', 'ended, a refresh is due')
  expect(meter()).toHaveAttribute('aria-valuenow', '0')
})

test('without an id_token there is no meter', () => {
  open({ tokenLife: () => null })
  expect(devtools().queryByRole('meter')).toBeNull()
  expect(section('Life of the id_token').getByText('No id_token')).toBeVisible()
})

test('an error of the session is shown with its codes and the sentence that a person would read', () => {
  const details = { serviceCode: 'IDAAS.SDK.COMMON.1008', httpStatus: 400 }
  open({}, { ...SIGNED_IN, error: new CiamError('SERVICE_BUSY', 'The service is busy.', details) })
  const shown = section('Session')
  for (const code of ['SERVICE_BUSY', 'IDAAS.SDK.COMMON.1008', 'HTTP 400']) expect(shown.getByText(code)).toBeVisible()
  expect(shown.getByText('System busy, please try again later.')).toBeVisible()
})

test('a signed-out session says why', () => {
  open({}, { status: 'signed-out', reason: 'rotation-lost', error: null })
  expect(section('Session').getByText('rotation-lost')).toBeVisible()
})

test.each([
  ['Refresh now', 'refresh', 'Refreshed.'],
  ['Treat as expired', 'expireIdToken', 'The id_token counts as expired.'],
] as const)('%s does so at the first press and says when it is done', async (name, method, words) => {
  const { inspector } = open()
  press(name)
  await settle()
  expect(inspector[method]).toHaveBeenCalledOnce()
  expect(outcome()).toBe(words)
})

test.each([
  ['Sign out', 'signOut', 'Signed out.'],
  ['Drop stored record', 'dropRecord', 'The stored record is gone.'],
] as const)('%s waits for a second press, and forgets the first one after a while', async (name, method, words) => {
  const { inspector } = open()
  press(name)
  await settle()
  expect(inspector[method]).not.toHaveBeenCalled()
  await act(() => vi.advanceTimersByTimeAsync(6_000))
  press(name)
  await settle()
  expect(inspector[method]).not.toHaveBeenCalled()
  press(`${name}: press again`)
  await settle()
  expect(inspector[method]).toHaveBeenCalledOnce()
  expect(outcome()).toBe(words)
})

test('Escape and leaving the button take the first press back', () => {
  open()
  for (const leave of [
    (armed: HTMLElement) => fireEvent.keyDown(armed, { key: 'Escape' }),
    (armed: HTMLElement) => fireEvent.blur(armed),
  ]) {
    press('Sign out')
    leave(devtools().getByRole('button', { name: 'Sign out: press again' }))
    expect(devtools().getByRole('button', { name: 'Sign out' })).toBeVisible()
  }
})

test('what a button failed with is said with its code, a sentence and the message; nothing is swallowed', async () => {
  const { inspector } = open()
  vi.mocked(inspector.refresh).mockRejectedValueOnce(new CiamError('NETWORK', 'No answer from the tenant.'))
  press('Refresh now')
  await settle()
  expect(outcome()).toContain('NETWORK')
  expect(outcome()).toContain('The service cannot be reached.')
  expect(outcome()).toContain('No answer from the tenant.')
  vi.mocked(inspector.expireIdToken).mockImplementationOnce(() => {
    throw new Error('not ours')
  })
  press('Treat as expired')
  await settle()
  expect(outcome()).toContain('no CiamError')
  expect(outcome()).toContain('Something went wrong.')
})

test('only the button that was pressed last reports', async () => {
  const { inspector } = open()
  let fail: (error: Error) => void = () => undefined
  vi.mocked(inspector.refresh).mockImplementationOnce(() => new Promise((_resolve, reject) => (fail = reject)))
  press('Refresh now')
  press('Treat as expired')
  await settle()
  fail(new Error('late'))
  await settle()
  expect(outcome()).toBe('The id_token counts as expired.')
})

test('the client goes offline and back online by the same button', async () => {
  const { inspector } = open()
  press('Go offline')
  await settle()
  expect(inspector.setOffline).toHaveBeenLastCalledWith(true)
  expect(devtools().getByText('offline')).toBeVisible()
  press('Back online')
  await settle()
  expect(inspector.setOffline).toHaveBeenLastCalledWith(false)
  expect(outcome()).toBe('Back online.')
})

test('claims are a tree: a nested value opens, a circle does no harm, a time is also a date', () => {
  const circle: Record<string, unknown> = { name: 'Ada', exp: START / 1000, roles: ['admin'], birth: new Date(START) }
  circle['self'] = circle
  open({}, { ...SIGNED_IN, claims: circle })
  const claims = section('Claims')
  expect(claims.getByText('"Ada"')).toHaveAttribute('data-type', 'string')
  expect(claims.getByText(String(START / 1000))).toHaveAttribute('data-type', 'number')
  expect(claims.getAllByText(/2026-01-31/)).toHaveLength(2)
  expect(claims.queryByText('"admin"')).toBeNull()
  const roles = claims.getByText('roles').closest('details') as HTMLDetailsElement
  roles.open = true
  fireEvent(roles, new Event('toggle'))
  expect(claims.getByText('"admin"')).toBeVisible()
})

test('a claim with any number in place of a time breaks nothing', () => {
  open({}, { ...SIGNED_IN, claims: { exp: 1e300, iat: NaN, nbf: -1 } })
  expect(section('Claims').getByText('1e+300')).toBeVisible()
})

test('the lock is asked again every second: who holds it, and how many wait', async () => {
  const { inspector } = open()
  await settle()
  expect(section('Lock and tabs').getByText('free')).toBeVisible()
  vi.mocked(inspector.readLock).mockResolvedValue({ spansTabs: true, isHeld: true, waiting: 2 })
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(section('Lock and tabs').getByText('held')).toBeVisible()
  expect(section('Lock and tabs').getByText('2 requests')).toBeVisible()
})

test('a browser without Web Locks, a lock that cannot be asked for, and a closed tab are told', async () => {
  const { inspector, tabs } = open({ readLock: vi.fn(async () => ({ spansTabs: false, isHeld: false, waiting: 0 })) })
  await settle()
  expect(section('Lock and tabs').getByText(/This browser has no Web Locks/)).toBeVisible()
  vi.mocked(inspector.readLock).mockRejectedValue(new Error('no answer'))
  await act(() => vi.advanceTimersByTimeAsync(1_000))
  expect(section('Lock and tabs').getByText('free')).toBeVisible()
  tabs.set(tabs.get().map((tab) => ({ ...tab, isOpen: tab.isThis })))
  expect(section('Lock and tabs').getByText('tab 2')).toHaveTextContent('tab 2 (closed)')
})

test('a blocked storage is named with its reason and what it means', () => {
  const { inspector } = handMadeInspector()
  open({ facts: { ...inspector.facts, storageBlockedBy: () => 'SecurityError' } })
  const storage = section('Storage')
  expect(storage.getByText('SecurityError')).toBeVisible()
  expect(storage.getByText(/memory stands in/)).toBeVisible()
})

test.each([
  ['local', 'localStorage, fenced by IndexedDB'],
  ['session', 'sessionStorage'],
  ['indexed-db:sessions', 'IndexedDB sessions'],
  ['memory', 'memory of this page'],
  ['custom', 'an adapter of the app'],
])('storage %s is called %s', (storage, words) => {
  const { inspector } = handMadeInspector()
  open({ facts: { ...inspector.facts, storage } })
  expect(section('Storage').getByText(words)).toBeVisible()
  expect(section('Storage').getByText('react-ciam:session:my-app')).toBeVisible()
})

// @vitest-environment jsdom
// The corner button and the dock: where they live, what they say, how they open, close and grow.
import { act, cleanup, fireEvent, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode, type ReactElement } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { beforeEach, expect, test, vi } from 'vitest'
import { CiamError, CiamProvider } from 'react-ciam'
import { CiamDevtools } from '../../src/devtools/CiamDevtools'
import { inspect } from '../../src/devtools/inspector'
import { createFakeClient, READY, SIGNED_IN } from '../react/fake-client'
import { devtools, focused, handMadeInspector, shadow } from './devtools-scene'

vi.mock('../../src/devtools/inspector')

beforeEach(() => {
  handMadeInspector()
})

const button = () => devtools().getByRole('button', { name: /^CIAM devtools/ })
const isOpen = () => devtools().queryByRole('heading', { name: /devtools/ }) !== null

test('it lives in a shadow root at the end of the body, with one style element that has the nonce', () => {
  const { container } = render(<CiamDevtools client={createFakeClient()} styleNonce="n-1" initialIsOpen />)
  expect(container).toBeEmptyDOMElement()
  expect(document.body.lastElementChild?.shadowRoot).toBe(shadow())
  const styles = shadow().querySelectorAll('style')
  expect(styles).toHaveLength(1)
  expect(styles[0]?.nonce).toBe('n-1')
  expect(document.querySelectorAll('style')).toHaveLength(0)
})

test('on a server it is nothing, and hydration finds no mismatch', async () => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const page = (
    <main>
      <CiamDevtools client={createFakeClient()} />
    </main>
  )
  const html = renderToString(page)
  expect(html).toBe('<main></main>')
  const container = document.createElement('div')
  container.innerHTML = html
  document.body.append(container)
  const root = await act(() => hydrateRoot(container, page))
  expect(button()).toBeVisible()
  expect(errors).not.toHaveBeenCalled()
  act(() => root.unmount())
  container.remove()
})

test('the client is that of the provider unless one is given, and without either it throws CONFIG', () => {
  const [provided, given] = [createFakeClient(), createFakeClient()]
  const { rerender } = render(
    <CiamProvider client={provided}>
      <CiamDevtools />
    </CiamProvider>,
  )
  expect(inspect).toHaveBeenLastCalledWith(provided)
  rerender(
    <CiamProvider client={provided}>
      <CiamDevtools client={given} />
    </CiamProvider>,
  )
  expect(inspect).toHaveBeenLastCalledWith(given)
  cleanup()
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(() => render(<CiamDevtools />)).toThrow(expect.objectContaining({ code: 'CONFIG' }) as Error)
})

test.each([false, true])('a client is watched from mount to unmount and not longer (StrictMode: %s)', (isStrict) => {
  const { stop } = handMadeInspector()
  vi.mocked(inspect).mockClear()
  const tools = <CiamDevtools client={createFakeClient()} initialIsOpen />
  const { unmount } = render(isStrict ? <StrictMode>{tools}</StrictMode> : tools)
  expect(vi.mocked(inspect).mock.calls.length - stop.mock.calls.length).toBe(1)
  expect(isOpen()).toBe(true)
  unmount()
  expect(stop).toHaveBeenCalledTimes(vi.mocked(inspect).mock.calls.length)
  expect(document.querySelector('[data-react-ciam-devtools]')).toBeNull()
})

test('the button says the state of the session in words', () => {
  const client = createFakeClient()
  const { isOffline } = handMadeInspector()
  render(<CiamDevtools client={client} />)
  expect(button()).toHaveAccessibleName('CIAM devtools: signed in')
  act(() => client.setSnapshot({ ...SIGNED_IN, isRefreshing: true }))
  expect(button()).toHaveAccessibleName('CIAM devtools: signed in, refreshing')
  act(() => client.setSnapshot({ ...SIGNED_IN, error: new CiamError('NETWORK', 'No answer.') }))
  expect(button()).toHaveAccessibleName('CIAM devtools: signed in, NETWORK')
  act(() => client.setSnapshot({ status: 'signed-out', reason: 'session-expired', error: null }))
  expect(button()).toHaveAccessibleName('CIAM devtools: signed out, session-expired')
  isOffline.set(true)
  expect(button()).toHaveAccessibleName('CIAM devtools: signed out, session-expired offline')
})

test('each state has a shape of its own', () => {
  const client = createFakeClient()
  render(<CiamDevtools client={client} />)
  const shapes = [
    SIGNED_IN,
    { ...SIGNED_IN, isRefreshing: true },
    { ...SIGNED_IN, error: new CiamError('NETWORK', 'No answer.') },
    { status: 'signed-out', reason: 'none', error: null } as const,
    { status: 'restoring', error: null } as const,
  ].map((snapshot) => {
    act(() => client.setSnapshot(snapshot))
    return button().querySelector('svg')?.innerHTML
  })
  expect(new Set(shapes).size).toBe(5)
})

test('it opens by keyboard and takes the focus along; Escape closes it and gives the focus back to the button', async () => {
  const user = userEvent.setup()
  render(<CiamDevtools client={createFakeClient()} />)
  button().focus()
  await user.keyboard('{Enter}')
  expect(isOpen()).toBe(true)
  expect(focused()).toHaveClass('dock')
  await user.keyboard('{Escape}')
  expect(isOpen()).toBe(false)
  expect(focused()).toBe(button())
})

test('what is open at first takes no focus, and neither does the closed button', () => {
  render(<CiamDevtools client={createFakeClient()} initialIsOpen />)
  expect(isOpen()).toBe(true)
  expect(focused()).toBe(document.body)
  cleanup()
  render(<CiamDevtools client={createFakeClient()} />)
  expect(focused()).toBe(document.body)
})

test('the keyboard makes the panel higher and lower within its limits, and it keeps its height while it is closed', async () => {
  const user = userEvent.setup()
  render(<CiamDevtools client={createFakeClient()} initialIsOpen />)
  const edge = () => devtools().getByRole('separator', { name: 'Height of the panel' })
  const height = () => Number(edge().getAttribute('aria-valuenow'))
  const first = height()
  edge().focus()
  await user.keyboard('{ArrowUp}')
  expect(height()).toBeGreaterThan(first)
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(height()).toBeLessThan(first)
  await user.keyboard('{End}{ArrowUp}')
  expect(height()).toBe(Number(edge().getAttribute('aria-valuemax')))
  await user.keyboard('{Home}{ArrowDown}')
  expect(height()).toBe(Number(edge().getAttribute('aria-valuemin')))
  expect(shadow().querySelector<HTMLElement>('.dock')?.style.height).toBe(`${height()}px`)
  await user.keyboard('{PageUp}')
  const chosen = height()
  await user.click(devtools().getByRole('button', { name: 'Close the devtools' }))
  await user.click(button())
  expect(height()).toBe(chosen)
})

test('the pointer drags the upper edge along, and only while it holds it', () => {
  render(<CiamDevtools client={createFakeClient()} initialIsOpen />)
  const edge = devtools().getByRole('separator')
  const height = () => Number(edge.getAttribute('aria-valuenow'))
  const first = height()
  fireEvent.pointerMove(edge, { clientY: 100 })
  expect(height()).toBe(first)
  fireEvent.pointerDown(edge, { button: 0, clientY: 300 })
  fireEvent.pointerMove(edge, { clientY: 260 })
  expect(height()).toBe(first + 40)
  fireEvent.pointerUp(edge)
  fireEvent.pointerMove(edge, { clientY: 100 })
  expect(height()).toBe(first + 40)
})

test('a click and a key in the devtools reach no listener of the page', async () => {
  const user = userEvent.setup()
  const heard = vi.fn()
  document.body.addEventListener('keydown', heard)
  document.body.addEventListener('click', heard)
  const App = (): ReactElement => (
    <div onClick={heard} onKeyDown={heard} onFocus={heard}>
      <CiamDevtools client={createFakeClient()} />
    </div>
  )
  render(<App />)
  await user.click(button())
  await user.keyboard('{Escape}')
  expect(isOpen()).toBe(false)
  expect(heard).not.toHaveBeenCalled()
  document.body.removeEventListener('keydown', heard)
  document.body.removeEventListener('click', heard)
})

test('for a client of another version of the package it says so, and shows no button that could do nothing', () => {
  vi.mocked(inspect).mockReturnValue(null)
  render(<CiamDevtools client={createFakeClient(READY)} initialIsOpen />)
  expect(devtools().getByText(/another version of react-ciam/)).toBeVisible()
  expect(devtools().queryByRole('button', { name: 'Refresh now' })).toBeNull()
})

test('position and theme are those that were asked for', () => {
  render(<CiamDevtools client={createFakeClient()} position="top-left" theme="dark" />)
  expect(button()).toHaveAttribute('data-position', 'top-left')
  expect(shadow().querySelector('.devtools')).toHaveAttribute('data-theme', 'dark')
})

test('a closed panel runs no timer', () => {
  vi.useFakeTimers()
  try {
    render(<CiamDevtools client={createFakeClient()} initialIsOpen />)
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    fireEvent.click(devtools().getByRole('button', { name: 'Close the devtools' }))
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})
